/** Which settlement first includes which close, as far as their slots tell. Pure. */
import type { FoundInLog } from "./closes";

/** A transaction that names the venue account. */
export interface ReadTransaction {
  signature: string;
  slot: number;
  /** Unix seconds; null if the node does not know. */
  time: number | null;
  found: readonly FoundInLog[];
  /** Sequences of the subscription's settlements in it. */
  settled: readonly bigint[];
}

export type SettledClose = FoundInLog &
  Pick<ReadTransaction, "signature" | "slot" | "time"> & {
    /** Of the settlement; null if nodes do not say which of two was first, because both are of one slot. */
    sequence: bigint | null;
    /** Whether its settlement is known to include no other close. */
    isOnly: boolean;
  };

/**
 * @param transactions all between two settlements, and of their slots, in any order. What is newer than the second is left out
 * @param lastSlot of the first of the two; null if there is none
 */
export function settledCloses(transactions: readonly ReadTransaction[], lastSlot: number | null): SettledClose[] {
  const settlements = transactions
    .flatMap(({ slot, settled }) => settled.map((sequence) => ({ slot, sequence })))
    .sort((a, b) => Number(a.sequence - b.sequence));
  const slots = new Set([...settlements.map(({ slot }) => slot), ...(lastSlot === null ? [] : [lastSlot])]);
  const closes: Omit<SettledClose, "isOnly">[] = [];
  for (const { found, settled, ...place } of transactions) {
    // Whoever settles in the transaction of the close puts the settlement behind it.
    const [own = null] = settled;
    const next = own ?? settlements.find(({ slot }) => slot >= place.slot)?.sequence;
    if (next === undefined) continue;
    const sequence = own === null && slots.has(place.slot) ? null : next;
    closes.push(...found.map((one) => ({ ...one, ...place, sequence })));
  }
  const unclear = new Set(closes.filter(({ sequence }) => sequence === null).map(({ slot }) => slot));
  const slotBefore = (index: number) => (index === 0 ? lastSlot : settlements[index - 1]!.slot);
  const only = new Set(
    settlements
      .filter(({ slot }, index) => !unclear.has(slot) && !unclear.has(slotBefore(index) ?? -1))
      .map(({ sequence }) => sequence)
      .filter((sequence) => closes.filter((close) => close.sequence === sequence).length === 1),
  );
  return closes.map((close) => {
    const isOnly = close.kind !== "unread" && close.sequence !== null && only.has(close.sequence);
    return { ...close, isOnly } as SettledClose;
  });
}
