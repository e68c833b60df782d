/**
 * Conservation: every base unit of the mint is where the ledger says. The comparison is pure; `readHoldings` fetches all
 * token accounts of the mint over RPC, also those that nobody told the demo about.
 */
import { claimable, type Subscription } from "@profit-share/sdk";
import { AccountLayout, MintLayout, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import type { Connection, PublicKey } from "@solana/web3.js";

/** Base units by token account address (base58). */
export type Amounts = ReadonlyMap<string, bigint>;

/** What the program's accounts and events say about token accounts. */
export interface Ledger {
  subscriptions: readonly Pick<Subscription, "escrow" | "balance" | "credited" | "claimed">[];
  /**
   * What accounts hold that only the program pays into, by what it paid there and took from there: the bots' vaults and
   * the creators' accounts.
   */
  received: Amounts;
}

/** One equation between ledger and token accounts. */
export interface Equation {
  what: "escrow" | "received" | "everybody else";
  /** The token account (base58); null for all that are left. */
  account: string | null;
  /** By the ledger, base units. */
  expected: bigint;
  /** In the token accounts, base units. */
  actual: bigint;
}

export interface Conservation {
  conserved: boolean;
  equations: Equation[];
}

/**
 * Each escrow holds its balance and its claimable, the accounts of the creators what was paid to them, and everybody else
 * (wallets, agents, the venue's vault) together the rest of the supply. So a wrong account shows, wherever it is.
 * @param supply of the mint, base units
 */
export function conservation(holdings: Amounts, supply: bigint, { subscriptions, received }: Ledger): Conservation {
  const holdingOf = (account: string) => holdings.get(account) ?? 0n;
  const known: Equation[] = [
    ...subscriptions.map((subscription) => {
      const account = subscription.escrow.toBase58();
      const expected = subscription.balance + claimable(subscription);
      return { what: "escrow" as const, account, expected, actual: holdingOf(account) };
    }),
    ...[...received].map(([account, expected]) => {
      return { what: "received" as const, account, expected, actual: holdingOf(account) };
    }),
  ];
  const named = new Set(known.map(({ account }) => account));
  const rest: Equation = {
    what: "everybody else",
    account: null,
    expected: supply - sum(known.map(({ expected }) => expected)),
    actual: sum([...holdings].filter(([account]) => !named.has(account)).map(([, amount]) => amount)),
  };
  const equations = [...known, rest];
  return { conserved: equations.every(({ expected, actual }) => expected === actual), equations };
}

/** All token accounts of the mint, and its supply, read over RPC. */
export async function readHoldings(
  connection: Connection,
  mint: PublicKey,
): Promise<{ holdings: Amounts; supply: bigint }> {
  const [accounts, mintAccount] = await Promise.all([
    connection.getProgramAccounts(TOKEN_PROGRAM_ID, {
      filters: [{ dataSize: AccountLayout.span }, { memcmp: { offset: 0, bytes: mint.toBase58() } }],
    }),
    connection.getAccountInfo(mint),
  ]);
  if (mintAccount === null) throw new Error(`The mint ${mint.toBase58()} does not exist on ${connection.rpcEndpoint}`);
  return {
    holdings: new Map(
      accounts.map(({ pubkey, account }) => [pubkey.toBase58(), AccountLayout.decode(account.data).amount]),
    ),
    supply: MintLayout.decode(mintAccount.data).supply,
  };
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
