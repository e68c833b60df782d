/** The cases of `sdk/vectors`, run through the SDK's rule and through the model. */
import { applyRule } from "@profit-share/sdk";
import type { Given, RuleCase } from "../../sdk/vectors/definition";
import { Exact, isTrue, numberOf } from "../machines/exact";
import { I64, type Int, U64 } from "../model/numbers";
import { type Ledger, type Observation, Rule, type Settlement } from "../model/rule";

/** What the twins and the model must agree on. */
export interface Outcome {
  mark: bigint;
  last: bigint;
  loss: bigint;
  profitTotal: bigint;
  accrued: bigint;
  credited: bigint;
  balance: bigint;
  profit: bigint;
  dropped: bigint;
  share: bigint;
  paid: bigint;
  capped: boolean;
}

/** A case of `rule.json`, in numbers. */
export function givenOf({ terms, room, ledger, observation }: Omit<RuleCase, "name" | "expected">): Given {
  const before = Object.fromEntries(Object.entries(ledger).map(([name, value]) => [name, BigInt(value)]));
  return {
    bps: BigInt(terms.profit_share_bps),
    eachClose: terms.fee_basis === "each_close",
    room: BigInt(room),
    before: before as Given["before"],
    observation:
      observation.kind === "verified"
        ? { ...observation, realized: BigInt(observation.realized), loss: BigInt(observation.loss) }
        : { kind: "attested", closePnl: BigInt(observation.close_pnl) },
  };
}

/** What the vector says has to come out. */
export const expectedOf = ({ expected }: RuleCase): Outcome => ({
  mark: BigInt(expected.mark),
  last: BigInt(expected.last),
  loss: BigInt(expected.loss),
  profitTotal: BigInt(expected.profit_total),
  accrued: BigInt(expected.accrued),
  credited: BigInt(expected.credited),
  balance: BigInt(expected.balance),
  profit: BigInt(expected.profit),
  dropped: BigInt(expected.dropped),
  share: BigInt(expected.share),
  paid: BigInt(expected.paid),
  capped: expected.capped,
});

export function bySdk({ bps, eachClose, room, before, observation }: Given): Outcome {
  const terms = { profitShareBps: Number(bps), feeBasis: eachClose ? "each_close" : "high_water_mark" } as const;
  const { profit_total: profitTotal, ...rest } = before;
  const { ledger, profit, dropped, share, paid, capped } = applyRule(
    terms,
    room,
    { ...rest, profitTotal },
    observation,
  );
  const { mark, last, loss, accrued, credited, balance } = ledger;
  return {
    mark,
    last,
    loss,
    profitTotal: ledger.profitTotal,
    accrued,
    credited,
    balance,
    profit,
    dropped,
    share,
    paid,
    capped,
  };
}

/** The numbers of a case in a machine: `number` may turn each into an input. */
export function inModel(
  given: Given,
  rule: Rule,
  number: (name: string, value: bigint) => Int,
): Settlement & { ledger: Ledger } {
  const { machine } = rule;
  const u64 = (name: string, value: bigint): U64 => new U64(machine, number(name, value));
  const i64 = (name: string, value: bigint): I64 => new I64(machine, number(name, value));
  const { before, observation } = given;
  const ledger: Ledger = {
    mark: i64("mark", before.mark),
    last: i64("last", before.last),
    loss: u64("loss", before.loss),
    profitTotal: u64("profit_total", before.profit_total),
    accrued: u64("accrued", before.accrued),
    credited: u64("credited", before.credited),
    waived: u64("waived", before.waived),
    balance: u64("balance", before.balance),
  };
  const seen: Observation =
    observation.kind === "verified"
      ? { ...observation, realized: i64("realized", observation.realized), loss: u64("loss_read", observation.loss) }
      : { kind: "attested", closePnl: i64("close_pnl", observation.closePnl) };
  const basis = given.eachClose ? "each_close" : "high_water_mark";
  return { ...rule.settle(basis, u64("room", given.room), ledger, seen), ledger };
}

export function byModel(given: Given): Outcome {
  const machine = new Exact(given.bps);
  const { ledger, capped, ...amounts } = inModel(given, new Rule(machine), (_, value) => machine.int(value));
  return {
    mark: numberOf(ledger.mark.int),
    last: numberOf(ledger.last.int),
    loss: numberOf(ledger.loss.int),
    profitTotal: numberOf(ledger.profitTotal.int),
    accrued: numberOf(ledger.accrued.int),
    credited: numberOf(ledger.credited.int),
    balance: numberOf(ledger.balance.int),
    profit: numberOf(amounts.profit.int),
    dropped: numberOf(amounts.dropped.int),
    share: numberOf(amounts.share.int),
    paid: numberOf(amounts.paid.int),
    capped: isTrue(capped),
  };
}
