/** The chain's time: runs with a clock, the machine's unless told, from any start and can be set. Unix seconds. */
export class WallClock {
  private offsetMs = 0;

  /** @param nowMs milliseconds since any moment */
  constructor(
    start?: number,
    private readonly nowMs: () => number = Date.now,
  ) {
    if (start !== undefined) this.set(start);
  }

  now(): number {
    return Math.floor((this.nowMs() + this.offsetMs) / 1000);
  }

  set(unixTimestamp: number): void {
    this.offsetMs = unixTimestamp * 1000 - this.nowMs();
  }
}
