/**
 * Makes the machine's time and chance virtual while a simulation runs: what libraries beneath the keeper ask of them (a time
 * limit, a wait, a date in the database) depends on the seed, too.
 */
import type { Fetch } from "./network";
import type { Random } from "./random";
import type { Timeline } from "./timeline";

/** Where the machine's calendar stands when a simulation begins, unix milliseconds. */
const START_MS = 20_000 * 86_400_000;

/** @returns what puts the real ones back */
export function makeVirtual(timeline: Timeline, random: Random, fetch: Fetch): () => void {
  const real = {
    dateNow: Date.now,
    performanceNow: performance.now,
    random: Math.random,
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    timeout: AbortSignal.timeout,
    fetch: globalThis.fetch,
    stackTraceLimit: Error.stackTraceLimit,
  };
  // Libraries make many errors that nobody sees.
  Error.stackTraceLimit = 0;
  Date.now = () => START_MS + Math.floor(timeline.now());
  performance.now = () => timeline.now();
  Math.random = random.next;
  globalThis.fetch = fetch as typeof globalThis.fetch;
  const setVirtual = (happen: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    const timer = { cancel: timeline.after(ms, () => happen(...args)), ref: () => timer, unref: () => timer };
    return timer;
  };
  globalThis.setTimeout = setVirtual as unknown as typeof setTimeout;
  globalThis.clearTimeout = ((timer?: { cancel?: () => void }) => timer?.cancel?.()) as typeof clearTimeout;
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    timeline.after(ms, () => controller.abort(new DOMException("The operation timed out", "TimeoutError")));
    return controller.signal;
  };
  return () => {
    Date.now = real.dateNow;
    performance.now = real.performanceNow;
    Math.random = real.random;
    globalThis.setTimeout = real.setTimeout;
    globalThis.clearTimeout = real.clearTimeout;
    AbortSignal.timeout = real.timeout;
    globalThis.fetch = real.fetch;
    Error.stackTraceLimit = real.stackTraceLimit;
  };
}
