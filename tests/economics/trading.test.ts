import { Traded } from "@profit-share/testing/svm/traded";
import { expect } from "chai";

describe("economics: trading on the venue", () => {
  let t: Traded;
  beforeEach(() => {
    t = Traded.trading();
  });

  const settle = () => t.world.send(t.settle());
  /** Settles, and says realized PnL, mark and the creator's lifetime share. */
  const settled = () => {
    settle();
    const { last, mark, accrued } = t.read();
    return { last, mark, accrued };
  };

  describe("given a position that is closed in parts", () => {
    it("should charge each part", () => {
      t.trade(10n, 1_000_000_000n, { fee: 1_000_000n });
      expect(settled()).to.deep.equal({ last: -1_000_000n, mark: 0n, accrued: 0n });
      // 4 of 10 at 110: 440 − 400 − 0.44 − 1
      t.trade(-4n, 440_000_000n, { fee: 440_000n });
      expect(settled()).to.deep.equal({ last: 38_560_000n, mark: 38_560_000n, accrued: 3_856_000n });
      // 6 at 120: 720 − 600 − 0.72
      t.trade(-6n, 720_000_000n, { fee: 720_000n });
      expect(settled()).to.deep.equal({ last: 157_840_000n, mark: 157_840_000n, accrued: 15_784_000n });
    });

    it("should charge a third of what does not divide by three, and the rest with the rest", () => {
      // 3 for 100.000001: a third of the cost is 33.333333, cut towards zero.
      t.trade(3n, 100_000_001n);
      t.trade(-1n, 40_000_000n);
      expect(settled()).to.deep.equal({ last: 6_666_667n, mark: 6_666_667n, accrued: 666_666n });
      t.trade(-2n, 80_000_000n);
      // 120 − 100.000001
      expect(settled()).to.deep.equal({ last: 19_999_999n, mark: 19_999_999n, accrued: 1_999_999n });
    });
  });

  describe("given a position that only grows", () => {
    it("should charge nothing", () => {
      t.trade(1n, 100_000_000n);
      t.trade(1n, 50_000_000n);
      t.trade(2n, 300_000_000n);
      expect(settled()).to.deep.equal({ last: 0n, mark: 0n, accrued: 0n });
    });
  });

  describe("given a flip", () => {
    it("should charge its closing part, and the other side when that closes", () => {
      t.trade(2n, 200_000_000n);
      // 5 at 120: 2 close the long with 40, 3 open a short; 0.60 of fees
      t.trade(-5n, 600_000_000n, { fee: 600_000n });
      expect(settled()).to.deep.equal({ last: 39_400_000n, mark: 39_400_000n, accrued: 3_940_000n });
      // the short of 3 for 360 bought back at 110, 0.33 of fees
      t.trade(3n, 330_000_000n, { fee: 330_000n });
      expect(settled()).to.deep.equal({ last: 69_070_000n, mark: 69_070_000n, accrued: 6_907_000n });
    });
  });

  describe("given a short", () => {
    it("should charge its profit", () => {
      t.trade(-2n, 240_000_000n);
      t.trade(2n, 200_000_000n);
      expect(settled()).to.deep.equal({ last: 40_000_000n, mark: 40_000_000n, accrued: 4_000_000n });
    });
  });

  describe("given fees above the profit", () => {
    it("should charge nothing, and count the loss against the next profit", () => {
      t.trade(1n, 100_000_000n, { fee: 3_000_000n });
      t.trade(-1n, 105_000_000n, { fee: 3_000_000n });
      expect(settled()).to.deep.equal({ last: -1_000_000n, mark: 0n, accrued: 0n });
      t.realizeByTrade(2_000_000n);
      expect(settled()).to.deep.equal({ last: 1_000_000n, mark: 1_000_000n, accrued: 100_000n });
    });

    it("should charge a rebate that turns a loss into a profit", () => {
      t.trade(1n, 100_000_000n, { fee: -2_000_000n });
      t.trade(-1n, 99_000_000n);
      expect(settled()).to.deep.equal({ last: 1_000_000n, mark: 1_000_000n, accrued: 100_000n });
    });
  });

  describe("given funding only", () => {
    beforeEach(() => {
      t.setMarket();
      t.trade(10n, 1_000_000_000n);
      // A long of one unit is paid $0.50, ten are paid $5.
      t.setMarket({ fundingRate: -500_000_000n });
    });

    it("should charge nothing before the venue has booked it", () => {
      expect(settled()).to.deep.equal({ last: 0n, mark: 0n, accrued: 0n });
    });

    it("should charge what is booked, though the position stays open", () => {
      t.settlePnl();
      expect(settled()).to.deep.equal({ last: 5_000_000n, mark: 5_000_000n, accrued: 500_000n });
      expect(t.readUser().flat).to.equal(false);
    });

    it("should carry funding that was paid forward as a loss", () => {
      t.settlePnl();
      settle();
      t.setMarket({ fundingRate: 300_000_000n }); // $8 back and more
      t.settlePnl();
      expect(settled()).to.deep.equal({ last: -3_000_000n, mark: 5_000_000n, accrued: 500_000n });
      t.trade(-10n, 1_009_000_000n);
      // −3 + 9 = 6: one above the mark
      expect(settled()).to.deep.equal({ last: 6_000_000n, mark: 6_000_000n, accrued: 600_000n });
    });
  });

  describe("given PnL that the venue settles", () => {
    it("should not see it twice", () => {
      t.realizeByTrade(20_000_000n);
      settle();
      t.settlePnl();
      expect(settled()).to.deep.equal({ last: 20_000_000n, mark: 20_000_000n, accrued: 2_000_000n });
      expect(t.read().sequence).to.equal(1n);
    });

    it("should not lose what was settled there before it was settled here", () => {
      t.realizeByTrade(20_000_000n);
      t.settlePnl();
      expect(settled()).to.deep.equal({ last: 20_000_000n, mark: 20_000_000n, accrued: 2_000_000n });
    });
  });

  describe("given a position slot that another market reuses", () => {
    it("should go on counting", () => {
      t.realizeByTrade(20_000_000n);
      settle();
      t.settlePnl();
      t.trade(1n, 50_000_000n, { market: 2 });
      expect(t.readUser().positions[0]!.marketIndex).to.equal(2);
      expect(settled()).to.deep.equal({ last: 20_000_000n, mark: 20_000_000n, accrued: 2_000_000n });
      t.trade(-1n, 57_000_000n, { market: 2 });
      expect(settled()).to.deep.equal({ last: 27_000_000n, mark: 27_000_000n, accrued: 2_700_000n });
    });
  });

  describe("given positions in two markets", () => {
    it("should net a profit in one with a loss in the other", () => {
      t.trade(1n, 100_000_000n, { market: 1 });
      t.trade(1n, 100_000_000n, { market: 2 });
      t.trade(-1n, 130_000_000n, { market: 1 });
      t.trade(-1n, 80_000_000n, { market: 2 });
      expect(settled()).to.deep.equal({ last: 10_000_000n, mark: 10_000_000n, accrued: 1_000_000n });
    });
  });

  describe("given a loss under the mark", () => {
    it("should charge nothing until the mark is passed again", () => {
      const accruedAfter = (pnl: bigint) => {
        t.earn(pnl);
        return t.money().accrued;
      };
      expect(accruedAfter(30_000_000n)).to.equal(3_000_000n); // 30
      expect(accruedAfter(-50_000_000n)).to.equal(3_000_000n); // −20
      expect(accruedAfter(40_000_000n)).to.equal(3_000_000n); // 20
      expect(accruedAfter(10_000_000n)).to.equal(3_000_000n); // 30
      expect(accruedAfter(15_000_000n)).to.equal(4_500_000n); // 45
    });
  });
});
