import { expect } from "chai";
import fc from "fast-check";
import type { SettlementRecord } from "../../src/history/record";
import { type HistoryEnds, verifyHistory } from "../../src/history/verify";
import { type Ledger, settle } from "../../src/rule/rule";
import { chain, NO_FLAGS, VERIFIED, verified } from "../support/history";

const MAX = 9_223_372_036_854_775_807n;
const MIN = -9_223_372_036_854_775_808n;
const U64_MAX = 18_446_744_073_709_551_615n;

const verify = (records: SettlementRecord[], ends?: HistoryEnds) =>
  verifyHistory(VERIFIED, chain(VERIFIED, records), ends);

describe("a verified history", () => {
  // Began at −2 dollars; a profit of 10; a cap; a loss of 17 that left no record; a liquidation that takes 4 of it; one
  // that takes 10 more beside a profit; a new account at the address; profit on it.
  const records = [
    verified(1n, {
      last: -2_000_000n,
      realized: 8_000_000n,
      mark: 8_000_000n,
      profit: 10_000_000n,
      accrued: 1_000_000n,
    }),
    verified(
      2n,
      { last: 8_000_000n, realized: 20_000_000n, mark: 10_000_009n, profit: 2_000_009n, accrued: 1_200_000n },
      { capped: true },
    ),
    verified(
      3n,
      {
        last: 3_000_000n,
        realized: 7_000_000n,
        mark: 14_000_009n,
        lossBefore: 17_000_000n,
        loss: 13_000_000n,
        profit: 0n,
        accrued: 1_200_000n,
      },
      { liquidation: true },
    ),
    // 43 up, 10 of them from the loss: the mark goes to 24.000009, what is above it is profit.
    verified(
      4n,
      {
        last: 7_000_000n,
        realized: 50_000_000n,
        mark: 50_000_000n,
        lossBefore: 13_000_000n,
        loss: 3_000_000n,
        profit: 25_999_991n,
        accrued: 3_800_000n,
      },
      { liquidation: true },
    ),
    verified(
      5n,
      { last: 50_000_000n, realized: 5n, mark: 5n, lossBefore: 3_000_000n, loss: 2n, profit: 0n, accrued: 3_800_000n },
      { recreated: true },
    ),
    verified(6n, { last: 5n, realized: 15n, mark: 15n, lossBefore: 2n, profit: 10n, accrued: 3_800_001n }),
  ];

  const report = (changed: SettlementRecord[]) => verify(changed).mismatch;
  const changed = (index: number, change: Partial<SettlementRecord>) =>
    records.map((record, at) => (at === index ? { ...record, ...change } : record));

  it("is right as the program writes it, with settlements in between that left no record", () => {
    expect(report(records)).to.equal(null);
  });

  it("is refused when more was forgiven than the loss that went", () => {
    expect(report(changed(2, { mark: 14_000_010n }))?.what).to.equal("its mark is 14000010, the rule gives 14000009");
    const smaller = [{ lossBefore: 16_999_999n }, { loss: 13_000_001n }];
    for (const change of smaller) {
      expect(report(changed(2, change))?.what).to.equal("its mark is 14000009, the rule gives 14000008");
    }
  });

  it("is refused when more was forgiven than realized PnL rose by", () => {
    expect(report(changed(2, { last: 3_000_001n }))?.what).to.equal("its mark is 14000009, the rule gives 14000008");
  });

  it("is refused when less was forgiven", () => {
    expect(report(changed(2, { mark: 10_000_009n }))?.what).to.equal("its mark is 10000009, the rule gives 14000009");
    expect(report(changed(3, { loss: 2_000_000n }))?.what).to.equal("its profit is 25999991, the rule gives 24999991");
  });

  it("is refused when a mark rose without profit or liquidation", () => {
    expect(report(changed(2, { flags: NO_FLAGS }))?.sequence).to.equal(3n);
  });

  it("is refused when a re-created account was charged", () => {
    expect(report(changed(4, { profit: 5n }))?.what).to.equal("its profit is 5, the rule gives 0");
  });

  it("is refused when the uncapped profit is not all of the gain", () => {
    expect(report(changed(5, { profit: 9n, mark: 14n }))?.what).to.equal("its mark is 14, the rule gives 15");
  });

  describe("from a known start", () => {
    it("is right, and says the start", () => {
      expect(verify(records, { startMark: -2_000_000n })).to.deep.include({
        verified: 6,
        startMark: -2_000_000n,
        mismatch: null,
      });
    });

    it("is refused when the first record charges what was realized before", () => {
      expect(verify(records, { startMark: -1_000_000n })).to.deep.include({
        verified: 0,
        startMark: -1_000_000n,
        mismatch: { sequence: 1n, what: "its profit is 10000000, the rule gives 9000000" },
      });
    });

    it("is refused when the first record charges less than the gain", () => {
      const below = changed(0, { last: -2_000_001n });
      expect(verify(below, { startMark: -2_000_001n }).mismatch?.what).to.equal(
        "its profit is 10000000, the rule gives 10000001",
      );
    });

    it("is refused when the first record follows one that should have been recorded", () => {
      const above = changed(0, { last: -1_999_999n });
      expect(verify(above, { startMark: -2_000_000n }).mismatch?.what).to.equal(
        "its last is -1999999, above the mark of -2000000 before it",
      );
    });
  });

  describe("from an unknown start", () => {
    it("says so, and cannot tell profit from what was realized before", () => {
      expect(verify(records)).to.deep.include({ verified: 6, startMark: null, mismatch: null });
      expect(verify(records, { startMark: null })).to.deep.include({ verified: 6, startMark: null, mismatch: null });
    });

    it("still asks for some start that explains the first record", () => {
      const above = changed(0, { last: -1_999_999n });
      expect(verify(above).mismatch?.what).to.equal("its last is -1999999, above the mark of -2000000 before it");
      expect(verify(changed(0, { mark: 8_000_001n })).mismatch?.what).to.equal(
        "its mark is 8000001, the rule gives 8000000",
      );
    });
  });

  describe("that begins with a liquidation", () => {
    const first = (amounts: Omit<Parameters<typeof verified>[1], "last">): SettlementRecord[] => [
      verified(1n, { last: -10n, ...amounts }, { liquidation: true }),
    ];
    const PARTLY_TAKEN = first({ realized: -4n, mark: 6n, lossBefore: 10n, loss: 4n, profit: 0n, accrued: 0n });
    const BEYOND = first({ realized: 50n, mark: 50n, lossBefore: 10n, loss: 0n, profit: 40n, accrued: 4n });

    it("is right when part of the loss was taken, and forgiven", () => {
      expect(verify(PARTLY_TAKEN, { startMark: 0n }).mismatch).to.equal(null);
      expect(verify(PARTLY_TAKEN).mismatch).to.equal(null);
    });

    it("is right when all of it was forgiven and the rest charged", () => {
      expect(verify(BEYOND, { startMark: 0n }).mismatch).to.equal(null);
      expect(verify(BEYOND).mismatch).to.equal(null);
    });

    it("is refused from another start", () => {
      expect(verify(PARTLY_TAKEN, { startMark: 1n }).mismatch?.what).to.equal("its mark is 6, the rule gives 7");
      expect(verify(BEYOND, { startMark: 1n }).mismatch?.what).to.equal("its profit is 40, the rule gives 39");
    });

    it("is refused when no start explains it", () => {
      const less = first({ realized: 50n, mark: 49n, lossBefore: 10n, loss: 0n, profit: 39n, accrued: 4n });
      expect(verify(less).mismatch?.what).to.equal("its mark is 49, the rule gives 50");
      const more = first({ realized: 50n, mark: 50n, lossBefore: 10n, loss: 0n, profit: 60n, accrued: 6n });
      expect(verify(more).mismatch?.what).to.equal("its last is -10, above the mark of -20 before it");
    });
  });

  describe("at the ends of i64", () => {
    // Began at MAX − 29, a gain of 24 against a cap with room for 1, a loss of 13 that left no record, then a liquidation
    // that takes 12 of it: the mark has room for 10 of them.
    const MARK_STOPS = [
      verified(
        1n,
        { last: MAX - 29n, realized: MAX - 5n, mark: MAX - 10n, profit: 19n, accrued: 1n },
        { capped: true },
      ),
      verified(
        2n,
        { last: MAX - 18n, realized: MAX - 6n, mark: MAX, lossBefore: 13n, loss: 1n, profit: 0n, accrued: 1n },
        { liquidation: true },
      ),
    ];

    it("is right when a liquidation carries the mark to the end", () => {
      expect(verify(MARK_STOPS).mismatch).to.equal(null);
      expect(verify(MARK_STOPS, { startMark: MAX - 29n }).mismatch).to.equal(null);
    });

    it("is right when the first record's mark stops there", () => {
      const first = [
        verified(
          1n,
          { last: MAX - 30n, realized: MAX - 1n, mark: MAX, lossBefore: 40n, loss: 11n, profit: 0n, accrued: 0n },
          { liquidation: true },
        ),
      ];
      expect(verify(first).mismatch).to.equal(null);
      expect(verify(first, { startMark: MAX - 10n }).mismatch).to.equal(null);
      expect(verify(first, { startMark: MAX - 30n }).mismatch?.what).to.equal(
        `its mark is ${MAX}, the rule gives ${MAX - 1n}`,
      );
    });

    it("is right when all that u64 holds is forgiven", () => {
      const all = [
        verified(
          1n,
          { last: MIN, realized: MAX, mark: MAX, lossBefore: U64_MAX, loss: 0n, profit: 0n, accrued: 0n },
          { liquidation: true },
        ),
      ];
      expect(verify(all).mismatch).to.equal(null);
      expect(verify(all, { startMark: MIN }).mismatch).to.equal(null);
    });

    for (const [what, change] of [
      ["the rise", { last: MAX - 15n }],
      ["the loss that went", { loss: 4n }],
    ] as const) {
      it(`is refused when the mark went to the end and ${what} was too small`, () => {
        const short = [MARK_STOPS[0]!, { ...MARK_STOPS[1]!, ...change }];
        expect(verify(short).mismatch?.what).to.equal(`its mark is ${MAX}, the rule gives ${MAX - 1n}`);
      });
    }

    it("is right over the whole range, twice", () => {
      const accrued = 1_844_674_407_370_955_161n;
      const all = { last: MIN, realized: MAX, mark: MAX, profit: U64_MAX, accrued };
      const twice = [
        verified(1n, all),
        verified(2n, { last: MAX, realized: MIN, mark: MIN, loss: U64_MAX, profit: 0n, accrued }, { recreated: true }),
        verified(3n, { ...all, lossBefore: U64_MAX }),
      ];
      expect(verify(twice).mismatch).to.equal(null);
      expect(verify(twice, { startMark: MIN }).mismatch).to.equal(null);
    });
  });

  it("is never refused when the rule wrote it", () => {
    const near = (anchor: bigint) => fc.bigInt({ min: -30n, max: 30n }).map((offset) => clamp(anchor + offset));
    const realized = fc.oneof(near(0n), near(MAX), near(MIN), fc.bigInt({ min: MIN, max: MAX }));
    const loss = fc.oneof(fc.bigInt({ min: 0n, max: 60n }), fc.bigInt({ min: 0n, max: U64_MAX }));
    const step = fc.record({
      realized,
      loss,
      liquidated: fc.boolean(),
      recreated: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
      room: fc.oneof(fc.constantFrom(0n, 1n, 2n, MAX), fc.bigInt({ min: 0n, max: 1_000n })),
    });
    fc.assert(
      fc.property(realized, loss, fc.array(step, { maxLength: 12 }), (startMark, startLoss, steps) => {
        const records = recorded(startMark, startLoss, steps);
        expect(verify(records).mismatch).to.equal(null);
        expect(verify(records, { startMark }).mismatch).to.equal(null);
      }),
      { numRuns: 500 },
    );
  });
});

