import { Amount, Flag, Time, U64_MAX } from "@profit-share/testing/svm/constants";
import { NO_REFERENCE } from "@profit-share/testing/svm/history";
import { expectNoRecord, expectRecord } from "@profit-share/testing/svm/records";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

/** The cap is $1 of share a day: $10 of profit at 10 %. */
describe("settle: the daily cap", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.published().start({ dailyCap: Amount.MIN_DAILY_CAP });
  });

  const charged = () => {
    const { mark, accrued, windowAccrued, windowDay } = v.read();
    return { mark, accrued, windowAccrued, windowDay };
  };

  const record = <Values extends object>(values: Values) => ({
    kind: 1 as const,
    flags: 0,
    time: Time.START,
    closePnl: 0n,
    lossBefore: 0n,
    loss: 0n,
    dropped: 0n,
    reference: NO_REFERENCE,
    ...values,
  });

  describe("when the share hits the cap exactly", () => {
    it("should charge all of the profit and cut nothing", () => {
      const { head } = v.read();
      const values = { sequence: 1n, last: 0n, realized: 10_000_000n, mark: 10_000_000n };
      expectRecord(v, v.earn(10_000_000n), head, {
        ...record({}),
        ...values,
        profit: 10_000_000n,
        accrued: 1_000_000n,
        credited: 1_000_000n,
      });
      expect(charged()).to.deep.equal({
        mark: 10_000_000n,
        accrued: 1_000_000n,
        windowAccrued: 1_000_000n,
        windowDay: 20_000,
      });
    });

    it("should still charge a remainder whose share is nothing", () => {
      v.earn(10_000_009n);
      expect(charged().mark).to.equal(10_000_009n);
      expect(charged().accrued).to.equal(1_000_000n);
    });
  });

  describe("when the share exceeds the cap by one", () => {
    it("should charge the largest profit that fits and say so", () => {
      const { head } = v.read();
      const values = { sequence: 1n, last: 0n, realized: 10_000_010n, mark: 10_000_009n };
      expectRecord(v, v.earn(10_000_010n), head, {
        ...record({ flags: Flag.CAPPED }),
        ...values,
        profit: 10_000_009n,
        accrued: 1_000_000n,
        credited: 1_000_000n,
      });
    });

    it("should charge nothing more on the same day", () => {
      v.earn(10_000_010n);
      v.world.setTime(1_728_086_399n); // the day's last second
      expectNoRecord(v, () => v.world.send(v.settle()));
      expect(charged().accrued).to.equal(1_000_000n);
    });

    it("should charge the rest on the next day", () => {
      v.earn(10_000_010n);
      v.world.setTime(1_728_086_400n); // the next day's first second
      v.world.send(v.settle());
      expect(charged()).to.deep.equal({ mark: 10_000_010n, accrued: 1_000_001n, windowAccrued: 1n, windowDay: 20_001 });
    });
  });

  describe("when the percentage divides no round number", () => {
    it("should charge the last base unit that fits", () => {
      v = Verified.published({}, { profitShareBps: 7, minDailyCap: 1n }).start({ dailyCap: 1n });
      v.earn(10_000n);
      // 2,857 · 7 = 19,999 is a share of 1, 2,858 · 7 = 20,006 one of 2.
      expect(charged()).to.include({ mark: 2_857n, accrued: 1n });
    });
  });

  describe("when a profit takes three days", () => {
    it("should charge it day by day, to the base unit", () => {
      v.earn(25_000_000n);
      expect(charged().mark).to.equal(10_000_009n);
      v.world.pass(Time.DAY);
      v.world.send(v.settle());
      // 20,000,009 is the largest total whose share is 2,000,000.
      expect(charged()).to.deep.equal({
        mark: 20_000_009n,
        accrued: 2_000_000n,
        windowAccrued: 1_000_000n,
        windowDay: 20_001,
      });
      v.world.pass(Time.DAY);
      v.world.send(v.settle());
      expect(charged()).to.deep.equal({
        mark: 25_000_000n,
        accrued: 2_500_000n,
        windowAccrued: 500_000n,
        windowDay: 20_002,
      });
      expect(v.read().sequence).to.equal(3n);
    });

    it("should not save up days on which nothing was settled", () => {
      v.earn(25_000_000n);
      v.world.pass(10n * Time.DAY);
      v.world.send(v.settle());
      expect(charged().accrued).to.equal(2_000_000n);
    });
  });

  describe("when several settlements share a day", () => {
    it("should count them together", () => {
      v.earn(6_000_000n);
      v.earn(3_000_000n);
      expect(charged().windowAccrued).to.equal(900_000n);
      v.earn(6_000_000n);
      expect(charged()).to.deep.equal({
        mark: 10_000_009n,
        accrued: 1_000_000n,
        windowAccrued: 1_000_000n,
        windowDay: 20_000,
      });
    });

    it("should let two days' worth fall together at the boundary", () => {
      v.world.setTime(1_728_086_399n);
      v.earn(10_000_000n);
      v.world.setTime(1_728_086_400n);
      v.earn(10_000_000n);
      expect(charged().accrued).to.equal(2_000_000n);
    });
  });

  describe("when the gain that was cut off is lost again", () => {
    it("should charge what is left above the mark", () => {
      v.earn(25_000_000n);
      v.earn(-10_000_000n);
      v.world.pass(Time.DAY);
      v.world.send(v.settle());
      expect(charged().mark).to.equal(15_000_000n);
      expect(charged().accrued).to.equal(1_500_000n);
    });
  });

  describe("when the clock runs backwards", () => {
    it("should not open the day before again", () => {
      v.earn(10_000_009n);
      v.world.setTime(Time.START - Time.DAY);
      expectNoRecord(v, () => v.earn(10_000_000n));
      expect(charged().windowDay).to.equal(20_000);
    });

    it("should take a time before 1970 for day 0", () => {
      v.world.setTime(-1n);
      v.earn(1_000n);
      expect(charged()).to.deep.equal({ mark: 1_000n, accrued: 100n, windowAccrued: 100n, windowDay: 20_000 });
    });
  });

  describe("given a lower cap that waits for its day", () => {
    beforeEach(() => {
      v.patch({ next_daily_cap: 300_000n, next_daily_cap_day: Time.START_DAY + 1 });
    });

    it("should not apply it the day before", () => {
      v.earn(25_000_000n);
      expect(charged().accrued).to.equal(1_000_000n);
      expect(v.read().nextDailyCap).to.equal(300_000n);
    });

    for (const [when, days] of [
      ["on its day", 1n],
      ["after its day", 5n],
    ] as const) {
      it(`should apply it ${when}`, () => {
        v.world.pass(days * Time.DAY);
        v.earn(25_000_000n);
        const { accrued, dailyCap, nextDailyCap, nextDailyCapDay } = v.read();
        expect([accrued, dailyCap, nextDailyCap, nextDailyCapDay]).to.deep.equal([300_000n, 300_000n, 0n, 0]);
      });
    }
  });

  describe("given a cap below what has accrued today", () => {
    it("should leave no room, not wrap around", () => {
      v.earn(6_000_000n);
      v.patch({ daily_cap: 1n });
      expectNoRecord(v, () => v.earn(0n));
      v.earn(6_000_000n);
      expect(charged()).to.deep.equal({
        mark: 6_000_009n,
        accrued: 600_000n,
        windowAccrued: 600_000n,
        windowDay: 20_000,
      });
    });
  });

  describe("given the highest cap there is", () => {
    it("should cut nothing", () => {
      v.patch({ daily_cap: U64_MAX });
      v.earn(5_000_000_000n);
      expect(charged().accrued).to.equal(500_000_000n);
    });
  });

  describe("given a share of nothing", () => {
    it("should not be cut off by the cap", () => {
      v.patch({ "terms.profit_share_bps": 0 });
      v.earn(5_000_000_000n);
      expect(charged().mark).to.equal(5_000_000_000n);
    });
  });
});
