/**
 * Reads all accounts that a subscription depends on in one RPC call, so that they are of one slot. Which accounts those
 * are is itself read from the chain, so a first reading takes some rounds; later ones take one.
 */
import {
  type Bot,
  decodeBot,
  decodeClock,
  decodeKeeper,
  decodeSubscription,
  PROGRAM_ID,
  type Subscription,
  type TokenAccount,
  tokenAccountIn,
  tokenAddress,
  VenueUserError,
  venueUserOrGone,
} from "@profit-share/sdk";
import {
  type DriftMarkets,
  driftPerpMarketAddress,
  driftSpotMarketAddress,
  marketsOf,
  readDriftAccount,
  readPerpMarket,
  readSpotMarket,
} from "@profit-share/sdk/drift";
import { type AccountInfo, type Connection, type PublicKey, SYSVAR_CLOCK_PUBKEY } from "@solana/web3.js";
import type { AgentSigner } from "../send/agent-signer";
import { whenCaughtUp } from "../send/connection";
import type { Observed, VenueReading } from "./observed";

type Account = AccountInfo<Buffer> | null;

/** One reading: accounts by address; undefined where one was not asked for. */
interface Reading {
  slot: number;
  accounts: ReadonlyMap<string, Account>;
}

const MAX_ROUNDS = 6;

/** There is no such subscription any more, or never was. */
export class NoSubscription extends Error {
  override readonly name = "NoSubscription";
}

export class Observer {
  private readonly known = new Map<string, PublicKey[]>();

  constructor(
    private readonly connection: Connection,
    private readonly signer: PublicKey,
    private readonly agents: Pick<AgentSigner, "has">,
  ) {}

  /**
   * @param minContextSlot the reading is of this slot or a later one
   * @returns everything but the closes, which the chain does not know
   * @throws NoSubscription, or what the RPC says
   */
  async observe(address: PublicKey, minContextSlot = 0): Promise<Omit<Observed, "closes">> {
    const name = address.toBase58();
    let keys = this.known.get(name) ?? [address, SYSVAR_CLOCK_PUBKEY];
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      const reading = await this.read(keys, minContextSlot);
      const wanted = addressesOf(address, reading);
      const missing = wanted.filter((key) => !reading.accounts.has(key.toBase58()));
      keys = wanted;
      if (missing.length === 0) {
        this.known.set(name, keys);
        return interpret(address, reading, this.signer, this.agents);
      }
    }
    throw new Error(`The accounts of ${name} changed during each of ${MAX_ROUNDS} readings`);
  }

  private async read(keys: PublicKey[], minContextSlot: number): Promise<Reading> {
    const config = { commitment: "confirmed", ...(minContextSlot === 0 ? {} : { minContextSlot }) } as const;
    const { context, value } = await whenCaughtUp(() =>
      this.connection.getMultipleAccountsInfoAndContext(keys, config),
    );
    return { slot: context.slot, accounts: new Map(keys.map((key, index) => [key.toBase58(), value[index] ?? null])) };
  }
}

/** All addresses that the reading shows to be needed, as far as it reaches. */
function addressesOf(address: PublicKey, { accounts }: Reading): PublicKey[] {
  const keys = [address, SYSVAR_CLOCK_PUBKEY];
  const subscription = subscriptionIn(address, accounts);
  keys.push(subscription.bot, subscription.escrow, agentTokenAccount(subscription));
  if (subscription.terms.keeper !== null) keys.push(subscription.terms.keeper);
  const bot = accounts.get(subscription.bot.toBase58());
  if (bot) keys.push(payoutTokenAccount(subscription, decodeBot(bot.data)));
  if (subscription.venueUser !== null) {
    keys.push(subscription.venueUser);
    const reading = venueIn(subscription, accounts);
    if (reading.kind === "read" && reading.drift !== null) {
      const { spot, perp } = marketsOf(reading.drift.account);
      keys.push(...spot.map((index) => driftSpotMarketAddress(index)), ...perp.map(driftPerpMarketAddress));
    }
  }
  return [...new Map(keys.map((key) => [key.toBase58(), key])).values()];
}

