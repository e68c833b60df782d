/** Asks much of a node that may limit requests: as fast as it allows, and to the end. */
import { NodeFailure } from "../failures";

/** Requests at the same time, as long as the node does not mind. */
const AT_A_TIME = 25;
/** Waits before a node that is asked too often is asked again; the last one again and again. */
const BUSY_MS = [1_000, 2_000, 4_000, 8_000];
/** A node that was busy is asked no faster than this afterwards, one by one. */
const PACE_MS = 250;
/** A node that stays busy for this long is given up. */
const PATIENCE_MS = 120_000;

/** Asks fast until the node says that this is too fast, then one request after the other. */
export class PatientNode {
  private busy = false;
  private turn: Promise<unknown> = Promise.resolve();
  /** What is waited for. */
  private readonly waiting = new Set<(reason: unknown) => void>();

  /** @param signal ends every wait; what was asked by then is not waited for */
  constructor(private readonly signal?: AbortSignal | undefined) {}

  /** Requests that may be made at the same time. */
  get atATime(): number {
    return this.busy ? 1 : AT_A_TIME;
  }

  /** @throws what the request throws, and the signal's reason once it is given */
  async ask<T>(request: () => Promise<T>): Promise<T> {
    if (this.busy) return this.inTurn(request);
    try {
      return await this.unlessAborted(request);
    } catch (error) {
      if (!isTooOften(error)) throw error;
      this.busy = true;
      return this.inTurn(request);
    }
  }

  private inTurn<T>(request: () => Promise<T>): Promise<T> {
    const asked = this.turn.then(() => this.patiently(request));
    const rested = () => this.pause(PACE_MS);
    this.turn = asked.then(rested, rested).catch(() => {});
    return asked;
  }

  private async patiently<T>(request: () => Promise<T>): Promise<T> {
    const until = Date.now() + PATIENCE_MS;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.unlessAborted(request);
      } catch (error) {
        const wait = BUSY_MS[Math.min(attempt, BUSY_MS.length - 1)]!;
        if (!isTooOften(error) || Date.now() + wait > until) throw error;
        await this.pause(wait);
      }
    }
  }

  private pause(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout>;
    const over = () => new Promise<void>((done) => (timer = setTimeout(done, ms)));
    return this.unlessAborted(over).finally(() => clearTimeout(timer));
  }

  /** web3.js takes no signal: what is under way goes on by itself, and nobody waits for it. @throws the signal's reason */
  private async unlessAborted<T>(work: () => Promise<T>): Promise<T> {
    const { signal, waiting } = this;
    if (signal === undefined) return work();
    signal.throwIfAborted();
    let stop!: (reason: unknown) => void;
    const aborted = new Promise<never>((_, reject) => {
      stop = reject;
    });
    // One listener for all: signals warn of many.
    if (waiting.size === 0) signal.addEventListener("abort", this.abort);
    waiting.add(stop);
    return Promise.race([work(), aborted]).finally(() => {
      waiting.delete(stop);
      if (waiting.size === 0) signal.removeEventListener("abort", this.abort);
    });
  }

  private readonly abort = (): void => {
    for (const stop of this.waiting) stop(this.signal?.reason);
  };
}

/** Of `connect`, or of a plain web3.js connection. */
const isTooOften = (error: unknown): boolean =>
  error instanceof NodeFailure ? error.status === 429 : error instanceof Error && /\b429\b/.test(error.message);
