import { claimable, owed } from "@profit-share/sdk";
import { Amount } from "@profit-share/testing/svm/constants";
import { Traded } from "@profit-share/testing/svm/traded";
import { expect } from "chai";
import fc from "fast-check";

/** The same walks in every run. */
const RUNS = { seed: 20_260_410, numRuns: 15 };
const TEST_TIME = 120_000;

/** PnL of one close, up to $30 either way: some shares are beyond the deposit of $50, none beyond the cap. */
const close = fc.bigInt({ min: -30n * Amount.DOLLAR, max: 30n * Amount.DOLLAR });
const walk = fc.record({
  bps: fc.integer({ min: 0, max: 1_000 }),
  closes: fc.array(close, { minLength: 2, maxLength: 7 }),
});

/** When to settle: told whether the last close made a new high, says how often. */
type Strategy = (isNewHigh: boolean) => number;

/** Trades the walk on a chain of its own, settles by the strategy and once at the end. */
function trade(bps: number, closes: bigint[], strategy: Strategy): Traded {
  const t = Traded.trading({ profitShareBps: bps });
  let realized = 0n;
  let high = 0n;
  for (const pnl of closes) {
    t.realizeByTrade(pnl);
    realized += pnl;
    for (let times = strategy(realized > high); times > 0; times--) t.world.send(t.settle());
    if (realized > high) high = realized;
  }
  t.world.send(t.settle());
  return t;
}

const highest = (closes: bigint[]): bigint => {
  let realized = 0n;
  let high = 0n;
  for (const pnl of closes) {
    realized += pnl;
    if (realized > high) high = realized;
  }
  return high;
};

describe("economics: the high-water mark", () => {
  it("should charge the same at every new high, at every close, and twice at every close", () => {
    fc.assert(
      fc.property(walk, ({ bps, closes }) => {
        const expected = (highest(closes) * BigInt(bps)) / 10_000n;
        for (const strategy of [(isNewHigh: boolean) => (isNewHigh ? 1 : 0), () => 1, () => 2]) {
          expect(trade(bps, closes, strategy).money().accrued).to.equal(expected);
        }
      }),
      RUNS,
    );
  }).timeout(TEST_TIME);

  it("should never charge more when it is settled at the end alone", () => {
    fc.assert(
      fc.property(walk, ({ bps, closes }) => {
        const atTheEnd = trade(bps, closes, () => 0).money().accrued;
        const atEveryClose = trade(bps, closes, () => 1).money().accrued;
        const end = closes.reduce((sum, pnl) => sum + pnl, 0n);
        expect(atTheEnd).to.equal(end > 0n ? (end * BigInt(bps)) / 10_000n : 0n);
        expect(atTheEnd <= atEveryClose).to.equal(true);
      }),
      RUNS,
    );
  }).timeout(TEST_TIME);

  it("should keep every ledger whole", () => {
    fc.assert(
      fc.property(walk, fc.array(fc.nat(2), { minLength: 7, maxLength: 7 }), ({ bps, closes }, times) => {
        let close = 0;
        const t = trade(bps, closes, () => times[close++]!);
        const after = t.read();
        expect(after.accrued).to.equal((after.profitTotal * BigInt(bps)) / 10_000n);
        expect(after.credited + owed(after)).to.equal(after.accrued);
        expect(after.balance + claimable(after)).to.equal(t.world.tokens(t.escrow));
        expect(after.balance === 0n || owed(after) === 0n).to.equal(true);
      }),
      RUNS,
    );
  }).timeout(TEST_TIME);
});
