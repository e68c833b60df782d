import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, Flag, I64_MAX, I64_MIN, Time, U64_MAX } from "@profit-share/testing/svm/constants";
import { referenceOf } from "@profit-share/testing/svm/history";
import { expectRecord } from "@profit-share/testing/svm/records";
import { expect } from "chai";

const { keeperSigner } = ACTORS;

describe("settle_attested: each close", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  const levels = () => {
    const { mark, last, loss, profitTotal, accrued } = a.read();
    return { mark, last, loss, profitTotal, accrued };
  };

  describe("given a profitable close", () => {
    it("should move 10 % of it from balance to claimable and record it", () => {
      const { head } = a.read();
      expectRecord(a, a.earn(100_000_000n), head, {
        sequence: 1n,
        kind: 2,
        flags: 0,
        time: Time.START,
        closePnl: 100_000_000n,
        last: 0n,
        realized: 100_000_000n,
        mark: 100_000_000n,
        lossBefore: 0n,
        loss: 0n,
        profit: 100_000_000n,
        dropped: 0n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        reference: referenceOf("trade 1"),
      });
      expect(a.money()).to.deep.equal({
        profitTotal: 100_000_000n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        claimed: 0n,
        waived: 0n,
        balance: 40_000_000n,
      });
      expect(Buffer.from(a.read().reference).equals(referenceOf("trade 1"))).to.equal(true);
      expect(a.read().settledAt).to.equal(Time.START);
    });

    it("should move no token", () => {
      a.earn(100_000_000n);
      expect(a.world.tokens(a.escrow)).to.equal(50_000_000n);
    });
  });

  describe("given a loss", () => {
    it("should charge nothing and record it", () => {
      a.earn(100_000_000n);
      const { head } = a.read();
      expectRecord(a, a.earn(-40_000_000n), head, {
        sequence: 2n,
        kind: 2,
        flags: 0,
        time: Time.START,
        closePnl: -40_000_000n,
        last: 100_000_000n,
        realized: 60_000_000n,
        mark: 100_000_000n,
        lossBefore: 0n,
        loss: 0n,
        profit: 0n,
        dropped: 0n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        reference: referenceOf("trade 2"),
      });
    });

    it("should not count against the next profit", () => {
      a.earn(-40_000_000n);
      a.earn(10_000_000n);
      expect(levels()).to.deep.equal({
        mark: 0n,
        last: -30_000_000n,
        loss: 0n,
        profitTotal: 10_000_000n,
        accrued: 1_000_000n,
      });
    });
  });

  describe("given a close of zero", () => {
    it("should record it", () => {
      a.earn(0n);
      expect(a.read().sequence).to.equal(1n);
      expect(levels().accrued).to.equal(0n);
    });
  });

  describe("given shares of fractions of a base unit", () => {
    it("should lose none of them", () => {
      for (let close = 0; close < 10; close++) a.earn(9n);
      expect(levels().profitTotal).to.equal(90n);
      expect(levels().accrued).to.equal(9n);
    });
  });

  describe("given less balance than the share", () => {
    it("should owe what the balance is short by", () => {
      a.earn(500_000_010n);
      const { accrued, credited, balance } = a.money();
      expect([accrued, credited, balance]).to.deep.equal([50_000_001n, 50_000_000n, 0n]);
    });
  });

  describe("given a cap of $1 a day", () => {
    beforeEach(() => {
      a.patch({ daily_cap: Amount.MIN_DAILY_CAP });
    });

    it("should charge a share that hits it exactly", () => {
      const { settled } = a.earn(10_000_000n);
      expect(settled[0]!.record).to.include({ profit: 10_000_000n, dropped: 0n, accrued: 1_000_000n });
      expect(settled[0]!.record.flags.capped).to.equal(false);
    });

    it("should drop what exceeds it by one, for good, and say so", () => {
      const { head } = a.read();
      expectRecord(a, a.earn(10_000_010n), head, {
        sequence: 1n,
        kind: 2,
        flags: Flag.CAPPED,
        time: Time.START,
        closePnl: 10_000_010n,
        last: 0n,
        realized: 10_000_010n,
        mark: 10_000_010n,
        lossBefore: 0n,
        loss: 0n,
        profit: 10_000_009n,
        dropped: 1n,
        accrued: 1_000_000n,
        credited: 1_000_000n,
        reference: referenceOf("trade 1"),
      });
    });

    it("should charge the next day anew, without what was dropped", () => {
      a.earn(25_000_000n);
      a.world.pass(Time.DAY);
      a.earn(5_000_000n);
      // 10,000,009 of the first close, 5,000,000 of the second
      expect(levels().profitTotal).to.equal(15_000_009n);
      expect(levels().accrued).to.equal(1_500_000n);
    });

    it("should accept a close when the day is used up", () => {
      a.earn(25_000_000n);
      const { settled } = a.earn(25_000_000n);
      expect(settled[0]!.record).to.include({ profit: 0n, dropped: 25_000_000n, sequence: 2n });
      expect(settled[0]!.record.flags.capped).to.equal(true);
    });
  });

  describe("given numbers at the ends of their types", () => {
    it("should saturate the realized PnL upwards", () => {
      a.patch({ daily_cap: U64_MAX });
      a.earn(I64_MAX);
      a.earn(I64_MAX);
      expect(levels()).to.deep.equal({
        mark: I64_MAX,
        last: I64_MAX,
        loss: 0n,
        profitTotal: 18_446_744_073_709_551_614n,
        accrued: 1_844_674_407_370_955_161n,
      });
    });

    it("should saturate the total of profits and refuse no close for it", () => {
      a.patch({ daily_cap: U64_MAX });
      for (let close = 0; close < 4; close++) a.earn(I64_MAX);
      expect(levels().profitTotal).to.equal(U64_MAX);
      expect(levels().accrued).to.equal(1_844_674_407_370_955_161n);
    });

    it("should saturate the realized PnL downwards", () => {
      a.earn(I64_MIN);
      a.earn(I64_MIN);
      expect(levels()).to.deep.equal({ mark: 0n, last: I64_MIN, loss: 0n, profitTotal: 0n, accrued: 0n });
    });
  });

  describe("when a reference returns after another close", () => {
    it("should accept it: only the last one is remembered", () => {
      a.earn(1n);
      a.earn(1n);
      a.world.send(a.settle(1n, { reference: referenceOf("trade 1") }), keeperSigner);
      expect(a.read().sequence).to.equal(3n);
    });
  });
});
