/** Random numbers that are the same in every run and in Rust: `programs/profit_share/tests/rule/random.rs` mirrors this file. */

export const I64: readonly [bigint, bigint] = [-(2n ** 63n), 2n ** 63n - 1n];
export const U64: readonly [bigint, bigint] = [0n, 2n ** 64n - 1n];

/** Numbers from a 32-bit seed (mulberry32): the same sequence everywhere. */
export class Random {
  constructor(private state: number) {}

  /** 0 to 2^32 − 1. */
  bits(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  chance(oneIn: number): boolean {
    return this.bits() % oneIn === 0;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.bits() % values.length] as T;
  }

  /** Evenly between `low` and `high`, both included. */
  between(low: bigint, high: bigint): bigint {
    const bits = (BigInt(this.bits()) << 64n) | (BigInt(this.bits()) << 32n) | BigInt(this.bits());
    return low + (bits % (high - low + 1n));
  }

  /** A number of any magnitude up to `high`. */
  magnitude(high: bigint): bigint {
    return this.between(0n, high) >> BigInt(this.bits() % 64);
  }

  /** A value of the range that likes its ends, zero, steps of 10_000 and the neighbourhood of `near`. */
  value([low, high]: readonly [bigint, bigint], near: bigint): bigint {
    const size = this.magnitude(high);
    const small = BigInt(this.bits() % 21) - 10n;
    const candidate = this.pick([
      () => low + this.between(0n, 10n),
      () => high - this.between(0n, 10n),
      () => small,
      () => near + small,
      () => near + small * 10_000n,
      () => near + size,
      () => near - size,
      () => size,
    ])();
    return candidate < low ? low : candidate > high ? high : candidate;
  }
}
