/** What of a transaction the entries rest on, packed: some hundred bytes, whatever version the transaction has. */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { addressOf, fromBase58, toBase58 } from "@profit-share/sdk";
import { executedInstructions, type FetchedTransaction, programCall } from "@profit-share/sdk/history";
import type { ReadTransaction } from "@profit-share/statements";
import { MessageV0, PublicKey } from "@solana/web3.js";

const CUT_OFF = "Log truncated";

type Instruction = [program: number, accounts: number[], data: string];
type Holding = [account: number, amount: string];

interface Essentials {
  /** Base58, those of lookup tables behind the others. */
  keys: string[];
  instructions: Instruction[];
  inner: [of: number, Instruction[]][];
  before: Holding[];
  after: Holding[];
  logs: string[];
}

/** What is missing of what the node returned; null if nothing is. */
export function missingIn({ meta }: FetchedTransaction, time: number | null): string | null {
  if (meta === null) return "outcome";
  if (meta.innerInstructions == null) return "inner instructions";
  if (meta.preTokenBalances == null || meta.postTokenBalances == null) return "token balances";
  return time === null ? "time" : null;
}

/**
 * Escrows of which nothing tells what a `sync` found: a transaction that moves no tokens has no token balances, and its log was cut
 * off. Who wants to can make such a log.
 */
export function uncountedIn(transaction: FetchedTransaction, programId: PublicKey): PublicKey[] {
  const { meta } = transaction;
  if ((meta?.preTokenBalances ?? []).length > 0 || !meta?.logMessages?.includes(CUT_OFF)) return [];
  return executedInstructions(transaction).flatMap((ran) => {
    const call = programCall(ran, programId);
    return call?.name === "sync" ? [call.accounts.escrow] : [];
  });
}

/**
 * @param held what `uncountedIn` asks for, base units by escrow (base58)
 * @returns null if it does nothing with the program: it only names it
 */
export function pack(
  transaction: FetchedTransaction,
  programId: PublicKey,
  held: ReadonlyMap<string, bigint>,
): Uint8Array | null {
  if (executedInstructions(transaction).every((ran) => programCall(ran, programId) === null)) return null;
  const { meta, transaction: signed } = transaction;
  const loaded = meta?.loadedAddresses;
  const keys = signed.message.getAccountKeys(loaded ? { accountKeysFromLookups: loaded } : undefined);
  const addresses = keys.keySegments().flatMap((segment) => segment.map((key) => key.toBase58()));
  const counted = [...held].map(([escrow, amount]): Holding => [addresses.indexOf(escrow), `${amount}`]);
  const holdings = (balances: NonNullable<FetchedTransaction["meta"]>["preTokenBalances"]) =>
    (balances ?? []).map(({ accountIndex, uiTokenAmount }): Holding => [accountIndex, uiTokenAmount.amount]);
  const essentials: Essentials = {
    keys: addresses,
    instructions: signed.message.compiledInstructions.map(({ programIdIndex, accountKeyIndexes, data }) => [
      programIdIndex,
      accountKeyIndexes,
      toBase58(data),
    ]),
    inner: (meta?.innerInstructions ?? []).map(({ index, instructions }) => [
      index,
      instructions.map(({ programIdIndex, accounts, data }) => [programIdIndex, accounts, data]),
    ]),
    before: [...holdings(meta?.preTokenBalances), ...counted],
    after: [...holdings(meta?.postTokenBalances), ...counted],
    logs: meta?.logMessages ?? [],
  };
  return deflateRawSync(JSON.stringify(essentials));
}

export interface Unpacked {
  transaction: FetchedTransaction;
  /** Base58: every account that it names. */
  keys: readonly string[];
}

export function unpack(packed: Uint8Array): Unpacked {
  const { keys, instructions, inner, before, after, logs } = JSON.parse(
    inflateRawSync(packed).toString("utf8"),
  ) as Essentials;
  const message = new MessageV0({
    header: { numRequiredSignatures: 1, numReadonlySignedAccounts: 0, numReadonlyUnsignedAccounts: 0 },
    staticAccountKeys: keys.map(addressOf),
    recentBlockhash: PublicKey.default.toBase58(),
    compiledInstructions: instructions.map(([programIdIndex, accountKeyIndexes, data]) => ({
      programIdIndex,
      accountKeyIndexes,
      data: fromBase58(data),
    })),
    addressTableLookups: [],
  });
  const balances = (holdings: readonly Holding[]) =>
    holdings.map(([accountIndex, amount]) => ({ accountIndex, uiTokenAmount: { amount } }));
  const meta = {
    err: null,
    innerInstructions: inner.map(([index, list]) => ({
      index,
      instructions: list.map(([programIdIndex, accounts, data]) => ({ programIdIndex, accounts, data })),
    })),
    preTokenBalances: balances(before),
    postTokenBalances: balances(after),
    logMessages: logs,
  };
  // What is left out is nothing that entries rest on.
  return { transaction: { meta, transaction: { message, signatures: [] } } as unknown as FetchedTransaction, keys };
}

/** As the books take it. */
export const readable = (
  { signature, slot, time }: Pick<ReadTransaction, "signature" | "slot" | "time">,
  { transaction }: Unpacked,
): ReadTransaction => ({ signature, slot, time, transaction });
