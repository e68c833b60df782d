import { expect } from "chai";
import { InvalidInput } from "../../src/failures";
import type { SettlementRecord } from "../../src/history/record";
import { type Step, steps } from "../../src/history/steps";
import { NO_FLAGS } from "../support/history";

const DOLLAR = 1_000_000n;

type Dollars = "last" | "realized" | "mark" | "lossBefore" | "loss" | "profit" | "dropped" | "accrued" | "credited";

/** A record in dollars, but for what a step does not look at. */
function record(
  kind: SettlementRecord["kind"],
  sequence: bigint,
  dollars: Partial<Record<Dollars, bigint>>,
  flags: Partial<SettlementRecord["flags"]> = {},
): SettlementRecord {
  const zero = {
    ...{ last: 0n, realized: 0n, mark: 0n, lossBefore: 0n, loss: 0n },
    ...{ profit: 0n, dropped: 0n, accrued: 0n, credited: 0n },
  };
  const amounts = Object.fromEntries(
    Object.entries({ ...zero, ...dollars }).map(([name, value]) => [name, value * DOLLAR]),
  );
  return { kind, sequence, time: 100n * sequence, flags: { ...NO_FLAGS, ...flags }, ...amounts } as SettlementRecord;
}

/** Whole dollars of one field, step by step. */
const inDollars = (value: bigint | null): bigint | null => value && value / DOLLAR;
const change = ({ before, after }: Step["mark"]) => [inDollars(before), inDollars(after)];

describe("steps", () => {
  describe("of a verified history", () => {
    // Began at −20. +100; −40 and +10 without a record; a liquidation that takes 15; a cap; a new account at the address.
    const records = [
      record("verified", 1n, { last: -20n, realized: 80n, mark: 80n, profit: 100n, accrued: 10n, credited: 10n }),
      record(
        "verified",
        2n,
        { last: 50n, realized: 65n, mark: 95n, lossBefore: 40n, loss: 25n, accrued: 10n, credited: 10n },
        { liquidation: true },
      ),
      record(
        "verified",
        3n,
        { last: 65n, realized: 195n, mark: 145n, lossBefore: 30n, loss: 5n, profit: 50n, accrued: 15n, credited: 12n },
        { capped: true },
      ),
      record("verified", 4n, { last: 195n, realized: 3n, mark: 3n, accrued: 15n, credited: 15n }, { recreated: true }),
    ];
    const all = steps(records, -20n * DOLLAR);

    it("say when they were, and what was realized before and after each", () => {
      expect(all.map(({ sequence, time }) => [sequence, time])).to.deep.equal([
        [1n, 100n],
        [2n, 200n],
        [3n, 300n],
        [4n, 400n],
      ]);
      expect(all.map(({ realized }) => change(realized))).to.deep.equal([
        [-20n, 80n],
        [50n, 65n],
        [65n, 195n],
        [195n, 3n],
      ]);
    });

    it("say the mark before and after each, and what of its rise nobody pays for", () => {
      expect(all.map(({ mark }) => change(mark))).to.deep.equal([
        [-20n, 80n],
        [80n, 95n],
        [95n, 145n],
        [145n, 3n],
      ]);
      expect(all.map(({ forgiven }) => inDollars(forgiven))).to.deep.equal([0n, 15n, 0n, 0n]);
    });

    it("say the loss that lay in the positions before and after each", () => {
      expect(all.map(({ loss }) => change(loss))).to.deep.equal([
        [0n, 0n],
        [40n, 25n],
        [30n, 5n],
        [0n, 0n],
      ]);
    });

    it("say what changed without a record in between", () => {
      expect(all.map(({ unrecorded }) => inDollars(unrecorded))).to.deep.equal([0n, -30n, 0n, 0n]);
    });

    it("say what was charged, cut off, and paid", () => {
      expect(all.map(({ profit }) => inDollars(profit))).to.deep.equal([100n, 0n, 50n, 0n]);
      expect(all.map(({ accrued }) => inDollars(accrued))).to.deep.equal([10n, 0n, 5n, 0n]);
      // A deposit paid the 3 that were owed after the third.
      expect(all.map(({ credited }) => inDollars(credited))).to.deep.equal([10n, 0n, 2n, 3n]);
      expect(all.map(({ flags }) => flags.capped)).to.deep.equal([false, false, true, false]);
    });

    it("tell the start themselves", () => {
      expect(steps(records)).to.deep.equal(all);
    });

    it("tell the start of a first record that forgave something, too", () => {
      const first = { last: -30n, realized: -10n, mark: 5n, lossBefore: 50n, loss: 38n, profit: 0n };
      const [step] = steps([record("verified", 1n, first, { liquidation: true })]);
      expect(change(step!.mark)).to.deep.equal([-7n, 5n]);
      expect([step!.unrecorded, step!.forgiven].map(inDollars)).to.deep.equal([-23n, 12n]);
    });

    it("do not guess a start that the first record hides", () => {
      const recreated = record("verified", 1n, { last: 5n, realized: 9n, mark: 9n }, { recreated: true });
      const [step] = steps([recreated]);
      expect(step).to.deep.include({ unrecorded: null, forgiven: null, mark: { before: null, after: 9n * DOLLAR } });
      const [known] = steps([recreated], 4n * DOLLAR);
      expect(change(known!.mark)).to.deep.equal([4n, 9n]);
      expect([known!.unrecorded, known!.forgiven].map(inDollars)).to.deep.equal([1n, 0n]);
      const end = 2n ** 63n - 1n;
      const stopped = { ...record("verified", 1n, { loss: 0n, lossBefore: 9n }, { liquidation: true }), mark: end };
      expect(steps([{ ...stopped, last: end - 5n, realized: end }])[0]!.mark.before).to.equal(null);
    });
  });

  describe("of an attested history", () => {
    // +10; −4; +20 of which the cap lets 5 through.
    const records = [
      record("attested", 1n, { realized: 10n, mark: 10n, profit: 10n, accrued: 1n, credited: 1n }),
      record("attested", 2n, { last: 10n, realized: 6n, mark: 10n, accrued: 1n, credited: 1n }),
      record(
        "attested",
        3n,
        { last: 6n, realized: 26n, mark: 26n, profit: 5n, dropped: 11n, accrued: 1n, credited: 1n },
        { capped: true },
      ),
    ];

    it("begin at 0, leave nothing without a record, and forgive nothing", () => {
      const all = steps(records);
      expect(all.map(({ mark }) => change(mark))).to.deep.equal([
        [0n, 10n],
        [10n, 10n],
        [10n, 26n],
      ]);
      expect(all.map(({ unrecorded, forgiven }) => [unrecorded, forgiven])).to.deep.equal([
        [0n, 0n],
        [0n, 0n],
        [0n, 0n],
      ]);
      expect(all.map(({ dropped }) => inDollars(dropped))).to.deep.equal([0n, 0n, 11n]);
    });

    it("are none where nothing was settled", () => {
      expect(steps([])).to.deep.equal([]);
    });

    it("are refused where a record is missing", () => {
      const message = "The records are not complete: 3 comes where 2 follows";
      expect(() => steps([records[0]!, records[2]!])).to.throw(InvalidInput, message);
      expect(() => steps(records.slice(1))).to.throw(InvalidInput, "2 comes where 1 follows");
    });
  });
});
