/** The theorems about one settlement, for each kind of it. */
import {
  all,
  I64_MAX,
  I64_MIN,
  type Int,
  implies,
  larger,
  type Machine,
  smaller,
  type Truth,
  type U64,
} from "../model/numbers";
import type { FeeBasis, Ledger, Observation, Rule } from "../model/rule";
import { i64, isShareOf, type Statement, totalWith, u64 } from "./statement";

/** The kinds of settlement that the rule tells apart by flags and terms. Together they are all that there are. */
export const KINDS = {
  verified: { basis: "high_water_mark", flags: { liquidated: false, recreated: false } },
  "verified, liquidated": { basis: "high_water_mark", flags: { liquidated: true, recreated: false } },
  "verified, re-created": { basis: "high_water_mark", flags: { liquidated: false, recreated: true } },
  "verified, liquidated and re-created": { basis: "high_water_mark", flags: { liquidated: true, recreated: true } },
  "attested, high-water mark": { basis: "high_water_mark", flags: undefined },
  "attested, each close": { basis: "each_close", flags: undefined },
} as const satisfies Record<
  string,
  { basis: FeeBasis; flags: { liquidated: boolean; recreated: boolean } | undefined }
>;

export type Kind = (typeof KINDS)[keyof typeof KINDS];

/** Any ledger that the program can hold: accrued is the share of the total, and no more is paid and waived than accrued. */
export function anyLedger(machine: Machine): Ledger {
  const ledger = {
    mark: i64(machine, "mark"),
    last: i64(machine, "last"),
    loss: u64(machine, "loss"),
    profitTotal: u64(machine, "profit_total"),
    accrued: u64(machine, "accrued"),
    credited: u64(machine, "credited"),
    waived: u64(machine, "waived"),
    balance: u64(machine, "balance"),
  };
  machine.assume(isShareOf(machine, ledger.accrued.int, ledger.profitTotal.int));
  machine.assume(ledger.credited.int.plus(ledger.waived.int).atMost(ledger.accrued.int));
  return ledger;
}

/** Anything that a settlement of the kind can learn. */
export function anyObservation(machine: Machine, { flags }: Kind): Observation {
  return flags === undefined
    ? { kind: "attested", closePnl: i64(machine, "close_pnl") }
    : { kind: "verified", realized: i64(machine, "realized"), loss: u64(machine, "loss_read"), ...flags };
}

/** What the design says about a settlement before the cap: in mathematical integers, apart from the model's own steps. */
interface Defined {
  realized: Int;
  loss: Int;
  /** Raised by what is forgiven. */
  mark: Int;
  gain: Int;
}

function define(machine: Machine, { basis }: Kind, ledger: Ledger, seen: Observation): Defined {
  const zero = machine.int(0n);
  const positive = (int: Int): Int => larger(zero, int);
  const clamped = (int: Int): Int => larger(machine.int(I64_MIN), smaller(int, machine.int(I64_MAX)));

  if (seen.kind === "attested") {
    const realized = clamped(ledger.last.int.plus(seen.closePnl.int));
    const gain = basis === "each_close" ? seen.closePnl.int : realized.minus(ledger.mark.int);
    return { realized, loss: zero, mark: ledger.mark.int, gain: positive(gain) };
  }
  const realized = seen.realized.int;
  const loss = seen.loss.int;
  if (seen.recreated) return { realized, loss, mark: realized, gain: zero };
  const forgiven = smaller(positive(realized.minus(ledger.last.int)), positive(ledger.loss.int.minus(loss)));
  const mark = seen.liquidated ? clamped(ledger.mark.int.plus(forgiven)) : ledger.mark.int;
  return { realized, loss, mark, gain: positive(realized.minus(mark)) };
}

const MONEY = ["accrued", "credited", "waived", "balance"] as const;

/** `paid` went from the balance to what is credited, and then nothing is owed or nothing is left. */
function isPaid(machine: Machine, before: Ledger, after: Ledger, paid: U64): Truth {
  const owed = after.accrued.int.minus(after.credited.int).minus(after.waived.int);
  return all(
    after.balance.int.plus(paid.int).equals(before.balance.int),
    after.credited.int.equals(before.credited.int.plus(paid.int)),
    after.waived.int.equals(before.waived.int),
    machine.int(0n).atMost(owed),
    owed.equals(machine.int(0n)).or(after.balance.is(0n)),
  );
}

function claimsOf(rule: Rule, kind: Kind) {
  const { machine } = rule;
  const ledger = anyLedger(machine);
  const room = u64(machine, "room");
  const seen = anyObservation(machine, kind);
  const after = { ...ledger };
  const result = rule.settle(kind.basis, room, after, seen);
  const { realized, loss, mark, gain } = define(machine, kind, ledger, seen);
  const verified = seen.kind === "verified";
  const recreated = verified && seen.recreated;

  const profit = result.profit.int;
  // Any larger profit, and its share.
  const more = u64(machine, "larger_profit").int;
  const shareOfMore = u64(machine, "its_accrued").int;
  const isMore = all(
    profit.plus(machine.int(1n)).atMost(more),
    more.atMost(gain),
    isShareOf(machine, shareOfMore, totalWith(machine, ledger.profitTotal, more)),
  );
  const fits = shareOfMore.atMost(ledger.accrued.int.plus(room.int));
  return {
    "profit ≤ gain": profit.atMost(gain),
    "share ≤ room": result.share.le(room),
    "profit is the largest that fits": implies(isMore, fits.not()),
    "accrued = floor(profit_total · bps / 10,000)": all(
      isShareOf(machine, after.accrued.int, after.profitTotal.int),
      after.profitTotal.int.equals(totalWith(machine, ledger.profitTotal, profit)),
      after.accrued.int.equals(ledger.accrued.int.plus(result.share.int)),
    ),
    "money is conserved": recreated
      ? all(...MONEY.map((name) => after[name].int.equals(ledger[name].int)), result.paid.is(0n))
      : isPaid(machine, ledger, after, result.paid),
    "the mark moves by what is forgiven and charged": all(
      after.mark.int.equals(verified ? mark.plus(profit) : larger(mark, realized)),
      after.last.int.equals(realized),
      after.loss.int.equals(loss),
      recreated ? after.mark.int.equals(realized) : ledger.mark.int.atMost(after.mark.int),
      // No charge lifts the mark above what was realized.
      after.mark.int.atMost(larger(mark, realized)),
    ),
    "what the cap cuts off is said": all(
      result.dropped.int.equals(verified ? machine.int(0n) : gain.minus(profit)),
      implies(result.capped, profit.equals(gain).not()),
      implies(profit.equals(gain).not(), result.capped),
    ),
  };
}

export const settlements: Statement[] = Object.entries(KINDS).map(([name, kind]) => ({
  about: `settle, ${name}`,
  standsOn: "charge",
  claims: (rule) => claimsOf(rule, kind),
}));

/** What a deposit, too, does after it raised the balance. */
export const payments: Statement[] = [
  {
    about: "pay_owed",
    standsOn: "nothing",
    claims(rule) {
      const ledger = anyLedger(rule.machine);
      const after = { ...ledger };
      const paid = rule.payOwed(after);
      return { "money is conserved": isPaid(rule.machine, ledger, after, paid) };
    },
  },
];