function interpret(
  address: PublicKey,
  { slot, accounts }: Reading,
  signer: PublicKey,
  agents: Pick<AgentSigner, "has">,
): Omit<Observed, "closes"> {
  const subscription = subscriptionIn(address, accounts);
  const bot = botIn(subscription, accounts);
  const wallet = bot.payoutWallet;
  const agentAccount = agentTokenAccount(subscription);
  const payoutAccount = payoutTokenAccount(subscription, bot);
  return {
    address,
    slot,
    now: decodeClock(accounts.get(SYSVAR_CLOCK_PUBKEY.toBase58())!.data),
    subscription,
    bot,
    escrowAmount: tokensIn(subscription.escrow, accounts)?.amount ?? null,
    venue: venueIn(subscription, accounts),
    keeperSigns: keeperSigner(subscription, accounts)?.equals(signer) ?? false,
    agent: {
      signs: agents.has(subscription.agent),
      tokenAccount: agentAccount,
      tokens: spendable(subscription.agent, tokensIn(agentAccount, accounts)),
    },
    payout: { wallet, tokenAccount: payoutAccount, state: payoutState(wallet, payoutAccount, accounts) },
  };
}

type Accounts = Reading["accounts"];

function subscriptionIn(address: PublicKey, accounts: Accounts): Subscription {
  const account = accounts.get(address.toBase58());
  if (!account?.owner.equals(PROGRAM_ID)) {
    throw new NoSubscription(`There is no subscription at ${address.toBase58()}: check the address and the cluster`);
  }
  return decodeSubscription(account.data);
}

function botIn(subscription: Subscription, accounts: Accounts): Bot {
  const account = accounts.get(subscription.bot.toBase58());
  if (!account) throw new Error(`The bot ${subscription.bot.toBase58()} does not exist`);
  return decodeBot(account.data);
}

function keeperSigner({ terms }: Subscription, accounts: Accounts): PublicKey | null {
  const account = terms.keeper === null ? null : accounts.get(terms.keeper.toBase58());
  return account ? decodeKeeper(account.data).signer : null;
}

function venueIn({ venueUser }: Subscription, accounts: Accounts): VenueReading {
  if (venueUser === null) return { kind: "none" };
  const account = accounts.get(venueUser.toBase58());
  // Not asked for yet: what the rest of the reading shows does not depend on it.
  if (account === undefined) return { kind: "gone" };
  try {
    const user = venueUserOrGone(account);
    if (user === null || account === null) return { kind: "gone" };
    if (user.venue !== "drift") return { kind: "read", user, drift: null };
    const drift = readDriftAccount(account.data);
    return { kind: "read", user, drift: { account: drift, markets: marketsIn(marketsOf(drift), accounts) } };
  } catch (error) {
    if (!(error instanceof VenueUserError)) throw error;
    return { kind: "unreadable", problem: error.message };
  }
}

function marketsIn({ spot, perp }: ReturnType<typeof marketsOf>, accounts: Accounts): DriftMarkets {
  const data = (key: PublicKey) => accounts.get(key.toBase58())?.data ?? null;
  return {
    spot: new Map(spot.map((index) => [index, readSpotMarket(index, data(driftSpotMarketAddress(index)))])),
    perp: new Map(perp.map((index) => [index, readPerpMarket(index, data(driftPerpMarketAddress(index)))])),
  };
}

const agentTokenAccount = ({ agent, terms }: Subscription): PublicKey => tokenAddress(terms.mint, agent);

const payoutTokenAccount = ({ terms }: Subscription, { payoutWallet }: Bot): PublicKey =>
  tokenAddress(terms.mint, payoutWallet);

/** null if there is none. */
function tokensIn(address: PublicKey, accounts: Accounts): TokenAccount | null {
  return tokenAccountIn(accounts.get(address.toBase58()) ?? null);
}

function spendable(agent: PublicKey, account: TokenAccount | null): bigint {
  return account?.owner.equals(agent) && !account.frozen ? account.amount : 0n;
}

function payoutState(wallet: PublicKey, address: PublicKey, accounts: Accounts): Observed["payout"]["state"] {
  const account = tokensIn(address, accounts);
  if (account === null) return "missing";
  if (!account.owner.equals(wallet)) return "foreign";
  return account.frozen ? "frozen" : "ready";
}
