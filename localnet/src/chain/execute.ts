import type { TransactionAccounts } from "./accounts-of";
import type { TokenBalance, TransactionRecord } from "./ledger";
import type { AccountState, Runtime } from "./runtime";
import { readMint, readTokenAccount, TOKEN_PROGRAMS, uiTokenAmount } from "./token";
import type { TransactionError } from "./transaction-error";
import type { WireTransaction } from "./wire";

/** Wrapped SOL: its mint needs no account to have decimals. */
const NATIVE_MINT = "So11111111111111111111111111111111111111112";
const NATIVE_DECIMALS = 9;

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
  const outcome = runtime.execute(transaction);
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

/** As on a node, only of transactions that name a token program. */
function tokenBalances(runtime: Runtime, keys: string[], accounts: (AccountState | null)[]): TokenBalance[] {
  if (!keys.some((key) => TOKEN_PROGRAMS.includes(key))) return [];
  return accounts.flatMap((account, accountIndex) => {
    const token = account && readTokenAccount(account);
    if (!token) return [];
    const mint = token.mint.toBase58();
    const decimals = decimalsOf(runtime, mint);
    if (decimals === null) return [];
    const owner = token.owner.toBase58();
    const amount = uiTokenAmount(token.amount, decimals);
    return [{ accountIndex, mint, owner, programId: account.owner, uiTokenAmount: amount }];
  });
}

/** Null if the mint does not exist. */
export function decimalsOf(runtime: Pick<Runtime, "account">, mint: string): number | null {
  if (mint === NATIVE_MINT) return NATIVE_DECIMALS;
  const account = runtime.account(mint);
  return (account && readMint(account)?.decimals) ?? null;
}
