import type { TransactionRecord } from "../../chain/ledger";
import { readUtf8 } from "./utf8";

/** The memo program's first version and its third. */
export const MEMO_PROGRAMS: readonly string[] = [
  "Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo",
  "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr",
];

/** The transaction's memos in one line, each behind its length in bytes; null if it has none. Those of other programs' calls do not count. */
export function memoLine({ transaction, keys }: TransactionRecord): string | null {
  const memos = transaction.message.compiledInstructions
    .filter(({ programIdIndex }) => MEMO_PROGRAMS.includes(keys[programIdIndex]!))
    .map(({ data }) => `[${data.length}] ${readUtf8(data) ?? "(unparsable)"}`);
  return memos.length === 0 ? null : memos.join("; ");
}
