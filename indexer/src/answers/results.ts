/** How those fared who subscribed: the subscribers' figures, never the creator's own. */
import type { Agreement } from "./agreements";

/** Base units, signed: realized PnL since each began, less the creator's share. Closed subscriptions count as well. */
export interface Result {
  /** Subscriptions with a recorded settlement. The others say nothing yet. */
  counted: number;
  /** null without one, as the next two. Of an even number the lower of the middle two. */
  median: bigint | null;
  /** A quarter of them have less than this, rounded to one of them. */
  lowerQuartile: bigint | null;
  upperQuartile: bigint | null;
  lowest: bigint | null;
  highest: bigint | null;
  /** How many of them lost, their share included. */
  lost: number;
  /** How many stood below their mark at their last record; bots that share each close have no mark. */
  belowMark: number;
}

export const netOf = ({ realizedChange, sums }: Agreement): bigint => realizedChange - sums.accrued;

export function resultOf(agreements: readonly Agreement[]): Result {
  const told = agreements.filter(({ lastRecord }) => lastRecord !== null);
  const nets = told.map(netOf).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const at = (quarters: number): bigint | null => nets[Math.floor(((nets.length - 1) * quarters) / 4)] ?? null;
  return {
    counted: told.length,
    median: at(2),
    lowerQuartile: at(1),
    upperQuartile: at(3),
    lowest: at(0),
    highest: at(4),
    lost: nets.filter((net) => net < 0n).length,
    belowMark: told.filter(isBelowMark).length,
  };
}

const isBelowMark = ({ terms, lastRecord }: Agreement): boolean =>
  terms.feeBasis === "high_water_mark" && lastRecord!.realized < lastRecord!.mark;
