/** What a second settlement finds that reads what the first one read, on the same day. */
import { all, I64, type Truth } from "../model/numbers";
import type { Ledger, Rule } from "../model/rule";
import { anyLedger, anyObservation, KINDS, type Kind } from "./settlement";
import { type Statement, u64 } from "./statement";

const PNL = ["mark", "last", "loss"] as const;
const TOTALS = ["profitTotal", "accrued", "waived"] as const;
const MONEY = ["credited", "balance"] as const;

const unchanged = (a: Ledger, b: Ledger, fields: readonly (keyof Ledger)[]): Truth =>
  all(...fields.map((field) => a[field].int.equals(b[field].int)));

/**
 * A verified settlement reads the same account again: counters and realized PnL are as stored, so it is not re-created, but
 * a flag of liquidation may still stand. An attested close is never repeated, its reference would be refused; what can
 * follow on it without a gain is a close of 0, as at the end of a subscription.
 */
function claimsOf(rule: Rule, kind: Kind, stillLiquidated: boolean) {
  const { machine } = rule;
  const ledger = anyLedger(machine);
  const room = u64(machine, "room");
  const seen = anyObservation(machine, kind);
  const first = rule.settle(kind.basis, room, ledger, seen);
  const afterFirst = { ...ledger };

  const again =
    seen.kind === "verified"
      ? { ...seen, liquidated: stillLiquidated, recreated: false }
      : { ...seen, closePnl: new I64(machine, machine.int(0n)) };
  const left = u64(machine, "room_left");
  machine.assume(left.int.plus(first.share.int).equals(room.int));
  const second = rule.settle(kind.basis, left, ledger, again);

  const afterRecreation = seen.kind === "verified" && seen.recreated;
  return {
    "a repeated settlement charges nothing": all(
      second.profit.is(0n),
      second.share.is(0n),
      second.dropped.is(0n),
      unchanged(afterFirst, ledger, [...PNL, ...TOTALS]),
      // Re-creation pays nothing, so the settlement after it may pay an older debt. Otherwise no money moves.
      afterRecreation ? machine.truth(true) : unchanged(afterFirst, ledger, MONEY).and(second.paid.is(0n)),
    ),
  };
}

export const repetitions: Statement[] = Object.entries(KINDS).flatMap(([name, kind]) =>
  (kind.flags === undefined ? [false] : [false, true]).map((stillLiquidated) => ({
    about: `settle twice, ${name}${stillLiquidated ? ", then still liquidated" : ""}`,
    standsOn: "charge" as const,
    claims: (rule: Rule) => claimsOf(rule, kind, stillLiquidated),
  })),
);