const clamp = (value: bigint): bigint => (value > MAX ? MAX : value < MIN ? MIN : value);

interface Step {
  realized: bigint;
  loss: bigint;
  liquidated: boolean;
  recreated: boolean;
  room: bigint;
}

/** What the program records: settlements that move mark or profit. A cap has room until something has accrued. */
function recorded(start: bigint, loss: bigint, steps: readonly Step[]): SettlementRecord[] {
  const zero = { profitTotal: 0n, accrued: 0n, credited: 0n, waived: 0n, balance: 0n };
  let ledger: Ledger = { mark: start, last: start, loss, ...zero };
  const records: SettlementRecord[] = [];
  for (const { room, ...seen } of steps) {
    const before = ledger;
    const least = before.accrued === 0n && room === 0n ? 1n : room;
    const { profit, capped, ...result } = settle(VERIFIED.terms, least, before, { kind: "verified", ...seen });
    ledger = result.ledger;
    if (ledger.mark === before.mark && ledger.profitTotal === before.profitTotal) continue;
    const { mark, accrued } = ledger;
    const levels = { last: before.last, realized: seen.realized, lossBefore: before.loss, loss: seen.loss };
    const amounts = { ...levels, mark, profit, accrued };
    const flags = { liquidation: seen.liquidated, recreated: seen.recreated, capped };
    records.push(verified(BigInt(records.length) + 1n, amounts, flags));
  }
  return records;
}
