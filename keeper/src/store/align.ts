/** Brings the rows of closes in line with the chain's history. Pure. */

/** A close as it is stored. */
export interface StoredClose {
  sequence: bigint;
  /** Hexadecimal. */
  reference: string;
  closePnl: bigint;
  status: "pending" | "settled";
}

/** A close as the chain recorded it. */
export interface SettledClose {
  sequence: bigint;
  /** Hexadecimal. */
  reference: string;
  closePnl: bigint;
  /** The creator's lifetime share afterwards, base units. */
  accrued: bigint;
  signature: string;
}

export interface Reconciliation {
  /** References that the chain has settled, with what it says about them: to be marked, or inserted if unknown. */
  settled: SettledClose[];
  /** New sequences of closes that are still to be settled, in their order. */
  renumbered: { reference: string; sequence: bigint }[];
}

/** The ends of what is stored for one subscription's instance. */
export interface StoredEnds {
  /** Sequence of the last settled close, 0 without one. */
  lastSettled: bigint;
  /** Sequence of the first pending close; null without one. */
  firstPending: bigint | null;
}

/** Whether the rows say something else than the chain: settlements they do not know, or sequences that are taken. */
export function needsReconciliation({ lastSettled, firstPending }: StoredEnds, chainSequence: bigint): boolean {
  return lastSettled < chainSequence || (firstPending !== null && firstPending <= chainSequence);
}

/**
 * The chain is right: what it settled is settled, under its sequence and with its PnL; what it did not settle follows
 * after its last one. A pending close may be renumbered because a transaction with a sequence that is taken never lands.
 * @param history every settlement of the subscription's instance, from sequence 1
 */
export function reconcile(rows: readonly StoredClose[], history: readonly SettledClose[]): Reconciliation {
  // A keeper that settled one reference twice left two records; the first one is the close's.
  const first = new Map<string, SettledClose>();
  for (const close of history) if (!first.has(close.reference)) first.set(close.reference, close);

  const stored = new Map(rows.map((row) => [row.reference, row]));
  const settled = [...first.values()].filter((close) => {
    const row = stored.get(close.reference);
    return row?.status !== "settled" || row.sequence !== close.sequence || row.closePnl !== close.closePnl;
  });

  const waiting = rows
    .filter(({ status, reference }) => status === "pending" && !first.has(reference))
    .sort((a, b) => (a.sequence < b.sequence ? -1 : 1));
  const next = BigInt(history.length) + 1n;
  const renumbered = waiting
    .map((row, index) => ({ row, sequence: next + BigInt(index) }))
    .filter(({ row, sequence }) => row.sequence !== sequence)
    .map(({ row, sequence }) => ({ reference: row.reference, sequence }));
  return { settled, renumbered };
}
