/** Values of late: each is forgotten after a while. */
import type { Clock } from "../time/clock";

export class RecentSet {
  /** When each came, by the clock; the oldest first. */
  private readonly times = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly keepMs: number,
  ) {}

  /** @returns false if it is among them */
  add(value: string): boolean {
    const now = this.clock.now();
    for (const [old, at] of this.times) {
      if (now - at < this.keepMs) break;
      this.times.delete(old);
    }
    if (this.times.has(value)) return false;
    this.times.set(value, now);
    return true;
  }
}
