import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, Time } from "@profit-share/testing/svm/constants";
import { expectNoRecord } from "@profit-share/testing/svm/records";
import { OPEN_POSITION, Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { subscriber, keeperSigner } = ACTORS;

/** $100 of profit, of which the creator's share is $10. */
const PROFIT = 100_000_000n;

describe("lifecycle: leaving a verified bot", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.running();
  });

  const purse = () => v.world.tokens(v.world.purse(subscriber.publicKey));
  const settle = () => v.world.send(v.settle());
  /** The subscriber trades until the position is closed with this PnL in total. */
  const flatAt = (settledPerpPnl: bigint) => v.placeUser({ perpPositions: [], settledPerpPnl });

  describe("at a profit", () => {
    it("should pay the last share and return the rest", () => {
      v.realize(PROFIT);
      v.leave();
      v.world.send(v.close());
      expect(v.world.tokens(v.vault)).to.equal(10_000_000n);
      expect(purse()).to.equal(990_000_000n);
    });

    it("should pay it over several days where the cap cuts it", () => {
      v = Verified.published().start({ dailyCap: Amount.MIN_DAILY_CAP });
      // $2.50 of share, of which $1 fits a day.
      v.realize(25_000_000n);
      v.leave();
      expect([v.read().state, v.money().accrued]).to.deep.equal(["closing", 1_000_000n]);
      settle();
      expect([v.read().state, v.money().accrued]).to.deep.equal(["closing", 1_000_000n]);
      v.world.pass(Time.DAY);
      settle();
      expect([v.read().state, v.money().accrued]).to.deep.equal(["closing", 2_000_000n]);
      expect(v.world.refusal(v.close())).to.equal("NotEnded");
      v.world.pass(Time.DAY);
      settle();
      expect([v.read().state, v.money().accrued]).to.deep.equal(["ended", 2_500_000n]);
      expect(v.read().endedAt).to.equal(1_728_176_400n);
      v.world.send(v.close());
      expect(v.world.tokens(v.vault)).to.equal(2_500_000n);
      expect(purse()).to.equal(997_500_000n);
    });

    it("should pay nothing twice", () => {
      v.earn(PROFIT);
      v.leave();
      expect(v.money().accrued).to.equal(10_000_000n);
      expectNoRecord(v, settle);
    });
  });

  describe("at a loss", () => {
    it("should pay nothing and return all", () => {
      v.realize(-PROFIT);
      v.leave();
      v.world.send(v.close());
      expect(v.world.tokens(v.vault)).to.equal(0n);
      expect(purse()).to.equal(1_000_000_000n);
    });

    it("should pay nothing for what a loss took back", () => {
      v.earn(PROFIT);
      v.realize(60_000_000n);
      v.leave();
      v.world.send(v.close());
      expect(v.world.tokens(v.vault)).to.equal(10_000_000n);
    });
  });

  describe("before a winning close", () => {
    beforeEach(() => {
      v.placeUser({ perpPositions: [OPEN_POSITION] });
      v.leave();
    });

    it("should save nothing while the clock runs", () => {
      v.world.pass(Time.VERIFIED_CLOSING - 1n);
      flatAt(PROFIT);
      expect(v.world.refusal(v.close())).to.equal("NotEnded");
      settle();
      expect([v.read().state, v.money().accrued]).to.deep.equal(["ended", 10_000_000n]);
    });

    it("should save all of it when the clock has run out: after the end nothing settles", () => {
      v.world.pass(Time.VERIFIED_CLOSING);
      flatAt(PROFIT);
      expectNoRecord(v, settle);
      v.world.send(v.close());
      expect(v.world.tokens(v.vault)).to.equal(0n);
      expect(purse()).to.equal(1_000_000_000n);
    });

    it("should save what is realized after the subscription is closed", () => {
      v.world.pass(Time.VERIFIED_CLOSING);
      v.world.send(v.close());
      flatAt(PROFIT);
      expect(v.world.tokens(v.vault)).to.equal(0n);
      expect(purse()).to.equal(1_000_000_000n);
    });

    it("should save what the cap cuts off until the clock has run out", () => {
      // $1,100 of share, of which $100 fit a day, and one day is left.
      v.world.send(v.deposit({ amount: 200_000_000n }), subscriber);
      v.world.pass(Time.VERIFIED_CLOSING - 1n);
      flatAt(11_000_000_000n);
      settle();
      expect(v.read().state).to.equal("closing");
      v.world.pass(1n);
      v.world.send(v.close());
      expect(v.world.tokens(v.vault)).to.equal(100_000_000n);
      expect(purse()).to.equal(900_000_000n);
    });

    it("should let a withdrawal have the minimum only after the end", () => {
      const all = v.withdraw({ amount: 50_000_000n });
      v.world.pass(Time.VERIFIED_CLOSING - 1n);
      expect(v.world.refusal(all, subscriber)).to.equal("BalanceTooLow");
      v.world.pass(1n);
      v.world.send(all, subscriber);
      expect(purse()).to.equal(1_000_000_000n);
    });
  });

  describe("with a share of thirty times the daily cap", () => {
    /** Settled on each of the days after the one on which the subscriber left. */
    const leaveAfter = (realized: bigint, days: number) => {
      v = Verified.published().start({ dailyCap: Amount.MIN_DAILY_CAP });
      v.realize(realized);
      v.leave();
      for (let day = 1; day <= days; day++) {
        v.world.pass(Time.DAY);
        settle();
      }
    };

    it("should save nothing where somebody settles every day: the cap is a thirtieth of it", () => {
      leaveAfter(300_000_000n, 29);
      expect([v.read().state, v.money().accrued]).to.deep.equal(["ended", 30_000_000n]);
    });

    it("should save what is above it", () => {
      leaveAfter(350_000_000n, 30);
      expect([v.read().state, v.money().accrued]).to.deep.equal(["closing", 30_000_000n]);
      v.world.send(v.close());
      expect(v.world.tokens(v.vault)).to.equal(30_000_000n);
    });
  });

  describe("after the venue user was deleted", () => {
    it("should end at once", () => {
      v.earn(PROFIT);
      v.world.setAccount(v.venueUser, null);
      v.leave();
      v.world.send(v.close());
      expect(v.world.tokens(v.vault)).to.equal(10_000_000n);
      expect(purse()).to.equal(990_000_000n);
    });

    it("should end when the gain above the cap has been charged", () => {
      v = Verified.published().start({ dailyCap: Amount.MIN_DAILY_CAP });
      v.earn(15_000_000n);
      v.world.setAccount(v.venueUser, null);
      v.leave();
      expect(v.world.refusal(v.close())).to.equal("NotEnded");
      v.world.pass(Time.DAY);
      settle();
      v.world.send(v.close());
      expect(v.world.tokens(v.vault)).to.equal(1_500_000n);
    });
  });
});

