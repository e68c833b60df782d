/** The fixed daily window that caps what one subscription may accrue; the same as `programs/profit_share/src/rule/window.rs`. */
import { max, min, U32_MAX } from "../wire/integers";
import { SECONDS_PER_DAY } from "../wire/profit-share-constants";

/** A subscription's cap and how much of it the current day has used. */
export interface DailyWindow {
  /** u64 base units: the most that may accrue in one day. */
  dailyCap: bigint;
  /** u64 base units: the cap to come; 0 if none is pending. */
  nextDailyCap: bigint;
  /** The day from which `nextDailyCap` applies; 0 if none is pending. */
  nextDailyCapDay: number;
  /** The day that `windowAccrued` counts. Days are unix time div 86_400. */
  windowDay: number;
  /** u64 base units: accrued on that day. */
  windowAccrued: bigint;
}

/**
 * Moves the window to the day of `time`, never backwards, and says how much may still accrue.
 * @param time i64: unix seconds of the cluster's clock
 * @returns the window of that day and `room`, u64 base units
 */
export function dailyWindow(window: DailyWindow, time: bigint): { window: DailyWindow; room: bigint } {
  const moved = { ...window };
  const day = Number(min(max(0n, time) / SECONDS_PER_DAY, U32_MAX));
  if (day > moved.windowDay) {
    moved.windowDay = day;
    moved.windowAccrued = 0n;
  }
  if (moved.nextDailyCapDay !== 0 && moved.nextDailyCapDay <= moved.windowDay) {
    moved.dailyCap = moved.nextDailyCap;
    moved.nextDailyCap = 0n;
    moved.nextDailyCapDay = 0;
  }
  return { window: moved, room: max(0n, moved.dailyCap - moved.windowAccrued) };
}
