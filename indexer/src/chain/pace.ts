/**
 * Spreads requests evenly: a provider that allows 10 a second is asked once in 100 ms, never ten times at once. What one request
 * asks for many times counts as many, and is never more than a second's.
 */
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/** More of them nodes seldom take. */
const AT_ONCE = 100;

export class Pace {
  private next = 0;

  /** @param perSecond infinite: as fast as the node answers @param signal ends every wait: it throws the signal's reason */
  constructor(
    private readonly perSecond: number,
    private readonly signal: AbortSignal | null = null,
  ) {
    // Each wait listens, and as many wait as are asked at the same time: Node takes more than ten for a leak.
    if (signal !== null) setMaxListeners(0, signal);
  }

  /** How many questions one request may hold. */
  get atOnce(): number {
    return Math.max(1, Math.floor(Math.min(this.perSecond, AT_ONCE)));
  }

  /** @param questions that the request holds */
  async ask<T>(request: () => Promise<T>, questions = 1): Promise<T> {
    this.signal?.throwIfAborted();
    const now = Date.now();
    const turn = Math.max(now, this.next);
    this.next = turn + (questions * 1_000) / this.perSecond;
    if (turn > now) await sleep(turn - now, undefined, this.signal === null ? {} : { signal: this.signal });
    return request();
  }
}
