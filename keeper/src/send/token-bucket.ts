/** A rate of requests: so many a second, and a few at once after a pause. */
import type { Clock } from "../time/clock";

/** What may come at once, in seconds' worth of requests: a provider counts in windows of a second or more. */
const BURST_S = 0.2;

export class TokenBucket {
  private readonly most: number;
  private tokens: number;
  private at: number;

  /** @param perSecond null for any number */
  constructor(
    private readonly perSecond: number | null,
    private readonly clock: Clock,
  ) {
    this.most = Math.max(1, (perSecond ?? 0) * BURST_S);
    this.tokens = this.most;
    this.at = clock.now();
  }

  /** Milliseconds until the next request; 0: now. */
  wait(): number {
    if (this.perSecond === null) return 0;
    this.fill(this.perSecond);
    return this.tokens >= 1 ? 0 : Math.ceil(((1 - this.tokens) / this.perSecond) * 1_000);
  }

  take(): void {
    if (this.perSecond === null) return;
    this.fill(this.perSecond);
    this.tokens -= 1;
  }

  private fill(perSecond: number): void {
    const now = this.clock.now();
    this.tokens = Math.min(this.most, this.tokens + ((now - this.at) / 1_000) * perSecond);
    this.at = now;
  }
}
