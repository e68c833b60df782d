/** Conservation: every base unit of a mint is where the ledgers say. Pure. */
import { vaultAddress } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { Books } from "../books/books";
import { balanceIn, claimableIn, type Entry } from "../books/entry";

/** Base units by token account (base58). */
export type TokenAmounts = ReadonlyMap<string, bigint>;

/** One equation between ledgers and token accounts. */
export interface Equation {
  what: "escrow" | "received" | "everybody else";
  /** The token account (base58); null for all that are left. */
  account: string | null;
  /** By the ledgers, base units. */
  expected: bigint;
  /** In the token accounts, base units. */
  actual: bigint;
}

export interface Conservation {
  conserved: boolean;
  equations: Equation[];
}

/** What the live subscriptions' escrows hold by their ledgers: balance and claimable. */
export const escrowsIn = ({ live }: Pick<Books, "live">): TokenAmounts =>
  new Map(
    [...live.values()].flatMap((standing) =>
      standing === null
        ? []
        : [[standing.escrow.toBase58(), balanceIn(standing.sums) + claimableIn(standing.sums)] as const],
    ),
  );

/** What the program paid to token accounts outside the escrows, less what it took from the bots' vaults. */
export function paidTo(entries: Iterable<Entry>, programId: PublicKey): TokenAmounts {
  const paid = new Map<string, bigint>();
  const add = (account: PublicKey, amount: bigint) =>
    paid.set(account.toBase58(), (paid.get(account.toBase58()) ?? 0n) + amount);
  for (const { bot, destination, gift, amounts } of entries) {
    if (destination === null) continue;
    const { claimed, toVault, vaultClaimed, withdrawn } = amounts;
    add(destination, claimed + toVault + vaultClaimed + withdrawn + gift);
    if (vaultClaimed + gift > 0n) add(vaultAddress(bot, programId), -vaultClaimed - gift);
  }
  return paid;
}

/**
 * Each escrow holds what its ledger says, the accounts that only the program pays into what was paid to them, and everybody else
 * (wallets, agents, a venue) together the rest of the supply. So a wrong account shows, wherever it is.
 * @param holdings all token accounts of the mint @param supply of the mint, base units
 */
export function conservation(
  holdings: TokenAmounts,
  supply: bigint,
  { escrows, received }: { escrows: TokenAmounts; received: TokenAmounts },
): Conservation {
  const named = (what: Equation["what"], ledger: TokenAmounts): Equation[] =>
    [...ledger].map(([account, expected]) => ({ what, account, expected, actual: holdings.get(account) ?? 0n }));
  const known = [...named("escrow", escrows), ...named("received", received)];
  const accounts = new Set(known.map(({ account }) => account));
  const rest: Equation = {
    what: "everybody else",
    account: null,
    expected: supply - sum(known.map(({ expected }) => expected)),
    actual: sum([...holdings].filter(([account]) => !accounts.has(account)).map(([, amount]) => amount)),
  };
  const equations = [...known, rest];
  return { conserved: equations.every(({ expected, actual }) => expected === actual), equations };
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
