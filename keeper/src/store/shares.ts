/** Which part of the fleet a keeper looks after, when several share it. Pure. */
import { createHash } from "node:crypto";

/** Parts that the fleet is divided into; a subscription is in one for good. */
const PARTITIONS = 64;

/** @param subscription base58 */
export function partitionOf(subscription: string): number {
  return createHash("sha256").update(subscription).digest()[0]! % PARTITIONS;
}

export interface Lease {
  partition: number;
  /** null: nobody's, or of one whose time has run out. */
  holder: string | null;
}

/** What a keeper takes of what is free, and gives back of what is more than its part. */
export interface Shift {
  take: number[];
  give: number[];
}

/** @param keepers those that are alive, this one among them */
export function shiftOf(self: string, keepers: readonly string[], leases: readonly Lease[]): Shift {
  const rank = [...keepers].sort().indexOf(self);
  // The first ones in the order of their names have what cannot be divided.
  const share = Math.floor(PARTITIONS / keepers.length) + (rank < PARTITIONS % keepers.length ? 1 : 0);
  const held = (holder: string | null) =>
    leases
      .filter((lease) => lease.holder === holder)
      .map(({ partition }) => partition)
      .sort((a, b) => a - b);
  const own = held(self);
  return { take: held(null).slice(0, Math.max(0, share - own.length)), give: own.slice(share) };
}
