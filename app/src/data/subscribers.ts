/** What a bot's subscribers have: their figures judge a bot, not its creator's. Values in, values out. */
import { max, type Subscription } from "@profit-share/sdk";
import { realizedSinceBegin, toWinBack } from "./standing";

export interface SubscriberFigures {
  /** Realized PnL since each began, of those that live; best first. */
  realized: bigint[];
  median: bigint;
  /** Those that have something to win back. */
  belowMark: number;
  /** The most that one of them has to win back. */
  deepest: bigint;
}

/** null without a living subscription. */
export function figuresOf(living: readonly Subscription[]): SubscriberFigures | null {
  if (living.length === 0) return null;
  const realized = living.map(realizedSinceBegin).sort(descending);
  const back = living.map(toWinBack);
  return {
    realized,
    median: medianOf(realized),
    belowMark: back.filter((amount) => amount > 0n).length,
    deepest: back.reduce(max, 0n),
  };
}

/** Of two in the middle the lower one, so that it is somebody's figure. @param sorted best first, at least one */
const medianOf = (sorted: readonly bigint[]): bigint => sorted[Math.floor(sorted.length / 2)]!;

const descending = (a: bigint, b: bigint): number => Number(b > a) - Number(b < a);
