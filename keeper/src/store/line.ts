/**
 * Which settlements' shares a payment pays. The lifetime share is a line: settlement n owns what it added, from what had accrued
 * before it to what had accrued after it. Payments and waivers cover the line from its beginning, in the order in which they
 * happen. Pure.
 */
import { min } from "@profit-share/sdk";

/** What a subscription's account says of the creator's share, lifetime, base units. None of it ever falls, but by a fork. */
export interface ShareLedger {
  /** Of the last settlement. */
  sequence: bigint;
  accrued: bigint;
  credited: bigint;
  waived: bigint;
}

/** Where a settlement's part of the line ends. */
export type Settlement = Pick<ShareLedger, "sequence" | "accrued">;

/** What was paid of one settlement's share. */
export interface Paid {
  sequence: bigint;
  /** Base units above zero. */
  amount: bigint;
  /** Lifetime, with this. */
  credited: bigint;
}

export const NOTHING_YET: ShareLedger = { sequence: 0n, accrued: 0n, credited: 0n, waived: 0n };

const COUNTERS = ["sequence", "accrued", "credited", "waived"] as const;

export const isSame = (a: ShareLedger, b: ShareLedger): boolean =>
  COUNTERS.every((counter) => a[counter] === b[counter]);

/** Whether one can have become the other without a fork. */
export const canBecome = (before: ShareLedger, after: ShareLedger): boolean =>
  COUNTERS.every((counter) => before[counter] <= after[counter]);

/**
 * Splits what was paid between two looks. Of a payment and a waiver between them the payment counts as the first, because
 * neither account says.
 * @param before as `canBecome` allows
 * @param known settlements, in any order. Those that are not known count as the next one that is
 */
export function paidBetween(before: ShareLedger, after: ShareLedger, known: readonly Settlement[]): Paid[] {
  const paid: Paid[] = [];
  let { credited } = before;
  for (const { sequence, accrued } of lineOf(after, known)) {
    const covered = credited + before.waived;
    const amount = min(accrued - covered, after.credited - credited);
    if (amount <= 0n) continue;
    credited += amount;
    paid.push({ sequence, amount, credited });
  }
  return paid;
}

/** In order, each once. What says more than a later one is of a fork, and left out. */
function lineOf(last: Settlement, known: readonly Settlement[]): Settlement[] {
  const line = [last];
  for (const one of [...known].sort((a, b) => Number(b.sequence - a.sequence))) {
    const next = line.at(-1)!;
    if (one.sequence < next.sequence && one.accrued <= next.accrued) line.push(one);
  }
  return line.reverse();
}
