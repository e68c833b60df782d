import { Amount, I64_MAX, I64_MIN, Time, U64_MAX } from "@profit-share/testing/svm/constants";
import { NO_REFERENCE } from "@profit-share/testing/svm/history";
import { expectNoRecord, expectRecord } from "@profit-share/testing/svm/records";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

describe("settle: high-water mark", () => {
  describe("given a profit", () => {
    it("should move 10 % of it from balance to claimable and record it", () => {
      const v = Verified.running();
      const { head } = v.read();
      const sent = v.earn(100_000_000n);
      expectRecord(v, sent, head, {
        sequence: 1n,
        kind: 1,
        flags: 0,
        time: Time.START,
        closePnl: 0n,
        last: 0n,
        realized: 100_000_000n,
        mark: 100_000_000n,
        lossBefore: 0n,
        loss: 0n,
        profit: 100_000_000n,
        dropped: 0n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        reference: NO_REFERENCE,
      });
      expect(v.money()).to.deep.equal({
        profitTotal: 100_000_000n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        claimed: 0n,
        waived: 0n,
        balance: 40_000_000n,
      });
      expect(v.read().settledAt).to.equal(Time.START);
    });

    it("should move no token", () => {
      const v = Verified.running();
      v.earn(100_000_000n);
      expect(v.world.tokens(v.escrow)).to.equal(50_000_000n);
    });

    it("should find nothing when settled twice", () => {
      const v = Verified.running();
      v.earn(100_000_000n);
      const once = v.world.account(v.subscription).data;
      expectNoRecord(v, () => v.world.send(v.settle()));
      expect(v.world.account(v.subscription).data.equals(once)).to.equal(true);
    });

    it("should chain the next record to the first", () => {
      const v = Verified.running();
      v.earn(100_000_000n);
      const { head } = v.read();
      v.world.pass(Time.HOUR);
      expectRecord(v, v.earn(7_000_000n), head, {
        sequence: 2n,
        kind: 1,
        flags: 0,
        time: 1_728_007_200n,
        closePnl: 0n,
        last: 100_000_000n,
        realized: 107_000_000n,
        mark: 107_000_000n,
        lossBefore: 0n,
        loss: 0n,
        profit: 7_000_000n,
        dropped: 0n,
        accrued: 10_700_000n,
        credited: 10_700_000n,
        reference: NO_REFERENCE,
      });
    });

    it("should charge from where the account stood at subscribe", () => {
      const v = Verified.running({ settledPerpPnl: -500_000_000n });
      v.earn(20_000_000n);
      const { mark, accrued } = v.read();
      expect([mark, accrued]).to.deep.equal([-480_000_000n, 2_000_000n]);
    });
  });

  describe("given a loss", () => {
    it("should store it without a record", () => {
      const v = Verified.running();
      v.earn(100_000_000n);
      expectNoRecord(v, () => v.earn(-30_000_000n));
      const { mark, last, accrued } = v.read();
      expect([mark, last, accrued]).to.deep.equal([100_000_000n, 70_000_000n, 10_000_000n]);
    });

    it("should charge nothing on the way back to the mark", () => {
      const v = Verified.running();
      v.earn(100_000_000n);
      v.earn(-30_000_000n);
      expectNoRecord(v, () => v.earn(30_000_000n));
      expect(v.money().accrued).to.equal(10_000_000n);
    });

    it("should charge only what is above the mark afterwards", () => {
      const v = Verified.running();
      v.earn(100_000_000n);
      v.earn(-30_000_000n);
      v.earn(30_000_010n);
      expect(v.money().accrued).to.equal(10_000_001n);
    });
  });

  describe("given a share of a fraction of a base unit", () => {
    it("should record the profit, round down, and charge the total when it is whole", () => {
      const v = Verified.running();
      v.earn(9n);
      expect([v.read().sequence, v.money().profitTotal, v.money().accrued]).to.deep.equal([1n, 9n, 0n]);
      v.earn(1n);
      expect([v.read().sequence, v.money().profitTotal, v.money().accrued]).to.deep.equal([2n, 10n, 1n]);
    });
  });

  describe("given a share of nothing", () => {
    it("should record the profit and accrue nothing", () => {
      const v = Verified.running({}, { profitShareBps: 0 });
      v.earn(100_000_000n);
      const { mark, profitTotal, accrued, balance, sequence } = v.read();
      expect([mark, profitTotal, accrued, balance]).to.deep.equal([100_000_000n, 100_000_000n, 0n, 50_000_000n]);
      expect(sequence).to.equal(1n);
    });
  });

  describe("given less balance than the share", () => {
    for (const [what, profit, accrued, credited, balance] of [
      ["when it is one above it", 499_999_990n, 49_999_999n, 49_999_999n, 1n],
      ["when it is equal", 500_000_000n, 50_000_000n, 50_000_000n, 0n],
      ["when it is short by one", 500_000_010n, 50_000_001n, 50_000_000n, 0n],
    ] as const) {
      it(`should credit what the balance covers ${what}`, () => {
        const v = Verified.running();
        v.earn(profit);
        const money = v.money();
        expect([money.accrued, money.credited, money.balance]).to.deep.equal([accrued, credited, balance]);
      });
    }

    it("should go below the minimum balance: that only holds the subscriber back", () => {
      const v = Verified.running();
      v.earn(450_000_000n);
      expect(v.money().balance).to.equal(5_000_000n);
    });
  });

  describe("given numbers at the ends of their types", () => {
    it("should charge the whole range of realized PnL", () => {
      const v = Verified.published({ settledPerpPnl: I64_MIN }).start({ dailyCap: U64_MAX });
      v.realize(I64_MAX);
      v.world.send(v.settle());
      const { mark, profitTotal, accrued, credited } = v.read();
      // floor((2^64 − 1) / 10)
      expect([mark, profitTotal, accrued]).to.deep.equal([I64_MAX, U64_MAX, 1_844_674_407_370_955_161n]);
      expect(credited).to.equal(50_000_000n);
    });

    it("should clamp a sum above i64", () => {
      const v = Verified.running({ settledPerpPnl: I64_MAX - 5n });
      v.placeUser({ perpPositions: [{ marketIndex: 0, quoteAssetAmount: I64_MAX, quoteEntryAmount: I64_MIN }] });
      v.world.send(v.settle());
      const { last, profitTotal } = v.read();
      expect([last, profitTotal]).to.deep.equal([I64_MAX, 5n]);
    });

    it("should clamp a sum below i64", () => {
      const v = Verified.running();
      v.placeUser({ settledPerpPnl: I64_MIN, totalSocialLoss: U64_MAX });
      v.world.send(v.settle());
      expect(v.read().last).to.equal(I64_MIN);
    });

    it("should read exactly where single terms leave i64 but the sum does not", () => {
      const v = Verified.running();
      v.placeUser({
        settledPerpPnl: I64_MIN,
        perpPositions: [{ marketIndex: 0, quoteAssetAmount: I64_MAX, quoteEntryAmount: -1n * Amount.DOLLAR }],
      });
      v.world.send(v.settle());
      // −2^63 + (2^63 − 1) + 1,000,000
      expect(v.read().last).to.equal(999_999n);
    });
  });
});
