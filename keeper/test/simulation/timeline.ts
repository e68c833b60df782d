/**
 * Virtual time: whatever is to happen later stands in one list, and the next of it happens as soon as nothing happens any more
 * now. Hours take as long as what happens in them, and the same order comes again each time.
 */
import { setImmediate as turn } from "node:timers/promises";

interface Entry {
  at: number;
  /** Of two of the same time the earlier written first. */
  order: number;
  /** null: it was taken back. */
  happen: (() => void) | null;
}

export class Timeline {
  /** Work that is under way outside of the list, such as a query. */
  pending = 0;
  private time = 0;
  private written = 0;
  private readonly heap: Entry[] = [];

  /** Milliseconds since the beginning. */
  now(): number {
    return this.time;
  }

  /** @returns what takes it back */
  at(time: number, happen: () => void): () => void {
    const entry: Entry = { at: Math.max(time, this.time), order: this.written, happen };
    this.written += 1;
    this.push(entry);
    return () => {
      entry.happen = null;
    };
  }

  after(ms: number, happen: () => void): () => void {
    return this.at(this.time + ms, happen);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        signal?.removeEventListener("abort", done);
        cancel();
        resolve();
      };
      const cancel = this.after(Math.max(0, ms), done);
      signal?.addEventListener("abort", done);
    });
  }

  /** Counts the work as under way: time stands still until it is done. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.pending += 1;
    try {
      return await work;
    } finally {
      this.pending -= 1;
    }
  }

  /** Lets time go by until `time`, or until the condition holds. */
  async run(time: number, isOver: () => boolean = () => false): Promise<void> {
    for (;;) {
      await this.quiet();
      if (isOver()) return;
      const next = this.pop(time);
      if (next === undefined) break;
      this.time = next.at;
      next.happen?.();
    }
    this.time = time;
  }

  /** Nothing that is written happens any more, and time begins again. */
  async clear(): Promise<void> {
    this.heap.length = 0;
    await this.quiet();
    this.heap.length = 0;
    this.time = 0;
    this.written = 0;
  }

  /** Promises take some rounds to be followed to their end. */
  private async quiet(): Promise<void> {
    do {
      await turn();
      await turn();
    } while (this.pending > 0);
  }

  private push(entry: Entry): void {
    const { heap } = this;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(entry, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = entry;
  }

  /** The next one until then that was not taken back. */
  private pop(until: number): Entry | undefined {
    for (;;) {
      const first = this.heap[0];
      if (first === undefined || first.at > until) return undefined;
      this.removeFirst();
      if (first.happen !== null) return first;
    }
  }

  private removeFirst(): void {
    const { heap } = this;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
      if (!before(heap[child]!, last)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
  }
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