describe("lifecycle: leaving an attested bot", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
    a.leave();
  });

  const purse = () => a.world.tokens(a.world.purse(subscriber.publicKey));

  describe("before a winning close", () => {
    it("should save nothing while the clock runs", () => {
      a.world.pass(Time.ATTESTED_CLOSING - 1n);
      a.world.send(a.settle(PROFIT, { isFinal: true }), keeperSigner);
      a.world.send(a.close());
      expect(a.world.tokens(a.vault)).to.equal(10_000_000n);
      expect(purse()).to.equal(990_000_000n);
    });

    it("should save it when seven days have passed", () => {
      a.world.pass(Time.ATTESTED_CLOSING);
      expect(a.world.refusal(a.settle(PROFIT), keeperSigner)).to.equal("SubscriptionEnded");
      a.world.send(a.close());
      expect(a.world.tokens(a.vault)).to.equal(0n);
      expect(purse()).to.equal(1_000_000_000n);
    });

    it("should save what the cap cuts off", () => {
      a.world.send(a.deposit({ amount: 200_000_000n }), subscriber);
      a.world.send(a.settle(11_000_000_000n, { isFinal: true }), keeperSigner);
      a.world.send(a.close());
      expect(a.world.tokens(a.vault)).to.equal(100_000_000n);
      expect(purse()).to.equal(900_000_000n);
    });
  });

  describe("with a keeper that is dead", () => {
    it("should end by the clock", () => {
      expect(a.world.refusal(a.close())).to.equal("NotEnded");
      a.world.pass(Time.ATTESTED_CLOSING);
      a.world.send(a.close());
      expect(purse()).to.equal(1_000_000_000n);
    });
  });
});
