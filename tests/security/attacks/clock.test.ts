import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, Time } from "@profit-share/testing/svm/constants";
import { OPEN_POSITION, Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { subscriber, keeperSigner } = ACTORS;

/** The chain's clock is a median of votes. It has gone back, by minutes; two days are more than it ever will. */
describe("security: a clock that goes two days back", () => {
  const TWO_DAYS = 2n * Time.DAY;

  it("should open no second cap for a day that had one", () => {
    const a = Attested.running();
    a.world.pass(5n * Time.DAY);
    a.earn(5_000_000_000n);
    expect(a.read().accrued).to.equal(Amount.DAILY_CAP);
    for (const back of [TWO_DAYS, TWO_DAYS, -TWO_DAYS]) {
      a.world.pass(-back);
      a.earn(5_000_000_000n);
      expect(a.read()).to.include({ accrued: Amount.DAILY_CAP, windowDay: Time.START_DAY + 5 });
    }
    a.world.pass(TWO_DAYS + Time.DAY);
    a.earn(5_000_000_000n);
    expect(a.read().accrued).to.equal(2n * Amount.DAILY_CAP);
  });

  it("should put no lower cap off that applies already, and bring none forward", () => {
    const a = Attested.running();
    a.world.send(a.setCap(1_000_000n), subscriber);
    a.world.pass(Time.DAY);
    a.earn(1_000_000_000n);
    expect(a.read()).to.include({ accrued: 1_000_000n, dailyCap: 1_000_000n });
    a.world.pass(-TWO_DAYS);
    a.world.send(a.setCap(50_000_000n), subscriber);
    a.world.send(a.setCap(2_000_000n), subscriber);
    expect(a.read()).to.include({ dailyCap: 50_000_000n, nextDailyCapDay: Time.START_DAY + 2 });
  });

  it("should not take back an end that a settlement recorded", () => {
    const v = Verified.running();
    v.earn(100_000_000n);
    v.leave();
    expect(v.read().state).to.equal("ended");
    v.world.pass(-TWO_DAYS);
    expect(v.world.refusal(v.close())).to.equal("NotEnded");
    v.earn(400_000_000n);
    expect(v.read()).to.include({ state: "ended", profitTotal: 100_000_000n, sequence: 2n });
    v.world.pass(TWO_DAYS);
    v.world.send(v.close());
    expect(v.world.tokens(v.vault)).to.equal(10_000_000n);
  });

  it("should not close before the end that the clock shows, and close all the same when it is there again", () => {
    const v = Verified.running();
    v.placeUser({ perpPositions: [OPEN_POSITION] });
    v.leave();
    v.world.pass(Time.VERIFIED_CLOSING - TWO_DAYS);
    expect(v.world.refusal(v.close())).to.equal("NotEnded");
    v.world.pass(TWO_DAYS);
    v.world.send(v.close());
    expect(v.world.tokens(v.world.purse(subscriber.publicKey))).to.equal(1_000_000_000n);
  });

  it("should refuse nobody's settlement, withdrawal or exit before the time at which the subscription began", () => {
    const a = Attested.running();
    a.world.pass(-TWO_DAYS);
    a.world.send(a.settle(100_000_000n), keeperSigner);
    a.world.send(a.withdraw(), subscriber);
    a.leave();
    expect(a.read()).to.include({ state: "closing", accrued: 10_000_000n, balance: 39_000_000n });
    a.world.pass(Time.ATTESTED_CLOSING);
    a.world.send(a.close());
    expect(a.world.exists(a.subscription)).to.equal(false);
  });
});
