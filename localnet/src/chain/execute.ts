import type { TransactionAccounts } from "./accounts-of";
import type { TransactionRecord } from "./ledger";
import type { AccountState, Runtime } from "./runtime";
import { tokenBalances } from "./token-balances";
import type { TransactionError } from "./transaction-error";
import type { WireTransaction } from "./wire";

/** What an executed transaction did: its record, and the accounts that it changed (null: gone). */
export interface Execution {
  record: TransactionRecord;
  changed: Map<string, AccountState | null>;
}

/** Runs and commits the transaction. `refused` if it could not pay its fee or load its programs: then nothing happened. */
export function execute(
  runtime: Runtime,
  transaction: WireTransaction,
  accounts: TransactionAccounts,
  block: { slot: number; time: number },
): Execution | { refused: TransactionError } {
  const { keys } = accounts;
  const before = keys.map((key) => runtime.account(key));
  const outcome = runtime.execute(
    transaction,
    keys.filter((_, index) => accounts.writable[index]),
  );
  const after = keys.map((key) => runtime.account(key));
  const preBalances = before.map((account) => account?.lamports ?? 0n);
  const postBalances = after.map((account) => account?.lamports ?? 0n);
  // Programs cannot make or burn lamports, so what all accounts lost together is the fee.
  const fee = sum(preBalances) - sum(postBalances);
  if (outcome.err !== null && fee === 0n) return { refused: outcome.err };
  const record: TransactionRecord = {
    transaction,
    slot: block.slot,
    blockTime: block.time,
    keys,
    writable: accounts.writable,
    loaded: accounts.loaded,
    outcome,
    fee,
    preBalances,
    postBalances,
    preTokenBalances: tokenBalances(runtime, keys, before),
    postTokenBalances: tokenBalances(runtime, keys, after),
  };
  const changed = new Map(
    keys.flatMap((key, index) => (same(before[index]!, after[index]!) ? [] : [[key, after[index]!] as const])),
  );
  return { record, changed };
}

function sum(values: bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

function same(a: AccountState | null, b: AccountState | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.lamports === b.lamports &&
    a.owner === b.owner &&
    a.executable === b.executable &&
    Buffer.compare(a.data, b.data) === 0
  );
}
