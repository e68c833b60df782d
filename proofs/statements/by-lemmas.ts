/** The rule with some functions replaced by their lemmas: any result that keeps the promise. */
import type { Symbolic } from "../machines/symbolic";
import { all, implies, type Machine, U64, U64_MAX } from "../model/numbers";
import type { Rule, Totals } from "../model/rule";
import { chargeLemma, largestTotalLemma, shareLemma } from "./lemmas";
import type { Lemma, Statement } from "./statement";

/** The rule on which a statement stands. */
export function ruleFor(standsOn: Statement["standsOn"], Base: typeof Rule, symbolic: Symbolic): Rule {
  const machine: Machine = symbolic;
  const unknown = (what: string): U64 => new U64(machine, symbolic.unknown(what, 0n, U64_MAX));

  /** Calls by lemma. What is promised holds only if the need is met, so a caller that does not meet it gains nothing. */
  function called<A extends unknown[], R>(lemma: Lemma<A, R>, result: R, ...given: A): R {
    const needed = lemma.needs(machine, ...given);
    machine.must(needed, () => "A function is called where its lemma promises nothing.");
    machine.assume(implies(needed, all(...Object.values(lemma.promises(machine, result, ...given)))));
    return result;
  }

  class OnShares extends Base {
    override share(total: U64): U64 {
      return called(shareLemma, unknown("share"), total);
    }

    override largestTotal(accrued: U64): U64 {
      return called(largestTotalLemma, unknown("largest_total"), accrued);
    }
  }

  class OnCharge extends Base {
    override charge(ledger: Totals, gain: U64, room: U64): [profit: U64, share: U64] {
      const before = { ...ledger };
      ledger.profitTotal = unknown("profit_total");
      ledger.accrued = unknown("accrued");
      const { profitTotal, accrued } = ledger;
      const charged = { profitTotal, accrued, profit: unknown("profit"), share: unknown("share") };
      const { profit, share } = called(chargeLemma, charged, before, gain, room);
      return [profit, share];
    }
  }

  return new { nothing: Base, "share and largest_total": OnShares, charge: OnCharge }[standsOn](machine);
}
