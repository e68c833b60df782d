/**
 * Which settlement a payment belongs to. The shares of an agreement lie one behind the other on a line: settlement n owns the part
 * from what had accrued before it to what has accrued with it. Payments, waivers and what is written off cover the line from its
 * beginning, in the order of time, so the oldest debt is paid first.
 *
 * An example: shares of $5 and $3, then a deposit that pays $6. The first settlement is paid, the second has $1 of its $3.
 *
 * The keeper's table `profit_share_distributions` follows the same rule; the keeper cannot import this package.
 */
import { min } from "@profit-share/sdk";
import type { Entry } from "../books/entry";

/** What an entry covered of one share. */
export interface Cover {
  entry: Entry;
  how: "credited" | "waived" | "writtenOff";
  /** Base units. */
  amount: bigint;
}

export interface SettledShare {
  /** The settlement. */
  entry: Entry;
  /** Base units: what it added to `accrued`. */
  share: bigint;
  /** Oldest first. */
  covers: readonly Cover[];
  /** Base units that nothing covers yet. */
  open: bigint;
}

const HOW = ["credited", "waived", "writtenOff"] as const;

/** @param entries all of one agreement from its beginning on, in order; settlements that accrued nothing are left out of the result */
export function coverage(entries: readonly Entry[]): SettledShare[] {
  const shares: { entry: Entry; share: bigint; covers: Cover[]; open: bigint }[] = [];
  let oldest = 0;
  for (const entry of entries) {
    const { accrued } = entry.amounts;
    if (accrued > 0n) shares.push({ entry, share: accrued, covers: [], open: accrued });
    for (const how of HOW) {
      let left = entry.amounts[how];
      while (left > 0n) {
        const share = shares[oldest];
        if (share === undefined) {
          throw new RangeError(
            `Transaction ${entry.signature} covers ${left} more than accrued: pass all entries of one agreement`,
          );
        }
        const amount = min(left, share.open);
        share.covers.push({ entry, how, amount });
        share.open -= amount;
        left -= amount;
        if (share.open === 0n) oldest += 1;
      }
    }
  }
  return shares;
}
