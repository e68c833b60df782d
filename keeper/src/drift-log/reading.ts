/** Reads the closes that led to a subscription's settlements from the transactions of its venue account. */
import { type ReadTo, settledEvents, transactionsOf } from "@profit-share/sdk/history";
import type { Connection, PublicKey } from "@solana/web3.js";
import { closesIn } from "./closes";
import type { ParseLog } from "./library";
import { type ReadTransaction, type SettledClose, settledCloses } from "./settled-closes";

export interface Source {
  subscription: PublicKey;
  venueUser: PublicKey;
  /** Unix seconds: what is older is not the subscription's. */
  subscribedAt: bigint;
}

/** How far they were read. */
export interface ReadUpTo {
  /** The last settlement whose closes are known. */
  sequence: bigint;
  /** Its slot, and the transactions of that slot; null if nothing was read yet. */
  place: ReadTo | null;
}

export interface ReadingOptions {
  connection: Connection;
  parse: ParseLog;
  signal: AbortSignal;
}

/**
 * Only transactions that are final are read, so no fork takes any back.
 * @param from where the last reading ended
 * @param wanted up to this settlement, or a later one
 * @returns null if the node does not list that settlement yet
 * @throws MissingTransaction, NodeFailure, and the signal's reason
 */
export async function readCloses(
  { subscription, venueUser, subscribedAt }: Source,
  from: ReadUpTo,
  wanted: bigint,
  { connection, parse, signal }: ReadingOptions,
): Promise<{ closes: SettledClose[]; upTo: ReadUpTo } | null> {
  const read: ReadTransaction[] = [];
  let newest: { sequence: bigint; slot: number } | null = null;
  let firstSlot: number | null = null;
  const walk = transactionsOf(connection, venueUser, "finalized", { newerThan: from.place, signal });
  for await (const { transaction, signature, slot, time } of walk) {
    const isBefore = firstSlot !== null ? slot < firstSlot : time !== null && BigInt(time) < subscribedAt;
    if (isBefore) break;
    // The wanted one would have been listed before, whatever the order within a slot.
    if (newest !== null && newest.sequence < wanted && slot < newest.slot) return null;
    const settled = settledEvents(transaction)
      .filter((event) => event.subscription.equals(subscription))
      .map(({ record }) => record.sequence);
    for (const sequence of settled) {
      if (sequence <= from.sequence) firstSlot = slot;
      else if (newest === null || sequence > newest.sequence) newest = { sequence, slot };
    }
    if (settled.some((sequence) => sequence <= from.sequence)) continue;
    read.push({ signature, slot, time, found: closesIn(transaction, venueUser, parse), settled });
  }
  if (newest === null || newest.sequence < wanted) return null;
  const last = newest;
  const closes = settledCloses(read, firstSlot ?? from.place?.slot ?? null);
  const signatures = read.filter(({ slot }) => slot === last.slot).map(({ signature }) => signature);
  return { closes, upTo: { sequence: last.sequence, place: { slot: last.slot, signatures } } };
}
