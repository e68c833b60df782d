/** Brings the rows of closes in line with the chain's history. Pure. */

/** A close as it is stored. */
export interface StoredClose {
  sequence: bigint;
  /** Hexadecimal. */
  reference: string;
  closePnl: bigint;
  status: "pending" | "settled";
  /** null while pending, and while only an account told that it is settled. */
  dropped: bigint | null;
  /** In which it was settled; null while pending. */
  slot: number | null;
}

/** A close as the chain recorded it. */
export interface SettledClose {
  sequence: bigint;
  /** Hexadecimal. */
  reference: string;
  closePnl: bigint;
  /** The creator's lifetime share afterwards, base units. */
  accrued: bigint;
  /** What the balance had paid of it, lifetime, base units. */
  credited: bigint;
  /** Profit that the day's cap cut off for good, base units. */
  dropped: bigint;
  signature: string;
  slot: number;
}

/** What a reading says of the chain. */
export interface ChainEnd {
  /** The subscription's sequence. */
  sequence: bigint;
  /** Hexadecimal: its last close. */
  reference: string;
  /** The slot of the reading. */
  slot: number;
}

/** How one subscription's instance is stored, beside what the chain says of it. */
export interface StoredEnds {
  /** Up to this sequence the rows are known to be the chain's; 0 if nothing is known. */
  known: bigint;
  /** How many settled rows are behind `known`, up to the chain's sequence. */
  settledSince: bigint;
  /** The settled row with the chain's sequence; null without one. */
  atChain: Pick<StoredClose, "reference"> | null;
  /** Whether settled rows are beyond the chain's sequence. */
  beyond: boolean;
  /** The last slot in which one of them was settled; 0 without one. */
  slotBeyond: number;
  /** Sequence of the first pending close; null without one. */
  firstPending: bigint | null;
}

/**
 * `behind`: the chain has settlements that the rows do not know, or sequences that pending closes have.
 * `ahead`: a fork took away the last ones. `apart`: it put others in their place, or gave one back whose sequence was known,
 * so that what is known does not say whether the chain has it.
 */
export type Standing = "in line" | "behind" | "ahead" | "apart";

/** A reading of an earlier slot than that of a settlement shows nothing of what became of it. */
export function standing(ends: StoredEnds, { sequence, reference, slot }: ChainEnd): Standing {
  const { known, settledSince, atChain, beyond, slotBeyond, firstPending } = ends;
  if (atChain !== null && atChain.reference !== reference) return "apart";
  if (firstPending !== null && firstPending <= known) return "apart";
  if (known + settledSince < sequence || (firstPending !== null && firstPending <= sequence)) return "behind";
  return beyond && slot >= slotBeyond ? "ahead" : "in line";
}

/** A part of a history, up to its end. */
export interface HistoryPart {
  /** The sequence before its first settlement: up to there the rows are in line. */
  after: bigint;
  /** Every settlement since, in order. */
  settlements: readonly SettledClose[];
  /** The slot in which the chain had no more. */
  slot: number;
}

export interface Reconciliation {
  /** References that the chain has settled, with what it says about them: to be marked, or inserted if unknown. */
  settled: SettledClose[];
  /** Closes that are still to be settled and change: their new sequences, in their order. */
  pending: { reference: string; sequence: bigint }[];
  /** Rows that a fork took away and that were not handed over to this keeper: who settled them does it again. */
  forgotten: string[];
}

/**
 * The chain is right: what it settled is settled, under its sequence and with its PnL; what it did not settle, or does not
 * have any more, follows after its last one. A pending close may be renumbered because a transaction with a sequence that is
 * taken never lands.
 * @param rows of the instance: the pending ones, those behind `after`, and those whose references the part names
 * @param own references that were handed over to this keeper
 */
export function reconcile(
  rows: readonly StoredClose[],
  { after, settlements, slot }: HistoryPart,
  own: ReadonlySet<string>,
): Reconciliation {
  const first = firstOfEach(rows, after, settlements);
  const settled = [...first.values()].filter((close) => {
    const row = rows.find(({ reference }) => reference === close.reference);
    if (row?.status !== "settled" || row.dropped === null) return true;
    return row.sequence !== close.sequence || row.closePnl !== close.closePnl;
  });

  const others = rows.filter(({ reference }) => !first.has(reference));
  const isGone = (row: StoredClose) => row.status === "settled" && row.sequence > after && (row.slot ?? 0) <= slot;
  const forgotten = others.filter((row) => isGone(row) && !own.has(row.reference));
  const waiting = others
    .filter((row) => row.status === "pending" || (isGone(row) && own.has(row.reference)))
    .sort((a, b) => (a.sequence < b.sequence ? -1 : 1));
  // Rows of a later slot than the part's are settled behind it.
  const later = others.filter((row) => row.status === "settled" && !isGone(row)).map(({ sequence }) => sequence);
  const last = [after + BigInt(settlements.length), ...later].reduce((a, b) => (a > b ? a : b));
  const pending = waiting
    .map((row, index) => ({ row, sequence: last + BigInt(index) + 1n }))
    .filter(({ row, sequence }) => row.status === "settled" || row.sequence !== sequence)
    .map(({ row, sequence }) => ({ reference: row.reference, sequence }));
  return { settled, pending, forgotten: forgotten.map(({ reference }) => reference) };
}

/** A keeper that settled one reference twice left two records; the first one is the close's. */
function firstOfEach(
  rows: readonly StoredClose[],
  after: bigint,
  settlements: readonly SettledClose[],
): Map<string, SettledClose> {
  const before = rows.filter(({ status, sequence }) => status === "settled" && sequence <= after);
  const known = new Set(before.map(({ reference }) => reference));
  const first = new Map<string, SettledClose>();
  for (const close of settlements) {
    if (!known.has(close.reference) && !first.has(close.reference)) first.set(close.reference, close);
  }
  return first;
}
