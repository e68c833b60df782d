/** What a subscription's ledger means: derived amounts and times, pure. Amounts are base units, times unix seconds. */
import type { Subscription } from "../program/accounts";
import { type Observation, owed, type Settlement, settle } from "../rule/rule";
import { type DailyWindow, dailyWindow } from "../rule/window";
import { observationOf } from "../venue/observation";
import type { VenueUser } from "../venue/user";
import { max } from "../wire/integers";
import {
  ATTESTED_CLOSING_TIME,
  SECONDS_PER_DAY,
  VERIFIED_CLOSING_TIME,
  WRITE_OFF_TIME,
} from "../wire/profit-share-constants";

/** The creator's money in the escrow. */
export function claimable({ credited, claimed }: Pick<Subscription, "credited" | "claimed">): bigint {
  return credited - claimed;
}

/** When the subscription ended or will at the latest; null while it is active. */
export function endsAt({ state, terms, closingAt, endedAt }: Subscription): bigint | null {
  if (state === "active") return null;
  if (state === "ended") return endedAt;
  return closingAt + (terms.source === "attested" ? ATTESTED_CLOSING_TIME : VERIFIED_CLOSING_TIME);
}

/** Whether no settlement counts any more: an end is recorded, or its clock has run out. @param now unix seconds */
export function hasEnded(subscription: Subscription, now: bigint): boolean {
  const end = endsAt(subscription);
  return subscription.state === "ended" || (end !== null && now >= end);
}

/** When `closeSubscription` writes off what is owed then; before, it refuses. null while the subscription is active. */
export function writeOffAt(subscription: Subscription): bigint | null {
  const end = endsAt(subscription);
  return end === null ? null : end + WRITE_OFF_TIME;
}

/** A lower daily cap that waits for its day. */
export interface PendingCap {
  /** u64 base units. */
  dailyCap: bigint;
  /** Unix seconds: the beginning of the UTC day from which it applies. */
  from: bigint;
}

/** The cap that `setCap` lowered and that does not apply yet; null if there is none. @param now unix seconds */
export function pendingCap(subscription: DailyWindow, now: bigint): PendingCap | null {
  const { nextDailyCap, nextDailyCapDay } = dailyWindow(subscription, now).window;
  return nextDailyCapDay === 0 ? null : { dailyCap: nextDailyCap, from: BigInt(nextDailyCapDay) * SECONDS_PER_DAY };
}

/**
 * The most that `withdraw` would give the subscriber as the ledger stands. A verified subscription is settled first,
 * which can leave less: preview it.
 * @param now unix seconds
 */
export function withdrawable(subscription: Subscription, now: bigint): bigint {
  const kept = hasEnded(subscription, now) ? 0n : subscription.terms.minBalance;
  return max(0n, subscription.balance - owed(subscription) - kept);
}

/** What settling would do, before it is sent. */
export interface Preview {
  settlement: Settlement;
  /** Whether it would be recorded: sequence, history and event move. */
  records: boolean;
}

/**
 * What `settle` would do now; null after the end, when it changes nothing.
 * @param user null if the venue account is gone
 * @param now unix seconds
 */
export function previewVerified(subscription: Subscription, user: VenueUser | null, now: bigint): Preview | null {
  if (hasEnded(subscription, now)) return null;
  const settlement = preview(subscription, observationOf(subscription, user), now);
  const { ledger, capped } = settlement;
  const ends = subscription.state === "closing" && (user === null || user.flat) && !capped;
  const records =
    ends ||
    ledger.mark !== subscription.mark ||
    ledger.profitTotal !== subscription.profitTotal ||
    ledger.credited !== subscription.credited;
  return { settlement, records };
}

/**
 * What `settle_attested` would do now; null after the end, when it is refused.
 * @param closePnl i64, 1e-6 quote
 * @param now unix seconds
 */
export function previewAttested(subscription: Subscription, closePnl: bigint, now: bigint): Preview | null {
  if (hasEnded(subscription, now)) return null;
  return { settlement: preview(subscription, { kind: "attested", closePnl }, now), records: true };
}

function preview(subscription: Subscription, observation: Observation, now: bigint): Settlement {
  const { mark, last, loss, profitTotal, accrued, credited, waived, balance } = subscription;
  const ledger = { mark, last, loss, profitTotal, accrued, credited, waived, balance };
  return settle(subscription.terms, dailyWindow(subscription, now).room, ledger, observation);
}
