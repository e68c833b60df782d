/** Settlements in the model: the rule applied to a subscription, its record and its event. */
import { recordBytes, SETTLED_TAG, sha256 } from "@profit-share/testing/svm/history";
import type { Address } from "../addresses";
import { CLOSING, ENDED, type Subscription } from "../contents";
import type { Close } from "../instructions";
import { type Observation, type Result, settle } from "../rule";
import type { Reading } from "../venue";
import { need, refuse } from "./refusal";

export const DRIFT_SOURCE = 1;
export const ATTESTED_SOURCE = 3;
export const EACH_CLOSE = 2;

export const DAY = 86_400n;
const CLOSING_TIME: Record<number, bigint> = { [DRIFT_SOURCE]: 30n * DAY, [ATTESTED_SOURCE]: 7n * DAY };

const FLAG = { liquidation: 1, recreated: 2, capped: 4, final: 8, ended: 16 };

export const dayOf = (time: bigint): number => Number((time < 0n ? 0n : time) / DAY);

/** When it ended; null if it has no end yet. */
export function endOf(s: Subscription): bigint | null {
  if (s.state === ENDED) return s.endedAt;
  return s.state === CLOSING ? s.closingAt + CLOSING_TIME[s.terms.source]! : null;
}

export function hasEnded(s: Subscription, now: bigint): boolean {
  const end = endOf(s);
  return end !== null && now >= end;
}

/** Moves the window of the cap to today. */
export function advance(s: Subscription, now: bigint): void {
  const today = dayOf(now);
  if (today > s.windowDay) {
    s.windowDay = today;
    s.windowAccrued = 0n;
  }
  if (s.nextDailyCapDay !== 0 && s.nextDailyCapDay <= s.windowDay) {
    s.dailyCap = s.nextDailyCap;
    s.nextDailyCap = 0n;
    s.nextDailyCapDay = 0;
  }
}

interface Entry {
  kind: 1 | 2;
  flags: number;
  last: bigint;
  lossBefore: bigint;
  reference: Buffer;
  result: Result;
}

/** Settles on a reading (null: the account is gone). Null if there is nothing to record, as after the end. */
export function settleReading(s: Subscription, reading: Reading | null, now: bigint): Entry | null {
  if (hasEnded(s, now)) return null;
  const { last, loss } = s;
  const before = { mark: s.mark, profitTotal: s.profitTotal, credited: s.credited };
  let flags = 0;
  let seen: Observation = { verified: true, realized: last, loss, liquidated: false, recreated: false };
  if (reading !== null) {
    const liquidated = reading.liquidationId > s.liquidationId || reading.beingLiquidated || s.beingLiquidated === 1;
    const recreated =
      reading.liquidationId < s.liquidationId ||
      reading.deposits < s.totalDeposits ||
      reading.withdraws < s.totalWithdraws;
    flags = (liquidated ? FLAG.liquidation : 0) | (recreated ? FLAG.recreated : 0);
    seen = { verified: true, realized: reading.realized, loss: reading.loss, liquidated, recreated };
    s.liquidationId = reading.liquidationId;
    s.beingLiquidated = reading.beingLiquidated ? 1 : 0;
    s.totalDeposits = reading.deposits;
    s.totalWithdraws = reading.withdraws;
  }
  const result = apply(s, seen, now);
  const flat = reading === null || reading.flat;
  const ends = s.state === CLOSING && flat && !result.capped;
  if (ends) {
    s.state = ENDED;
    s.endedAt = now;
    flags |= FLAG.ended;
  }
  const changed =
    s.mark !== before.mark || s.profitTotal !== before.profitTotal || s.credited !== before.credited || ends;
  return changed ? { kind: 1, flags, last, lossBefore: loss, reference: NO_REFERENCE, result } : null;
}

const NO_REFERENCE = Buffer.alloc(32);

/** Refuses a close that does not come next. */
export function checkClose(s: Subscription, close: Close, now: bigint): void {
  need(s.terms.source === ATTESTED_SOURCE, "WrongSource");
  need(!hasEnded(s, now), "SubscriptionEnded");
  if (close.sequence <= s.sequence) refuse("SequenceRepeated");
  need(close.sequence === s.sequence + 1n, "SequenceSkipped");
  need(!close.reference.equals(s.reference), "ReferenceRepeated");
  need(!close.isFinal || s.state === CLOSING, "FinalOutsideClosing");
}

export function settleClose(s: Subscription, close: Close, now: bigint): Entry {
  const { last } = s;
  const result = apply(s, { verified: false, closePnl: close.closePnl }, now);
  if (close.isFinal) {
    s.state = ENDED;
    s.endedAt = now;
  }
  s.reference = close.reference;
  const flags = close.isFinal ? FLAG.final | FLAG.ended : 0;
  return { kind: 2, flags, last, lossBefore: 0n, reference: close.reference, result };
}

function apply(s: Subscription, seen: Observation, now: bigint): Result {
  advance(s, now);
  const room = s.dailyCap > s.windowAccrued ? s.dailyCap - s.windowAccrued : 0n;
  const result = settle(s, s.terms.bps, s.terms.feeBasis === EACH_CLOSE, room, seen);
  s.windowAccrued += result.share;
  s.settledAt = now;
  return result;
}

/** Appends a record to the history. @returns what its event says: subscription, record and head */
export function append(
  at: Address,
  s: Subscription,
  { kind, flags, last, lossBefore, reference, result }: Entry,
): Buffer {
  s.sequence += 1n;
  const record = recordBytes({
    sequence: s.sequence,
    kind,
    flags: flags | (result.capped ? FLAG.capped : 0),
    time: s.settledAt,
    closePnl: result.closePnl,
    last,
    realized: s.last,
    mark: s.mark,
    lossBefore,
    loss: s.loss,
    profit: result.profit,
    dropped: result.dropped,
    accrued: s.accrued,
    credited: s.credited,
    reference,
  });
  s.head = sha256(s.head, record);
  return Buffer.concat([at.bytes, record, s.head]);
}

export const settledEvent = (settled: Buffer): Buffer => Buffer.concat([SETTLED_TAG, settled]);
