import type { Ledger, TransactionRecord } from "../../chain/ledger";
import { signatureOf } from "../../chain/wire";
import { invalidParams } from "../errors";
import { memoLine } from "../instructions/memo";
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
function signatureLine(record: TransactionRecord): object {
  return {
    signature: signatureOf(record.transaction),
    slot: record.slot,
    err: record.outcome.err,
    memo: memoLine(record),
    blockTime: record.blockTime,
    confirmationStatus: FINAL.confirmationStatus,
  };
}

export const historyMethods: Methods = {
  getTransaction: method(1, [signature, encodingOr(transactionConfig)], (chain, wanted, config) => {
    const record = chain.ledger.get(wanted);
    if (record === null) return null;
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
        const record = chain.ledger.get(signature.parse(one));
        if (record === null) return null;
        const remembered = record.slot > chain.slots.slot - STATUS_CACHE_SLOTS;
        if (!remembered && !config?.searchTransactionHistory) return null;
        const { err } = record.outcome;
        return { slot: record.slot, err, status: err === null ? { Ok: null } : { Err: err }, ...FINAL };
      });
      return withContext(chain, statuses);
    },
  ),

  getSignaturesForAddress: method(1, [address, signaturesConfig], (chain, account, config) => {
    const limit = config?.limit ?? MAX_SIGNATURES;
    if (limit === 0 || limit > MAX_SIGNATURES) throw invalidParams(`Invalid limit; max ${MAX_SIGNATURES}`);
    requireSlot(chain, config);
    return page(chain.ledger, account, config?.before, config?.until).slice(0, limit).map(signatureLine);
  }),
};

/** The transactions that name the account, newest first, older than `before` and newer than `until`. */
function page(
  ledger: Ledger,
  account: string,
  before: string | null | undefined,
  until: string | null | undefined,
): TransactionRecord[] {
  // As on a node, nothing is older than an unknown transaction, and everything is newer than one.
  const end = before ? (ledger.ordinal(before) ?? 0) : Number.POSITIVE_INFINITY;
  const start = until ? (ledger.ordinal(until) ?? -1) : -1;
  return ledger
    .mentioning(account)
    .filter((record) => {
      const ordinal = ledger.ordinal(signatureOf(record.transaction))!;
      return start < ordinal && ordinal < end;
    })
    .reverse();
}
