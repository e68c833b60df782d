import { feeOf } from "./fee";
import type { TokenBalance } from "./ledger";
import { loadedSize } from "./loaded-size";
import type { AccountState, Simulation } from "./runtime";
import { type AccountLookup, tokenBalances } from "./token-balances";
import type { TransactionError } from "./transaction-error";
import type { WireTransaction } from "./wire";

/** What a simulated transaction would take, and the balances of its accounts, in their order, before and after it. */
export interface Effects {
  /** Lamports; null if the transaction would not land, and so not pay. */
  fee: bigint | null;
  preBalances: bigint[];
  postBalances: bigint[];
  preTokenBalances: TokenBalance[];
  postTokenBalances: TokenBalance[];
  /** Bytes; 0 if it was refused before its accounts were loaded. */
  loadedSize: number;
}

/** @param before the accounts without the transaction @param keys all accounts of it, the payer first */
export function effectsOf(
  before: AccountLookup,
  transaction: WireTransaction,
  keys: readonly string[],
  result: Simulation,
): Effects {
  const fee = lands(result.err) ? feeOf(transaction.message) : null;
  const after: AccountLookup = { account: (key) => stateAfter(before, key, key === keys[0], result, fee ?? 0n) };
  const pre = keys.map((key) => before.account(key));
  const post = keys.map((key) => after.account(key));
  return {
    fee,
    preBalances: pre.map(lamportsOf),
    postBalances: post.map(lamportsOf),
    preTokenBalances: tokenBalances(before, keys, pre),
    postTokenBalances: tokenBalances(after, keys, post),
    loadedSize: fee === null ? 0 : loadedSize(before, transaction, keys),
  };
}

/** Whether it would get into a block: it succeeds, or fails in one of its instructions or by what they leave. */
function lands(err: TransactionError | null): boolean {
  return err === null || (typeof err === "object" && ("InstructionError" in err || "InsufficientFundsForRent" in err));
}

/** A failed transaction changes nothing but its payer's balance. */
function stateAfter(
  before: AccountLookup,
  key: string,
  pays: boolean,
  result: Simulation,
  fee: bigint,
): AccountState | null {
  if (result.err === null) return result.postAccounts.get(key) ?? before.account(key);
  const account = before.account(key);
  return account && pays ? { ...account, lamports: account.lamports - fee } : account;
}

function lamportsOf(account: AccountState | null): bigint {
  return account?.lamports ?? 0n;
}
