/** The machine of plain numbers: it runs the model, and a statement about it, on inputs that are given. */
import type { Int, Machine, Truth } from "../model/numbers";

class ExactInt implements Int {
  constructor(readonly value: bigint) {}

  plus(other: ExactInt): ExactInt {
    return new ExactInt(this.value + other.value);
  }

  minus(other: ExactInt): ExactInt {
    return new ExactInt(this.value - other.value);
  }

  times(factor: bigint): ExactInt {
    return new ExactInt(this.value * factor);
  }

  // The model divides no negative number, where bigints would round up.
  quotient(divisor: bigint): ExactInt {
    return new ExactInt(this.value / divisor);
  }

  remainder(divisor: bigint): ExactInt {
    return new ExactInt(this.value % divisor);
  }

  atMost(other: ExactInt): ExactTruth {
    return truth(this.value <= other.value);
  }

  equals(other: ExactInt): ExactTruth {
    return truth(this.value === other.value);
  }

  toString(): string {
    return this.value.toString();
  }
}

class ExactTruth implements Truth {
  constructor(readonly value: boolean) {}

  and(other: ExactTruth): ExactTruth {
    return this.value ? other : FALSE;
  }

  or(other: ExactTruth): ExactTruth {
    return this.value ? TRUE : other;
  }

  not(): ExactTruth {
    return truth(!this.value);
  }

  choose(a: Int, b: Int): Int {
    return this.value ? a : b;
  }
}

const TRUE = new ExactTruth(true);
const FALSE = new ExactTruth(false);
const truth = (value: boolean): ExactTruth => (value ? TRUE : FALSE);

/** An operation left its type, or divided by zero. */
export class Overflow extends Error {}

/** The inputs are none that the statement speaks of. */
export class NotAssumed extends Error {}

export const numberOf = (int: Int): bigint => (int as ExactInt).value;
export const isTrue = (truth: Truth): boolean => (truth as ExactTruth).value;

export class Exact implements Machine {
  /** @param inputs by name */
  constructor(
    readonly bps: bigint,
    private readonly inputs: ReadonlyMap<string, bigint> = new Map(),
  ) {}

  timesBps(int: ExactInt): ExactInt {
    return int.times(this.bps);
  }

  int(value: bigint): ExactInt {
    return new ExactInt(value);
  }

  truth(value: boolean): ExactTruth {
    return truth(value);
  }

  input(name: string): ExactInt {
    const value = this.inputs.get(name);
    if (value === undefined) throw new Error(`No value is given for the input "${name}".`);
    return new ExactInt(value);
  }

  assume(condition: ExactTruth): void {
    if (!condition.value) throw new NotAssumed("The inputs do not meet the statement's assumptions.");
  }

  /** @throws Overflow */
  must(condition: ExactTruth, otherwise: () => string): void {
    if (!condition.value) throw new Overflow(otherwise());
  }

  branch<T>(condition: ExactTruth, then: () => T, otherwise: () => T): T {
    return condition.value ? then() : otherwise();
  }
}
