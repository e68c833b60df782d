import { I64_MAX, I64_MIN, U64_MAX } from "@profit-share/testing/svm/constants";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";
import fc from "fast-check";

/** The same cases in every run. */
const RUNS = { seed: 27_182, numRuns: 300 };
const TEST_TIME = 60_000;

const HALF = 2n ** 32n;

/** Any i64, with the ends, the halves' borders and small numbers more often than chance has it. */
const i64 = fc.oneof(
  fc.bigInt({ min: I64_MIN, max: I64_MAX }),
  fc.constantFrom(I64_MIN, I64_MIN + 1n, I64_MAX, -HALF, HALF, HALF - 1n, -1n, 0n, 1n),
  fc.bigInt({ min: -1_000n, max: 1_000n }),
);
const u64 = fc.oneof(fc.bigInt({ min: 0n, max: U64_MAX }), fc.constantFrom(0n, 1n, HALF, U64_MAX));
const position = fc.record({ marketIndex: fc.nat(50), quoteAssetAmount: i64, quoteEntryAmount: i64 });
const user = fc.record({
  settledPerpPnl: i64,
  totalSocialLoss: u64,
  perpPositions: fc.array(position, { maxLength: 8 }),
});

describe("settle: reading the realized PnL and the loss", () => {
  it("should sum exactly and clamp the sums, whatever the terms are", () => {
    const v = Verified.running();
    fc.assert(
      fc.property(user, (values) => {
        v.placeUser(values);
        v.world.send(v.settle());
        let sum = values.settledPerpPnl - values.totalSocialLoss;
        let loss = 0n;
        for (const { quoteAssetAmount, quoteEntryAmount } of values.perpPositions) {
          sum += quoteAssetAmount - quoteEntryAmount;
          if (quoteAssetAmount < quoteEntryAmount) loss += quoteEntryAmount - quoteAssetAmount;
        }
        if (sum > I64_MAX) sum = I64_MAX;
        if (sum < I64_MIN) sum = I64_MIN;
        if (loss > U64_MAX) loss = U64_MAX;
        expect([v.read().last, v.read().loss]).to.deep.equal([sum, loss]);
      }),
      RUNS,
    );
  }).timeout(TEST_TIME);
});
