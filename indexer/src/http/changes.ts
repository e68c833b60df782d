/** Wakes whoever waits for something new in the index. One question serves them all, and none is asked while nobody waits. */

const LOOK_MS = 500;

export class Changes {
  private readonly waiting = new Set<() => void>();
  private timer: NodeJS.Timeout | null = null;
  private seen: number | null = null;

  /** @param steps how far the index has come; what it throws is asked again */
  constructor(private readonly steps: () => Promise<number>) {}

  /** Calls whenever something was stored, until what it returns is called. */
  listen(wake: () => void): () => void {
    this.waiting.add(wake);
    this.timer ??= setTimeout(() => void this.look(), LOOK_MS);
    return () => {
      this.waiting.delete(wake);
      if (this.waiting.size > 0 || this.timer === null) return;
      clearTimeout(this.timer);
      this.timer = null;
    };
  }

  private async look(): Promise<void> {
    const now = await this.steps().catch(() => this.seen);
    const isNew = now !== this.seen;
    this.seen = now;
    if (isNew) for (const wake of this.waiting) wake();
    this.timer = this.waiting.size === 0 ? null : setTimeout(() => void this.look(), LOOK_MS);
  }
}
