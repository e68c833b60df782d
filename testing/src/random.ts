/** A small generator of pseudo-random numbers (sfc32): the same seed draws the same on every machine. */
export class Random {
  private a: number;
  private b: number;
  private c = 0x9e3779b9;
  private counter = 1;

  constructor(seed: number) {
    this.a = seed >>> 0;
    this.b = Math.floor(seed / 2 ** 32) >>> 0;
    for (let round = 0; round < 16; round++) this.next();
  }

  /** 32 bits. */
  next(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Whole number from 0 to `below` − 1. */
  int(below: number): number {
    return this.next() % below;
  }

  /** True `percent` times out of a hundred. */
  chance(percent: number): boolean {
    return this.int(10_000) < percent * 100;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.int(from.length)]!;
  }

  /** From 0 to `most`, both included. */
  upTo(most: bigint): bigint {
    const wide = (BigInt(this.next()) << 64n) | (BigInt(this.next()) << 32n) | BigInt(this.next());
    return wide % (most + 1n);
  }

  /** One of `choices` (weight, value) by weight. */
  weighted<T>(choices: readonly (readonly [number, T])[]): T {
    let left = this.int(choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, value] of choices) {
      if (left < weight) return value;
      left -= weight;
    }
    throw new Error("Weights are never negative");
  }
}
