/** Holds what was recomputed from the transactions against what the chain's accounts say now. */
import { decodeBot, hex, type ProfitShareClient, tokenAccountIn, vaultAddress } from "@profit-share/sdk";
import { firstHead } from "@profit-share/sdk/history";
import { type Books, type BotStanding, balanceIn, owedIn, type SubscriptionStanding } from "@profit-share/statements";
import type { AccountInfo, PublicKey } from "@solana/web3.js";
import type { Kind } from "./followed";

/** The most that a node returns at a time. */
const PAGE = 100;

/** The first difference, in words; null if there is none. */
export async function differenceIn(client: ProfitShareClient, books: Books, kind: Kind): Promise<string | null> {
  const living = [...books.live.values()].filter((standing) => standing !== null);
  const bots = kind === "subscription" ? [] : [...books.bots.values()];
  const followed = [...living.map(({ subscription }) => subscription), ...living.map(({ escrow }) => escrow)];
  const own = bots.flatMap(({ address }) => [address, vaultAddress(address, client.programId)]);
  const accounts = await accountsAt(client, [...followed, ...own]);
  for (const standing of living) {
    const wrong = wrongSubscription(client, standing, accounts);
    if (wrong !== null) return wrong;
  }
  for (const bot of bots) {
    const wrong = wrongBot(client, bot, books, accounts);
    if (wrong !== null) return wrong;
  }
  return null;
}

type Accounts = ReadonlyMap<string, AccountInfo<Uint8Array>>;

function wrongSubscription(
  client: ProfitShareClient,
  standing: SubscriptionStanding,
  accounts: Accounts,
): string | null {
  const { subscription, escrow, sums, last, bot, instance, terms } = standing;
  const name = subscription.toBase58();
  const account = client.subscriptionIn(subscription, accounts.get(name) ?? null);
  if (account === null) return `subscription ${name} is gone, and no transaction closed it`;
  const start = { programId: client.programId, subscription, bot, instance, terms };
  const held = tokenAccountIn(accounts.get(escrow.toBase58()) ?? null)?.amount ?? 0n;
  const counted = account.balance + account.credited - account.claimed;
  const pairs: [what: string, recomputed: bigint | string, found: bigint | string][] = [
    ["bot", bot.toBase58(), account.bot.toBase58()],
    ["number", instance, account.instance],
    ["number of records", last?.record.sequence ?? 0n, account.sequence],
    ["head", hex(last?.head ?? firstHead(start)), hex(account.head)],
    ["profit", sums.profit, account.profitTotal],
    ["share", sums.accrued, account.accrued],
    ["paid share", sums.credited, account.credited],
    ["claimed share", sums.claimed, account.claimed],
    ["waived share", sums.waived, account.waived],
    ["owed share", owedIn(sums), account.accrued - account.credited - account.waived],
    ["balance", balanceIn(sums), account.balance],
  ];
  const wrong = different(`subscription ${name}`, pairs);
  if (wrong !== null) return wrong;
  return held < counted ? `the escrow ${escrow.toBase58()} holds ${held}, its ledger says at least ${counted}` : null;
}

function wrongBot(client: ProfitShareClient, standing: BotStanding, books: Books, accounts: Accounts): string | null {
  const { address, owner, subscriptions } = standing;
  const name = address.toBase58();
  const account = accounts.get(name);
  if (account === undefined) return `bot ${name} is gone, which no bot can be`;
  const bot = decodeBot(account.data);
  const ended = [...books.closed.values()].filter((one) => one.bot.equals(address));
  const sum = (amount: (sums: SubscriptionStanding["sums"]) => bigint) =>
    ended.reduce((total, { sums }) => total + amount(sums), 0n);
  const vault = vaultAddress(address, client.programId);
  const held = tokenAccountIn(accounts.get(vault.toBase58()) ?? null)?.amount ?? 0n;
  const wrong = different(`bot ${name}`, [
    ["owner", owner.toBase58(), bot.owner.toBase58()],
    ["number of subscriptions", subscriptions, bot.subscriptions],
    ["number of closed subscriptions", BigInt(ended.length), bot.closed],
    ["profit of closed subscriptions", sum(({ profit }) => profit), bot.closedProfit],
    ["share of closed subscriptions", sum(({ accrued }) => accrued), bot.closedAccrued],
    ["paid share of closed subscriptions", sum(({ credited }) => credited), bot.closedCredited],
    ["waived share of closed subscriptions", sum(({ waived }) => waived), bot.closedWaived],
  ]);
  if (wrong !== null) return wrong;
  return held < standing.inVault
    ? `the vault ${vault.toBase58()} holds ${held}, what was put into it and not taken out is ${standing.inVault}`
    : null;
}

function different(
  what: string,
  pairs: readonly (readonly [name: string, recomputed: bigint | string, found: bigint | string])[],
): string | null {
  const wrong = pairs.find(([, recomputed, found]) => recomputed !== found);
  if (wrong === undefined) return null;
  const [name, recomputed, found] = wrong;
  return `the account of ${what} says ${name} ${found}, the transactions give ${recomputed}`;
}

async function accountsAt(
  { connection, commitment }: ProfitShareClient,
  addresses: readonly PublicKey[],
): Promise<Accounts> {
  const found = new Map<string, AccountInfo<Uint8Array>>();
  for (let start = 0; start < addresses.length; start += PAGE) {
    const page = addresses.slice(start, start + PAGE);
    const accounts = await connection.getMultipleAccountsInfo(page, commitment);
    for (const [index, account] of accounts.entries()) {
      if (account !== null) found.set(page[index]!.toBase58(), account);
    }
  }
  return found;
}
