/** Time, as everything in the keeper that waits or measures takes it: a simulation drives the same code by a clock of its own. */

export interface Clock {
  /** Milliseconds, never going back; only differences mean something. */
  now(): number;
  /** Waits so many milliseconds; ends early, without an error, when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Why a sleep is ended early, where that is often: without a reason each abort makes an error, with its stack. */
export const AWAKE = "awake";

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const timer = setTimeout(end, ms);
      signal?.addEventListener("abort", end);
      function end(): void {
        clearTimeout(timer);
        signal?.removeEventListener("abort", end);
        resolve();
      }
    }),
};
