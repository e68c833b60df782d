/** A clock that goes on when a test says so, as soon as everything waits: hours take as long as what happens in them. */
import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../src/time/clock";

interface Sleeper {
  at: number;
  wake: () => void;
}

export class VirtualClock implements Clock {
  private time = 0;
  private sleepers: Sleeper[] = [];

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper = { at: this.time + Math.max(0, ms), wake: done };
      const { sleepers } = this;
      sleepers.push(sleeper);
      signal?.addEventListener("abort", done);
      function done(): void {
        signal?.removeEventListener("abort", done);
        const index = sleepers.indexOf(sleeper);
        if (index >= 0) sleepers.splice(index, 1);
        resolve();
      }
    });
  }

  /** Lets this much time go by, and everything happen that is due in it. */
  async pass(ms: number): Promise<void> {
    const until = this.time + ms;
    for (;;) {
      await turn();
      const next = this.next();
      if (next === undefined || next.at > until) break;
      this.time = next.at;
      next.wake();
    }
    this.time = until;
  }

  /** Lets time go by until the work is done. */
  async until<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const end = () => {
      done = true;
    };
    work.then(end, end);
    for (;;) {
      await turn();
      if (done) return work;
      const next = this.next();
      if (next === undefined) throw new Error("Everything waits for something that never comes");
      this.time = next.at;
      next.wake();
    }
  }

  /** The first of those who have to be woken first. */
  private next(): Sleeper | undefined {
    return this.sleepers.reduce<Sleeper | undefined>(
      (first, sleeper) => (first === undefined || sleeper.at < first.at ? sleeper : first),
      undefined,
    );
  }
}
