import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, Time } from "@profit-share/testing/svm/constants";
import { expect } from "chai";

describe("settle_attested: high-water mark", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running({ basis: "high_water_mark" });
  });

  const levels = () => {
    const { mark, last, loss, accrued } = a.read();
    return { mark, last, loss, accrued };
  };

  describe("given a loss before a profit", () => {
    it("should charge only what is above the mark", () => {
      a.earn(-40_000_000n);
      a.earn(30_000_000n);
      expect(levels()).to.deep.equal({ mark: 0n, last: -10_000_000n, loss: 0n, accrued: 0n });
      a.earn(30_000_000n);
      expect(levels()).to.deep.equal({
        mark: 20_000_000n,
        last: 20_000_000n,
        loss: 0n,
        accrued: 2_000_000n,
      });
    });
  });

  describe("given a new high in steps", () => {
    it("should charge the steps", () => {
      a.earn(50_000_000n);
      a.earn(-20_000_000n);
      a.earn(25_000_000n);
      expect(levels()).to.deep.equal({
        mark: 55_000_000n,
        last: 55_000_000n,
        loss: 0n,
        accrued: 5_500_000n,
      });
    });
  });

  describe("given a cap of $1 a day", () => {
    it("should drop what it cuts off: the mark moves all the way", () => {
      a.patch({ daily_cap: Amount.MIN_DAILY_CAP });
      const { settled } = a.earn(25_000_000n);
      expect(settled[0]!.record).to.include({ mark: 25_000_000n, profit: 10_000_009n, dropped: 14_999_991n });
      a.world.pass(Time.DAY);
      a.earn(-5_000_000n);
      a.earn(6_000_000n);
      // Only the million above 25,000,000 is new: 10,000,009 + 1,000,000.
      expect(levels()).to.deep.equal({
        mark: 26_000_000n,
        last: 26_000_000n,
        loss: 0n,
        accrued: 1_100_000n,
      });
    });
  });
});
