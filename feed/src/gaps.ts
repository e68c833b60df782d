/** How long to wait before the next connection: longer each time, until one has lived. */

/** All in milliseconds. */
export interface GapTiming {
  firstMs: number;
  lastMs: number;
  /** A connection that has lived for so long was a good one: the next gap is the first again. */
  livedMs: number;
}

export const GAPS: GapTiming = { firstMs: 500, lastMs: 30_000, livedMs: 30_000 };

export class Gaps {
  private failures = 0;

  /** @param random from 0 to 1: clients that were cut off together do not come back together */
  constructor(
    private readonly timing: GapTiming,
    private readonly random: () => number,
  ) {}

  /** @param livedMs how long the connection that is lost was open; 0 if it never was */
  next(livedMs: number): number {
    if (livedMs >= this.timing.livedMs) this.failures = 0;
    const longest = Math.min(this.timing.lastMs, this.timing.firstMs * 2 ** this.failures);
    this.failures += 1;
    return longest * (0.75 + this.random() / 4);
  }
}
