/** Time, as everything in the keeper that waits or measures takes it: a simulation drives the same code by a clock of its own. */
import { setTimeout as sleep } from "node:timers/promises";

export interface Clock {
  /** Milliseconds, never going back; only differences mean something. */
  now(): number;
  /** Waits so many milliseconds; ends early, without an error, when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal && { signal }).catch(() => {}),
};
