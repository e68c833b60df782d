/** What token accounts hold while a transaction calls: what it says of them before, and each transfer since. */
import { TOKEN_PROGRAM_ID } from "@profit-share/sdk";
import type { ExecutedInstruction, FetchedTransaction } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";

/** Base units of one token account that go to another; minted if `from` is null. */
export interface TokenMove {
  from: string | null;
  to: string;
  amount: bigint;
}

const TRANSFER = 3;
const MINT_TO = 7;
const TRANSFER_CHECKED = 12;
const MINT_TO_CHECKED = 14;
/** Which accounts of the instruction give and take. */
const MOVES: ReadonlyMap<number, { from: number | null; to: number }> = new Map([
  [TRANSFER, { from: 0, to: 1 }],
  [TRANSFER_CHECKED, { from: 0, to: 2 }],
  [MINT_TO, { from: null, to: 1 }],
  [MINT_TO_CHECKED, { from: null, to: 1 }],
]);

/** null if the instruction moves no tokens of the classic program. */
export function tokenMove({ programId, accounts, data }: ExecutedInstruction): TokenMove | null {
  const move = programId.equals(TOKEN_PROGRAM_ID) ? MOVES.get(data[0] ?? -1) : undefined;
  if (move === undefined) return null;
  const from = move.from === null ? null : accounts[move.from]!.toBase58();
  const amount = new DataView(data.buffer, data.byteOffset, data.byteLength).getBigUint64(1, true);
  return { from, to: accounts[move.to]!.toBase58(), amount };
}

/** By token account (base58), of those that the transaction names. */
export type Holdings = ReadonlyMap<string, bigint>;

/** What is there before and after a transaction, as the node says. */
export function statedHoldings({ meta, transaction }: FetchedTransaction): { before: Holdings; after: Holdings } {
  const keys = transaction.message.getAccountKeys(
    meta?.loadedAddresses ? { accountKeysFromLookups: meta.loadedAddresses } : undefined,
  );
  const read = (balances: NonNullable<FetchedTransaction["meta"]>["preTokenBalances"]) =>
    new Map(
      (balances ?? []).map(({ accountIndex, uiTokenAmount }) => [
        keys.get(accountIndex)!.toBase58(),
        BigInt(uiTokenAmount.amount),
      ]),
    );
  return { before: read(meta?.preTokenBalances), after: read(meta?.postTokenBalances) };
}

/** Nothing lies in an account that does not exist. */
export const heldBy = (holdings: Holdings, account: PublicKey): bigint => holdings.get(account.toBase58()) ?? 0n;

export function afterMove(holdings: Holdings, { from, to, amount }: TokenMove): Holdings {
  const moved = new Map(holdings);
  if (from !== null) moved.set(from, (moved.get(from) ?? 0n) - amount);
  moved.set(to, (moved.get(to) ?? 0n) + amount);
  return moved;
}
