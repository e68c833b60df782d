/** Recomputes a record with the rule, from what the records before it leave open. */

import type { Terms } from "../program/terms";
import { type Ledger, type Observation, settle } from "../rule/rule";
import { equalBytes } from "../wire/bytes";
import { clampU64, max, min } from "../wire/integers";
import type { SettlementRecord } from "./record";

/** What is known after a record. */
export interface Totals {
  record: SettlementRecord;
  /** u64, base units. */
  profitTotal: bigint;
}

/** @param before null if `record` is the first */
export function totalsAfter(before: Totals | null, record: SettlementRecord): Totals {
  return { record, profitTotal: clampU64((before?.profitTotal ?? 0n) + record.profit) };
}

/**
 * What is wrong with a record, in words; null if nothing is.
 * @param startMark i64: where the mark of the first record stood before it; null if that is not known
 */
export function wrongRecord(
  terms: Terms,
  startMark: bigint | null,
  before: Totals | null,
  record: SettlementRecord,
): string | null {
  const kind = terms.source === "attested" ? "attested" : "verified";
  if (record.kind !== kind) return `it is ${record.kind}, the terms' source is ${terms.source}`;
  const previous = before?.record;
  const accrued = previous?.accrued ?? 0n;
  const credited = previous?.credited ?? 0n;
  if (record.accrued < accrued) return `accrued fell from ${accrued} to ${record.accrued}`;
  if (record.credited < credited) return `credited fell from ${credited} to ${record.credited}`;
  if (record.credited > record.accrued) return `credited ${record.credited} exceeds accrued ${record.accrued}`;
  if (kind === "attested" && equalBytes(record.reference, previous?.reference ?? new Uint8Array(32))) {
    return "its reference is that of the record before, or zero";
  }
  const levels = levelsBefore(startMark, previous, record);
  // Until something has accrued the cap has room, so anything above the mark is charged, and recorded.
  if (previous === undefined && levels.last > levels.mark) {
    return `its last is ${levels.last}, above the mark of ${levels.mark} before it`;
  }
  const totals = { profitTotal: before?.profitTotal ?? 0n, accrued, credited: 0n, waived: 0n, balance: 0n };
  return wrongAmounts(terms, { ...totals, ...levels }, record);
}

/** @param ledger what the settlement began with, as far as the rule's result depends on it */
function wrongAmounts(terms: Terms, ledger: Ledger, record: SettlementRecord): string | null {
  // A cap that cut something off was used up exactly, and one that did not had room for the share.
  const room = record.accrued - ledger.accrued;
  const result = settle(terms, room, ledger, observationIn(record));
  const recomputed = {
    closePnl: result.closePnl,
    last: result.lastBefore,
    realized: result.realized,
    mark: result.ledger.mark,
    lossBefore: ledger.loss,
    loss: result.ledger.loss,
    profit: result.profit,
    dropped: result.dropped,
    accrued: result.ledger.accrued,
  };
  for (const [name, value] of Object.entries(recomputed)) {
    const recorded = record[name as keyof typeof recomputed];
    if (recorded !== value) return `its ${name} is ${recorded}, the rule gives ${value}`;
  }
  if (record.flags.capped !== result.capped) {
    return record.flags.capped
      ? "it says capped, the rule cuts nothing off"
      : "the cap cut it off and it does not say so";
  }
  return null;
}

function observationIn({ kind, closePnl, realized, loss, flags }: SettlementRecord): Observation {
  return kind === "attested"
    ? { kind, closePnl }
    : { kind, realized, loss, liquidated: flags.liquidation, recreated: flags.recreated };
}

type Levels = Pick<Ledger, "mark" | "last" | "loss">;

function levelsBefore(
  startMark: bigint | null,
  previous: SettlementRecord | undefined,
  record: SettlementRecord,
): Levels {
  if (record.kind === "attested") {
    // Every accepted close is recorded, so the record before has it all.
    return { mark: previous?.mark ?? 0n, last: previous?.realized ?? 0n, loss: 0n };
  }
  // A verified settlement that changes nothing chargeable is not recorded, but it moves `last` and `loss`.
  const { last, lossBefore: loss } = record;
  return { mark: previous?.mark ?? startMark ?? impliedStart(record), last, loss };
}

/** A start with which the rule makes this first record of a verified subscription. */
function impliedStart({ flags, last, realized, mark, profit, lossBefore, loss }: SettlementRecord): bigint {
  const forgiven = flags.liquidation ? min(max(0n, realized - last), max(0n, lossBefore - loss)) : 0n;
  return flags.recreated ? last : mark - profit - forgiven;
}
