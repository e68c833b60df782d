import { expect } from "chai";
import fc from "fast-check";
import type { SettlementRecord } from "../../src/history/record";
import { type HistoryEnds, verifyHistory } from "../../src/history/verify";
import { type Ledger, settle } from "../../src/rule/rule";
import { chain, NO_FLAGS, VERIFIED, verified } from "../support/history";

const MAX = 9_223_372_036_854_775_807n;
const MIN = -9_223_372_036_854_775_808n;

const verify = (records: SettlementRecord[], ends?: HistoryEnds) =>
  verifyHistory(VERIFIED, chain(VERIFIED, records), ends);

describe("a verified history", () => {
  // Began at −2 dollars; a profit of 10; a cap; a drawdown to 3 that left no record; a liquidation to 7; one that
  // charges; a new account at the address; profit on it.
  const records = [
    verified(1n, {
      last: -2_000_000n,
      realized: 8_000_000n,
      mark: 8_000_000n,
      peak: 8_000_000n,
      profit: 10_000_000n,
      accrued: 1_000_000n,
    }),
    verified(
      2n,
      {
        last: 8_000_000n,
        realized: 20_000_000n,
        mark: 10_000_009n,
        peak: 20_000_000n,
        profit: 2_000_009n,
        accrued: 1_200_000n,
      },
      { capped: true },
    ),
    verified(
      3n,
      {
        last: 3_000_000n,
        realized: 7_000_000n,
        mark: 14_000_009n,
        peak: 24_000_000n,
        profit: 0n,
        accrued: 1_200_000n,
      },
      { liquidation: true },
    ),
    verified(
      4n,
      {
        last: 7_000_000n,
        realized: 50_000_000n,
        mark: 50_000_000n,
        peak: 50_000_000n,
        profit: 18_999_991n,
        accrued: 3_100_000n,
      },
      { liquidation: true },
    ),
    verified(
      5n,
      { last: 50_000_000n, realized: 5n, mark: 5n, peak: 5n, profit: 0n, accrued: 3_100_000n },
      { recreated: true },
    ),
    verified(6n, { last: 5n, realized: 15n, mark: 15n, peak: 15n, profit: 10n, accrued: 3_100_001n }),
  ];

  const report = (changed: SettlementRecord[]) => verify(changed).mismatch;
  const changed = (index: number, change: Partial<SettlementRecord>) =>
    records.map((record, at) => (at === index ? { ...record, ...change } : record));

  it("is right as the program writes it, with settlements in between that left no record", () => {
    expect(report(records)).to.equal(null);
  });

  it("is refused when more was forgiven than the drawdown on record", () => {
    expect(report(changed(2, { mark: 14_000_010n }))?.what).to.match(/^its mark is 14000010, the rule gives /);
  });

  it("is refused when less was forgiven", () => {
    expect(report(changed(2, { mark: 10_000_009n }))?.what).to.match(/^its mark is 10000009, the rule gives /);
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
        "its last is -1999999, above the peak of -2000000 before it",
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
      expect(verify(above).mismatch?.what).to.equal("its last is -1999999, above the peak of -2000000 before it");
      expect(verify(changed(0, { peak: 8_000_001n })).mismatch?.what).to.equal(
        "its peak is 8000001, the rule gives 8000000",
      );
    });
  });

  describe("that begins with a liquidation", () => {
    const first = (amounts: Omit<Parameters<typeof verified>[1], "last">): SettlementRecord[] => [
      verified(1n, { last: -10n, ...amounts }, { liquidation: true }),
    ];
    const PARTLY_BACK = first({ realized: -4n, mark: 6n, peak: 6n, profit: 0n, accrued: 0n });
    const BEYOND = first({ realized: 50n, mark: 50n, peak: 50n, profit: 40n, accrued: 4n });

    it("is right when part of the drawdown from the start was forgiven", () => {
      expect(verify(PARTLY_BACK, { startMark: 0n }).mismatch).to.equal(null);
      expect(verify(PARTLY_BACK).mismatch).to.equal(null);
    });

    it("is right when all of it was forgiven and the rest charged", () => {
      expect(verify(BEYOND, { startMark: 0n }).mismatch).to.equal(null);
      expect(verify(BEYOND).mismatch).to.equal(null);
    });

    it("is refused from another start", () => {
      expect(verify(PARTLY_BACK, { startMark: 1n }).mismatch?.what).to.equal("its mark is 6, the rule gives 7");
      expect(verify(BEYOND, { startMark: 1n }).mismatch?.what).to.equal("its profit is 40, the rule gives 38");
    });

    it("is refused when no start explains it", () => {
      const odd = first({ realized: 50n, mark: 50n, peak: 50n, profit: 39n, accrued: 3n });
      expect(verify(odd).mismatch?.what).to.equal("its mark is 50, the rule gives 49");
    });
  });

  describe("at the ends of i64", () => {
    // Began at MAX − 29, a gain of 24 against a cap with room for 1, a fall to MAX − 18 that left no record, then a
    // liquidation to MAX − 6: of 12 that are forgiven, the mark has room for 10 and the peak for 5.
    const MARK_STOPS = [
      verified(
        1n,
        { last: MAX - 29n, realized: MAX - 5n, mark: MAX - 10n, peak: MAX - 5n, profit: 19n, accrued: 1n },
        { capped: true },
      ),
      verified(
        2n,
        { last: MAX - 18n, realized: MAX - 6n, mark: MAX, peak: MAX, profit: 0n, accrued: 1n },
        { liquidation: true },
      ),
    ];
    // Began at MAX − 100; the same cap on two days; from MAX − 15 a liquidation gives back 9, for which only the mark has
    // room, and 10 of profit are charged.
    const PEAK_STOPS = [
      verified(
        1n,
        { last: MAX - 100n, realized: MAX - 5n, mark: MAX - 81n, peak: MAX - 5n, profit: 19n, accrued: 1n },
        { capped: true },
      ),
      verified(
        2n,
        { last: MAX - 15n, realized: MAX - 6n, mark: MAX - 62n, peak: MAX, profit: 10n, accrued: 2n },
        { liquidation: true, capped: true },
      ),
    ];

    it("is right when a liquidation carries the mark to the end", () => {
      expect(verify(MARK_STOPS).mismatch).to.equal(null);
      expect(verify(MARK_STOPS, { startMark: MAX - 29n }).mismatch).to.equal(null);
    });

    it("is right when a liquidation carries only the peak to the end", () => {
      expect(verify(PEAK_STOPS).mismatch).to.equal(null);
      expect(verify(PEAK_STOPS, { startMark: MAX - 100n }).mismatch).to.equal(null);
    });

    it("is right when the first record's mark stops there", () => {
      const first = [
        verified(
          1n,
          { last: MAX - 30n, realized: MAX - 1n, mark: MAX, peak: MAX, profit: 0n, accrued: 0n },
          { liquidation: true },
        ),
      ];
      expect(verify(first).mismatch).to.equal(null);
      expect(verify(first, { startMark: MAX - 10n }).mismatch).to.equal(null);
      expect(verify(first, { startMark: MAX - 20n }).mismatch?.what).to.equal(
        `its mark is ${MAX}, the rule gives ${MAX - 1n}`,
      );
    });

    it("is refused when the mark went to the end and the rise was too small", () => {
      const short = [MARK_STOPS[0]!, { ...MARK_STOPS[1]!, last: MAX - 15n }];
      expect(verify(short).mismatch?.what).to.equal(`its mark is ${MAX}, the rule gives ${MAX - 1n}`);
    });

    it("is right over the whole range, twice", () => {
      const accrued = 1_844_674_407_370_955_161n;
      const all = { realized: MAX, mark: MAX, peak: MAX, profit: 18_446_744_073_709_551_615n, accrued };
      const twice = [
        verified(1n, { last: MIN, ...all }),
        verified(2n, { last: MAX, realized: MIN, mark: MIN, peak: MIN, profit: 0n, accrued }, { recreated: true }),
        verified(3n, { last: MIN, ...all }),
      ];
      expect(verify(twice).mismatch).to.equal(null);
      expect(verify(twice, { startMark: MIN }).mismatch).to.equal(null);
    });
  });

  it("is never refused when the rule wrote it", () => {
    const near = (anchor: bigint) => fc.bigInt({ min: -30n, max: 30n }).map((offset) => clamp(anchor + offset));
    const realized = fc.oneof(near(0n), near(MAX), near(MIN), fc.bigInt({ min: MIN, max: MAX }));
    const step = fc.record({
      realized,
      liquidated: fc.boolean(),
      recreated: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
      room: fc.oneof(fc.constantFrom(0n, 1n, 2n, MAX), fc.bigInt({ min: 0n, max: 1_000n })),
    });
    fc.assert(
      fc.property(realized, fc.array(step, { maxLength: 12 }), (startMark, steps) => {
        const records = recorded(startMark, steps);
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
  liquidated: boolean;
  recreated: boolean;
  room: bigint;
}

/** What the program records: settlements that move mark or profit. A cap has room until something has accrued. */
function recorded(start: bigint, steps: readonly Step[]): SettlementRecord[] {
  const zero = { profitTotal: 0n, accrued: 0n, credited: 0n, waived: 0n, balance: 0n };
  let ledger: Ledger = { mark: start, last: start, peak: start, ...zero };
  const records: SettlementRecord[] = [];
  for (const { room, ...seen } of steps) {
    const before = ledger;
    const least = before.accrued === 0n && room === 0n ? 1n : room;
    const { profit, capped, ...result } = settle(VERIFIED.terms, least, before, { kind: "verified", ...seen });
    ledger = result.ledger;
    if (ledger.mark === before.mark && ledger.profitTotal === before.profitTotal) continue;
    const { mark, peak, accrued } = ledger;
    const amounts = { last: before.last, realized: seen.realized, mark, peak, profit, accrued };
    const flags = { liquidation: seen.liquidated, recreated: seen.recreated, capped };
    records.push(verified(BigInt(records.length) + 1n, amounts, flags));
  }
  return records;
}
