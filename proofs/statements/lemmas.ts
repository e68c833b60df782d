/** The lemmas of `share`, `largest_total` and `charge`. Each determines the function's result, so nothing is lost by them. */
import { all, below, type Int, implies, type Machine, type Truth, type U64, U64_MAX } from "../model/numbers";
import type { Totals } from "../model/rule";
import { isShareOf, type Lemma, type Statement, totalWith, u64 } from "./statement";

export const shareLemma: Lemma<[total: U64], U64> = {
  needs: (machine) => machine.truth(true),
  promises: (machine, share, total) => ({
    "accrued = floor(profit_total · bps / 10,000)": isShareOf(machine, share.int, total.int),
  }),
};

/** total · bps < 10,000 · (accrued + 1): the share of the total is `accrued` at most. */
const within = (machine: Machine, total: Int, accrued: Int): Truth =>
  below(machine.timesBps(total), accrued.plus(machine.int(1n)).times(10_000n));

export const largestTotalLemma: Lemma<[accrued: U64], U64> = {
  /** Some total of the type has a larger share; so bps > 0. */
  needs: (machine, accrued) => within(machine, machine.int(U64_MAX), accrued.int).not(),
  promises: (machine, total, accrued) => ({
    "profit is the largest that fits": all(
      within(machine, total.int, accrued.int),
      within(machine, total.int.plus(machine.int(1n)), accrued.int).not(),
    ),
  }),
};

/** The totals afterwards, and what `charge` returns. */
export type Charged = Totals & { profit: U64; share: U64 };

export const chargeLemma: Lemma<[before: Totals, gain: U64, room: U64], Charged> = {
  needs: (machine, { accrued, profitTotal }) => isShareOf(machine, accrued.int, profitTotal.int),
  promises: (machine, { profitTotal, accrued, profit, share }, before, gain, room) => {
    const oneMore = totalWith(machine, before.profitTotal, profit.int.plus(machine.int(1n)));
    return {
      "profit ≤ gain": profit.le(gain),
      "share ≤ room": share.le(room),
      "profit is the largest that fits": implies(
        profit.lt(gain),
        within(machine, oneMore, before.accrued.int.plus(room.int)).not(),
      ),
      "accrued = floor(profit_total · bps / 10,000)": all(
        profitTotal.int.equals(totalWith(machine, before.profitTotal, profit.int)),
        isShareOf(machine, accrued.int, profitTotal.int),
        accrued.int.equals(before.accrued.int.plus(share.int)),
      ),
    };
  },
};

/** The lemmas as statements about the functions themselves. */
export const lemmas: Statement[] = [
  {
    about: "share",
    standsOn: "nothing",
    claims(rule) {
      const { machine } = rule;
      const total = u64(machine, "total");
      machine.assume(shareLemma.needs(machine, total));
      return shareLemma.promises(machine, rule.share(total), total);
    },
  },
  {
    about: "largest_total",
    standsOn: "nothing",
    claims(rule) {
      const { machine } = rule;
      const accrued = u64(machine, "accrued");
      machine.assume(largestTotalLemma.needs(machine, accrued));
      return largestTotalLemma.promises(machine, rule.largestTotal(accrued), accrued);
    },
  },
  {
    about: "charge",
    standsOn: "share and largest_total",
    claims(rule) {
      const { machine } = rule;
      const before = { profitTotal: u64(machine, "profit_total"), accrued: u64(machine, "accrued") };
      const [gain, room] = [u64(machine, "gain"), u64(machine, "room")];
      machine.assume(chargeLemma.needs(machine, before, gain, room));
      const after = { ...before };
      const [profit, share] = rule.charge(after, gain, room);
      return chargeLemma.promises(machine, { ...after, profit, share }, before, gain, room);
    },
  },
];
