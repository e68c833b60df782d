/** What a statement is, and the words that all of them use. */
import {
  all,
  below,
  I64,
  I64_MAX,
  I64_MIN,
  type Int,
  type Machine,
  smaller,
  type Truth,
  U64,
  U64_MAX,
} from "../model/numbers";
import type { Rule } from "../model/rule";

/** The theorems by the names under which they are reported. */
export const THEOREMS = [
  "profit ≤ gain",
  "share ≤ room",
  "profit is the largest that fits",
  "accrued = floor(profit_total · bps / 10,000)",
  "nothing overflows",
  "a repeated settlement charges nothing",
  "forgiven ≤ loss at subscribe + recorded rises",
  "money is conserved",
  "the mark moves by what is forgiven and charged",
  "what the cap cuts off is said",
] as const;

export type Theorem = (typeof THEOREMS)[number];

/** What the solver is asked about one function, or about settlements of one kind: the parts of theorems that it shows there. */
export interface Statement {
  /** The function, and for a settlement its kind. */
  about: string;
  /**
   * The functions that it calls and that have a lemma: they are replaced by it. `settle` stands on the lemma of `charge`,
   * and that one on those of `share` and `largest_total`.
   */
  standsOn: "nothing" | "share and largest_total" | "charge";
  /** Makes the inputs, assumes what the caller promises, runs the model, and says what has to hold. */
  claims(rule: Rule): Partial<Record<Theorem, Truth>>;
}

/** What a function needs and promises, if its code may be left out of the proofs of its callers. */
export interface Lemma<Arguments extends unknown[], Result> {
  needs(machine: Machine, ...given: Arguments): Truth;
  promises(machine: Machine, result: Result, ...given: Arguments): Partial<Record<Theorem, Truth>>;
}

export const u64 = (machine: Machine, name: string): U64 => new U64(machine, machine.input(name, 0n, U64_MAX));
export const i64 = (machine: Machine, name: string): I64 => new I64(machine, machine.input(name, I64_MIN, I64_MAX));

/** share = floor(total · bps / 10,000), without a division: 10,000 · share ≤ total · bps < 10,000 · (share + 1). */
export function isShareOf(machine: Machine, share: Int, total: Int): Truth {
  const scaled = share.times(10_000n);
  const product = machine.timesBps(total);
  return all(scaled.atMost(product), below(product, scaled.plus(machine.int(10_000n))));
}

/** `total + profit`, stopping at the largest u64. */
export const totalWith = (machine: Machine, total: U64, profit: Int): Int =>
  smaller(total.int.plus(profit), machine.int(U64_MAX));
