/**
 * The numbers of the model. `Int` is a mathematical integer without an end; `U64` and `I64` are Rust's types with Rust's
 * operations, by the same names. What they compute with is a machine: `machines/exact.ts` has bigints, `machines/symbolic.ts`
 * has terms for a solver. So one text of the rule is both run and proved.
 */

export interface Int {
  plus(other: Int): Int;
  minus(other: Int): Int;
  times(factor: bigint): Int;
  /** Rounded down; the divisor is above zero. */
  quotient(divisor: bigint): Int;
  remainder(divisor: bigint): Int;
  atMost(other: Int): Truth;
  equals(other: Int): Truth;
}

export interface Truth {
  and(other: Truth): Truth;
  or(other: Truth): Truth;
  not(): Truth;
  /** `a` where this is true, else `b`. Both are computed; `Machine.branch` computes only one. */
  choose(a: Int, b: Int): Int;
}

export interface Machine {
  /** 0 to 1,000. It is a plain number, so that the model multiplies and divides by constants only. */
  readonly bps: bigint;
  /** `int · bps`, also in a statement about every bps, where it has no number. */
  timesBps(int: Int): Int;
  int(value: bigint): Int;
  truth(value: boolean): Truth;
  /** Any number from `low` to `high`, or from `low` on: what a statement holds for all of. */
  input(name: string, low: bigint, high: bigint | undefined): Int;
  /** What the caller promises about the inputs. */
  assume(condition: Truth): void;
  /** What must hold wherever the program comes by, or Rust would panic or wrap around. `otherwise` says what happened. */
  must(condition: Truth, otherwise: () => string): void;
  /** Runs one of both. Their results are numbers, or plain objects of numbers. */
  branch<T>(condition: Truth, then: () => T, otherwise: () => T): T;
}

export const U64_MAX = 2n ** 64n - 1n;
export const I64_MIN = -(2n ** 63n);
export const I64_MAX = 2n ** 63n - 1n;

export const below = (a: Int, b: Int): Truth => b.atMost(a).not();
export const smaller = (a: Int, b: Int): Int => a.atMost(b).choose(a, b);
export const larger = (a: Int, b: Int): Int => a.atMost(b).choose(b, a);
export const implies = (condition: Truth, consequence: Truth): Truth => condition.not().or(consequence);
/** At least one. */
export const all = (...conditions: Truth[]): Truth => conditions.reduce((a, b) => a.and(b));

/** Rust's u64. */
export class U64 {
  constructor(
    private readonly machine: Machine,
    readonly int: Int,
  ) {}

  /** `self + other`, which must not overflow. */
  add(other: U64): U64 {
    return this.checked(this.int.plus(other.int), "+", other.int);
  }

  /** `self - other`, which must not overflow. */
  sub(other: U64): U64 {
    return this.checked(this.int.minus(other.int), "-", other.int);
  }

  /** `self * factor`, and `wrapping_mul` where it must not wrap around. */
  mul(factor: bigint): U64 {
    return this.checked(this.int.times(factor), "*", this.machine.int(factor));
  }

  /** `self / divisor`, which must not be zero. */
  div(divisor: bigint): U64 {
    return this.divided(divisor, () => this.int.quotient(divisor));
  }

  /** `self % divisor`, which must not be zero. */
  rem(divisor: bigint): U64 {
    return this.divided(divisor, () => this.int.remainder(divisor));
  }

  saturatingAdd(other: U64): U64 {
    return this.with(smaller(this.int.plus(other.int), this.machine.int(U64_MAX)));
  }

  saturatingSub(other: U64): U64 {
    return this.with(larger(this.int.minus(other.int), this.machine.int(0n)));
  }

  min(other: U64): U64 {
    return this.with(smaller(this.int, other.int));
  }

  le(other: U64): Truth {
    return this.int.atMost(other.int);
  }

  lt(other: U64): Truth {
    return below(this.int, other.int);
  }

  is(value: bigint): Truth {
    return this.int.equals(this.machine.int(value));
  }

  /** The same type with another value: how `Machine.branch` puts two results together. */
  with(int: Int): U64 {
    return new U64(this.machine, int);
  }

  private checked(int: Int, operator: string, other: Int): U64 {
    const fits = this.machine
      .int(0n)
      .atMost(int)
      .and(int.atMost(this.machine.int(U64_MAX)));
    this.machine.must(fits, () => `${this.int} ${operator} ${other} leaves u64`);
    return this.with(int);
  }

  private divided(divisor: bigint, result: () => Int): U64 {
    this.machine.must(this.machine.int(1n).atMost(this.machine.int(divisor)), () => `${this.int} is divided by 0`);
    return this.with(divisor === 0n ? this.machine.int(0n) : result());
  }
}

/** Rust's i64. */
export class I64 {
  constructor(
    private readonly machine: Machine,
    readonly int: Int,
  ) {}

  saturatingAdd(other: I64): I64 {
    return this.saturated(this.int.plus(other.int));
  }

  saturatingAddUnsigned(other: U64): I64 {
    return this.saturated(this.int.plus(other.int));
  }

  max(other: I64): I64 {
    return this.with(larger(this.int, other.int));
  }

  gt(other: I64): Truth {
    return below(other.int, this.int);
  }

  /** `self.abs_diff(other)` where `self > other`. */
  absDiff(other: I64): U64 {
    const difference = this.int.minus(other.int);
    const fits = this.machine
      .int(0n)
      .atMost(difference)
      .and(difference.atMost(this.machine.int(U64_MAX)));
    this.machine.must(fits, () => `the difference of ${this.int} and ${other.int} leaves u64`);
    return new U64(this.machine, difference);
  }

  with(int: Int): I64 {
    return new I64(this.machine, int);
  }

  private saturated(int: Int): I64 {
    return this.with(larger(this.machine.int(I64_MIN), smaller(int, this.machine.int(I64_MAX))));
  }
}
