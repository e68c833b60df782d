/** A history as steps: what each settlement began with and what it left, for pictures and tables. */
import { InvalidInput } from "../failures";
import { I64_MAX, max, min } from "../wire/integers";
import type { SettlementRecord } from "./record";

/** A value before and after a step. */
export interface Change {
  before: bigint;
  after: bigint;
}

/** One recorded settlement. Amounts are base units, signed where a PnL is meant. */
export interface Step extends Pick<SettlementRecord, "sequence" | "time" | "flags" | "profit" | "dropped"> {
  /**
   * Realized PnL at the settlement before, recorded or not, and at this one. Both are exact, and the first is the only thing
   * that is known of the settlements in between: see `unrecorded`.
   */
  realized: Change;
  /** Realized PnL up to which profit is charged. `before` is null only where the start is not known and cannot be told. */
  mark: { before: bigint | null; after: bigint };
  /**
   * By how much realized PnL had changed since the step before, by settlements that left no record: 0 if there was none, or if
   * they made up for each other. When they were is not known, nor what was between them; null if the start is not known.
   * Always 0 if attested.
   */
  unrecorded: bigint | null;
  /** Negative PnL in the venue user's positions at the settlement before, recorded or not, and at this one; 0 if attested. */
  loss: Change;
  /** The part of the mark's rise that a liquidation had taken and nobody pays for; null where `mark.before` is. */
  forgiven: bigint | null;
  /** What this settlement adds to the creator's share. */
  accrued: bigint;
  /** What was paid of the share since the step before: by this settlement, and by deposits before it. */
  credited: bigint;
}

/**
 * The steps of one agreement, from the records that `verifyHistory` found right.
 *
 * Exact: mark and accrued, because whatever moves them is recorded; realized PnL and loss, because a record has their values at
 * the settlement before. Not exact, because it leaves no record:
 * - A verified settlement that charges nothing. It moves realized PnL, such as by a loss or by a rise below the mark, and the
 *   loss in the positions. The next record tells what all of them came to (`unrecorded`), neither when they were nor how deep it
 *   went in between.
 * - A deposit that pays what was owed. It counts in `credited` of the next step, and after the last record in none. Waivers are
 *   in no record: they show in the account and its `Closed` event.
 *
 * @param records all from the first, oldest first
 * @param startMark i64: where a verified subscription began, as `HistoryReport.startMark` says. It is needed only where the
 *   first record saw a re-created account: otherwise that record tells
 * @throws InvalidInput if the first record or one in between is missing
 */
export function steps(records: readonly SettlementRecord[], startMark: bigint | null = null): Step[] {
  return records.map((record, index) => {
    if (record.sequence !== BigInt(index) + 1n) {
      throw new InvalidInput(`The records are not complete: ${record.sequence} comes where ${index + 1} follows`);
    }
    return stepOf(record, records[index - 1] ?? beginningOf(record, startMark));
  });
}

/** What is left by the record before a step. */
interface Left extends Pick<SettlementRecord, "accrued" | "credited"> {
  /** null if it is not known, like `realized`. */
  mark: bigint | null;
  realized: bigint | null;
}

/** A subscription begins with its mark at what is realized then; attested, at 0. */
function beginningOf(record: SettlementRecord, startMark: bigint | null): Left {
  const start = record.kind === "attested" ? 0n : (startMark ?? toldStart(record));
  return { mark: start, realized: start, accrued: 0n, credited: 0n };
}

/** Where a verified subscription began, as its first record tells; null if a new account at the address, or the end of i64, hides it. */
function toldStart({ flags, last, realized, mark, lossBefore, loss, profit }: SettlementRecord): bigint | null {
  const forgivenTo = mark - profit;
  if (flags.recreated || (flags.liquidation && forgivenTo === I64_MAX)) return null;
  return flags.liquidation ? forgivenTo - min(max(0n, realized - last), max(0n, lossBefore - loss)) : forgivenTo;
}

function stepOf(record: SettlementRecord, before: Left): Step {
  const { sequence, time, flags, kind, profit, dropped, last, realized, mark } = record;
  const mayForgive = kind === "verified" && !flags.recreated;
  return {
    ...{ sequence, time, flags, profit, dropped },
    realized: { before: last, after: realized },
    mark: { before: before.mark, after: mark },
    loss: { before: record.lossBefore, after: record.loss },
    unrecorded: before.realized === null ? null : last - before.realized,
    forgiven: before.mark === null ? null : mayForgive ? mark - before.mark - profit : 0n,
    accrued: record.accrued - before.accrued,
    credited: record.credited - before.credited,
  };
}
