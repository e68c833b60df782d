/**
 * Over any sequence of settlements: what liquidations were forgiven is at most the loss at subscribe and the rises of `loss`
 * that the records show. By induction: a sum that starts within its bound stays within it over one
 * settlement of any ledger.
 */
import { all, type Int, implies, larger, type Machine, type Truth } from "../model/numbers";
import type { Rule } from "../model/rule";
import { anyLedger, anyObservation, KINDS, type Kind } from "./settlement";
import { type Statement, u64 } from "./statement";

/** What a reader of the records has summed up so far. */
interface Sums {
  /** The loss at subscribe, plus what each `loss` in a record lies above the one shown before it. */
  bound: Int;
  /** Σ of what liquidations raised the mark by. */
  forgiven: Int;
  /** The `loss` shown last: at subscribe, or after the settlement of the last record. */
  shown: Int;
}

/** What the induction carries on. It is stronger than the theorem, as `shown` is never below zero. */
const isWithin = ({ bound, forgiven, shown }: Sums): Truth => forgiven.plus(shown).atMost(bound);

/** Sums without an end: a subscription may settle as often as it likes. */
const anySums = (machine: Machine): Sums => {
  const sum = (name: string): Int => machine.input(name, 0n, undefined);
  return { bound: sum("bound"), forgiven: sum("forgiven"), shown: u64(machine, "shown").int };
};

function step(rule: Rule, kind: Kind) {
  const { machine } = rule;
  const sums = anySums(machine);
  machine.assume(isWithin(sums));
  const ledger = anyLedger(machine);
  const seen = anyObservation(machine, kind);
  const after = { ...ledger };
  const { profit } = rule.settle(kind.basis, u64(machine, "room"), after, seen);

  const recreated = seen.kind === "verified" && seen.recreated;
  const zero = machine.int(0n);
  // A settlement after which the mark is another one is always recorded, others sometimes.
  const recorded = machine.input("recorded", 0n, 1n).equals(machine.int(1n));
  machine.assume(implies(recorded.not(), after.mark.int.equals(ledger.mark.int)));
  const forgiven = recreated ? zero : after.mark.int.minus(ledger.mark.int).minus(profit.int);
  const rise = (from: Int, to: Int): Int => larger(zero, to.minus(from));
  const risen = rise(sums.shown, ledger.loss.int).plus(rise(ledger.loss.int, after.loss.int));
  const next = {
    bound: recorded.choose(sums.bound.plus(risen), sums.bound),
    forgiven: sums.forgiven.plus(forgiven),
    shown: recorded.choose(after.loss.int, sums.shown),
  };
  return all(zero.atMost(forgiven), isWithin(next), next.forgiven.atMost(next.bound));
}

const NAME = "forgiven ≤ loss at subscribe + recorded rises";

export const sequence: Statement[] = [
  {
    about: "subscribe",
    standsOn: "nothing",
    claims({ machine }) {
      const loss = u64(machine, "loss").int;
      return { [NAME]: isWithin({ bound: loss, forgiven: machine.int(0n), shown: loss }) };
    },
  },
  // An attested settlement knows no liquidation: nothing but what is realized moves its mark.
  ...Object.entries(KINDS)
    .filter(([, { flags }]) => flags !== undefined)
    .map(([name, kind]) => ({
      about: `one more settlement, ${name}`,
      standsOn: "charge" as const,
      claims: (rule: Rule) => ({ [NAME]: step(rule, kind) }),
    })),
];
