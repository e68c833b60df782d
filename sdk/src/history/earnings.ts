/** What a bot earned its creator lately, as pages show it beside the bot: settled figures only, never scaled to another time. */
import type { PublicKey } from "@solana/web3.js";
import { InvalidInput } from "../failures";
import type { SettlementRecord } from "./record";

/** What counts of a settlement. */
export interface Accrual {
  subscription: PublicKey;
  record: Pick<SettlementRecord, "sequence" | "time" | "accrued">;
}

/** What accrued in one window. */
export interface Earnings {
  /** Base units: the creator's share, whether it is paid, owed, waived or written off. Sums of u64s, so it can be larger. */
  accrued: bigint;
  /** Whether the bot is younger than the window, so that this is all it ever earned. */
  sinceItBegan: boolean;
  /** Days of the window; of a younger bot those since it began, a day that has begun counting whole. */
  days: number;
}

/** Both windows of the same moment. */
export interface EstimatedEarnings {
  /** The last 30 × 24 hours. */
  month: Earnings;
  /** The last 7 × 24 hours. */
  week: Earnings;
}

export interface Moment {
  /** Unix seconds of the cluster's clock: `reader.time()`. */
  now: bigint;
  /** Unix seconds: when the bot was published, such as the time of the first transaction of its address. */
  began: bigint;
}

const DAY = 86_400n;
const MONTH_DAYS = 30n;
const WEEK_DAYS = 7n;

/**
 * The estimated creator earnings of a bot: the sum of what accrued over all its subscriptions in the last 30 and 7 days. A
 * settlement counts from its second on and for as long as the window is: one exactly 30 × 24 hours ago does not count any more,
 * one later than `now` not yet.
 * @param settlements of all subscriptions of the bot, closed ones included, such as the events of `readHistory`: each once, those
 *   of a subscription oldest first, with at least the one before the first that counts. An address that was used again is told by
 *   its sequence, which starts again at 1
 * @throws InvalidInput if the settlement before one that counts is missing: what that one accrued cannot be known
 */
export function estimateEarnings(settlements: Iterable<Accrual>, { now, began }: Moment): EstimatedEarnings {
  const starts = { month: now - MONTH_DAYS * DAY, week: now - WEEK_DAYS * DAY };
  const sums = { month: 0n, week: 0n };
  const latest = new Map<string, Accrual["record"]>();
  for (const { subscription, record } of settlements) {
    const address = subscription.toBase58();
    const before = latest.get(address);
    latest.set(address, record);
    if (record.time <= starts.month || record.time > now) continue;
    const share = record.accrued - accruedBefore(record, before, address);
    sums.month += share;
    if (record.time > starts.week) sums.week += share;
  }
  return {
    month: earnings(sums.month, MONTH_DAYS, now - began),
    week: earnings(sums.week, WEEK_DAYS, now - began),
  };
}

/** Such as "last 30 days" or "since it began, 3 days". */
export function periodOf({ days, sinceItBegan }: Earnings): string {
  return sinceItBegan ? `since it began, ${days} ${days === 1 ? "day" : "days"}` : `last ${days} days`;
}

function accruedBefore(
  { sequence }: Accrual["record"],
  before: Accrual["record"] | undefined,
  address: string,
): bigint {
  if (sequence === 1n) return 0n;
  if (before !== undefined && before.sequence + 1n === sequence) return before.accrued;
  const found = before === undefined ? "nothing" : `settlement ${before.sequence}`;
  throw new InvalidInput(
    `Settlement ${sequence} of subscription ${address} comes after ${found}: pass each once, oldest first, from the one before the window on`,
  );
}

function earnings(accrued: bigint, days: bigint, age: bigint): Earnings {
  const sinceItBegan = age < days * DAY;
  const begun = age <= 0n ? 1n : (age + DAY - 1n) / DAY;
  return { accrued, sinceItBegan, days: Number(sinceItBegan ? begun : days) };
}
