/** The chain's time: runs with the machine's clock from any start and can be set. Unix seconds. */
export class WallClock {
  private offsetMs = 0;

  constructor(start?: number) {
    if (start !== undefined) this.set(start);
  }

  now(): number {
    return Math.floor((Date.now() + this.offsetMs) / 1000);
  }

  set(unixTimestamp: number): void {
    this.offsetMs = unixTimestamp * 1000 - Date.now();
  }
}
