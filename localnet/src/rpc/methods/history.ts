import type { Landed, Ledger } from "../../chain/ledger";
import { invalidParams } from "../errors";
import { MEMO_PROGRAMS, memoLine } from "../instructions/memo";
import { type Methods, method, requireSlot, withContext } from "../method";
import {
  address,
  context,
  encodingOr,
  flag,
  historyCommitment,
  list,
  signature,
  struct,
  text,
  transactionEncoding,
  unsigned,
} from "../params";
import { encodeTransaction } from "../transaction-encoding";

const MAX_STATUSES = 256;
/** A node answers for older transactions only if it is asked to search its history. */
const STATUS_CACHE_SLOTS = 300;
const MAX_SIGNATURES = 1_000;

const transactionConfig = struct("RpcTransactionConfig", {
  encoding: transactionEncoding.nullish(),
  maxSupportedTransactionVersion: unsigned("u8").nullish(),
  commitment: historyCommitment,
}).nullish();

const signaturesConfig = struct("RpcSignaturesForAddressConfig", {
  ...context,
  before: signature.nullish(),
  until: signature.nullish(),
  limit: unsigned("usize").nullish(),
  commitment: historyCommitment,
}).nullish();

/** One node, no forks: what is processed is final, and final transactions have no count of confirmations. */
const FINAL = { confirmations: null, confirmationStatus: "finalized" } as const;

/** The landed transaction's line in getSignaturesForAddress. */
function signatureLine(landed: Landed): object {
  const { signature, slot, err, blockTime, keys } = landed;
  const memo = keys.some((key) => MEMO_PROGRAMS.includes(key)) ? memoLine(landed.record()) : null;
  return { signature, slot, err, memo, blockTime, confirmationStatus: FINAL.confirmationStatus };
}

export const historyMethods: Methods = {
  getTransaction: method(1, [signature, encodingOr(transactionConfig)], (chain, wanted, config) => {
    const record = chain.ledger.get(wanted)?.record();
    if (record === undefined) return null;
    const encoded = encodeTransaction(record, {
      encoding: config?.encoding ?? "json",
      maxVersion: config?.maxSupportedTransactionVersion,
      rewards: true,
    });
    return { slot: record.slot, blockTime: record.blockTime, ...encoded };
  }),

  getSignatureStatuses: method(
    1,
    [list(text), struct("RpcSignatureStatusConfig", { searchTransactionHistory: flag }).nullish()],
    (chain, signatures, config) => {
      if (signatures.length > MAX_STATUSES) throw invalidParams(`Too many inputs provided; max ${MAX_STATUSES}`);
      const statuses = signatures.map((one) => {
        const landed = chain.ledger.get(signature.parse(one));
        if (landed === null) return null;
        const { slot, err } = landed;
        const remembered = slot > chain.slots.slot - STATUS_CACHE_SLOTS;
        if (!remembered && !config?.searchTransactionHistory) return null;
        return { slot, err, status: err === null ? { Ok: null } : { Err: err }, ...FINAL };
      });
      return withContext(chain, statuses);
    },
  ),

  getSignaturesForAddress: method(1, [address, signaturesConfig], (chain, account, config) => {
    const limit = config?.limit ?? MAX_SIGNATURES;
    if (limit === 0 || limit > MAX_SIGNATURES) throw invalidParams(`Invalid limit; max ${MAX_SIGNATURES}`);
    requireSlot(chain, config);
    return page(chain.ledger, account, { before: config?.before, until: config?.until, limit }).map(signatureLine);
  }),
};

/** The transactions that name the account, newest first, older than `before` and newer than `until`. */
function page(
  ledger: Ledger,
  account: string,
  { before, until, limit }: { before?: string | null | undefined; until?: string | null | undefined; limit: number },
): Landed[] {
  const all = ledger.mentioning(account);
  // As on a node, nothing is older than an unknown transaction, and everything is newer than one.
  const end = before ? countBefore(all, ledger.get(before)?.ordinal ?? 0) : all.length;
  const newest = until ? ledger.get(until)?.ordinal : undefined;
  const start = newest === undefined ? 0 : countBefore(all, newest + 1);
  return all.slice(Math.max(start, end - limit), Math.max(start, end)).reverse();
}

/** How many of the list, which stands in order, landed before. */
function countBefore(list: readonly Landed[], ordinal: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.ordinal < ordinal) low = middle + 1;
    else high = middle;
  }
  return low;
}
