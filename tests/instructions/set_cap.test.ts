import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { I64_MAX, Time, U64_MAX } from "@profit-share/testing/svm/constants";
import { readonly, unsigned, withAccount } from "@profit-share/testing/svm/idl";
import { expect } from "chai";

const { creator, subscriber, agent, keeperSigner, sponsor, eve } = ACTORS;

/** The terms ask for at least $1 a day; the subscriber has chosen $100. */
describe("set_cap", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  const set = (cap: bigint) => a.world.send(a.setCap(cap), subscriber);
  const caps = () => {
    const { dailyCap, nextDailyCap, nextDailyCapDay } = a.read();
    return [dailyCap, nextDailyCap, nextDailyCapDay];
  };

  describe("when the subscriber did not sign", () => {
    it("should be refused without a signature", () => {
      expect(a.world.refusal(unsigned(a.setCap(2_000_000n), "subscriber"))).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, agent, creator, keeperSigner, sponsor })) {
      it(`should refuse ${name}`, () => {
        const instruction = a.setCap(U64_MAX, { subscriber: signer.publicKey });
        expect(a.world.refusal(instruction, signer)).to.equal("NotSubscriber");
      });
    }
  });

  describe("when the subscription is not one", () => {
    it("should refuse an account of another type", () => {
      const instruction = withAccount(a.setCap(2_000_000n), "subscription", a.bot);
      expect(a.world.refusal(instruction, subscriber)).to.equal("AccountDataTooSmall");
    });

    it("should refuse an account of another program", () => {
      const subscription = a.world.forge("fake subscription", a.subscription);
      expect(a.world.refusal(a.setCap(2_000_000n, { subscription }), subscriber)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only subscription", () => {
      expect(a.world.refusal(readonly(a.setCap(2_000_000n), "subscription"), subscriber)).to.equal("ConstraintMut");
    });
  });

  describe("when another agreement is meant", () => {
    it("should refuse another bot", () => {
      expect(a.world.refusal(a.setCap(2_000_000n, { bot: eve.publicKey }), subscriber)).to.equal("BotMismatch");
    });

    for (const instance of [0n, 2n, U64_MAX]) {
      it(`should refuse instance ${instance}`, () => {
        expect(a.world.refusal(a.setCap(2_000_000n, { instance }), subscriber)).to.equal("InstanceMismatch");
      });
    }
  });

  describe("when the cap is below the terms' minimum", () => {
    for (const cap of [0n, 999_999n]) {
      it(`should refuse ${cap}`, () => {
        expect(a.world.refusal(a.setCap(cap), subscriber)).to.equal("CapBelowMinimum");
      });
    }

    it("should measure it by the subscription's own terms", () => {
      a.world.send(a.updateTerms({ terms: { minDailyCap: 2_000_000n } }), creator);
      set(1_000_000n);
      expect(caps()).to.deep.equal([100_000_000n, 1_000_000n, 20_001]);
    });
  });

  describe("given a higher cap", () => {
    it("should apply now", () => {
      // $200 of share: the cap lets $100 through.
      a.earn(1_000_000_000n);
      set(150_000_000n);
      expect(caps()).to.deep.equal([150_000_000n, 0n, 0]);
      a.earn(1_000_000_000n);
      expect(a.money().accrued).to.equal(150_000_000n);
    });

    it("should log CapSet with no day", () => {
      expect(set(150_000_000n).logged).to.deep.equal([
        { name: "CapSet", data: { subscription: a.subscription, dailyCap: 150_000_000n, fromDay: 0 } },
      ]);
    });

    it("should accept all that fits", () => {
      set(U64_MAX);
      expect(caps()).to.deep.equal([U64_MAX, 0n, 0]);
    });

    it("should clear a cut that waits", () => {
      set(2_000_000n);
      set(150_000_000n);
      expect(caps()).to.deep.equal([150_000_000n, 0n, 0]);
      a.world.pass(Time.DAY);
      a.earn(30_000_000n);
      expect(a.money().accrued).to.equal(3_000_000n);
    });
  });

  describe("given the same cap", () => {
    it("should clear a cut that waits", () => {
      set(2_000_000n);
      set(100_000_000n);
      expect(caps()).to.deep.equal([100_000_000n, 0n, 0]);
    });
  });

  describe("given a lower cap", () => {
    it("should wait for the next day", () => {
      set(2_000_000n);
      expect(caps()).to.deep.equal([100_000_000n, 2_000_000n, 20_001]);
      a.earn(30_000_000n);
      expect(a.money().accrued).to.equal(3_000_000n);
    });

    it("should log CapSet with the day", () => {
      expect(set(2_000_000n).logged).to.deep.equal([
        { name: "CapSet", data: { subscription: a.subscription, dailyCap: 2_000_000n, fromDay: 20_001 } },
      ]);
    });

    it("should apply from the next day's first second", () => {
      set(2_000_000n);
      // Day 20,001 begins 23 hours after the start.
      a.world.pass(23n * Time.HOUR - 1n);
      a.earn(30_000_000n);
      expect(a.money().accrued).to.equal(3_000_000n);
      a.world.pass(1n);
      a.earn(30_000_000n);
      expect(a.money().accrued).to.equal(5_000_000n);
      expect(caps()).to.deep.equal([2_000_000n, 0n, 0]);
    });

    it("should wait for the last day there is, at the end of the clock", () => {
      a.world.setTime(I64_MAX);
      set(2_000_000n);
      expect(caps()).to.deep.equal([100_000_000n, 2_000_000n, 4_294_967_295]);
    });

    it("should replace a cut that waits", () => {
      set(2_000_000n);
      set(3_000_000n);
      expect(caps()).to.deep.equal([100_000_000n, 3_000_000n, 20_001]);
    });

    it("should accept the minimum", () => {
      set(1_000_000n);
      expect(caps()).to.deep.equal([100_000_000n, 1_000_000n, 20_001]);
    });

    it("should count from the day of the change, not of the last settlement", () => {
      a.world.pass(5n * Time.DAY);
      set(2_000_000n);
      expect(caps()).to.deep.equal([100_000_000n, 2_000_000n, 20_006]);
    });

    it("should take over the day's accrual", () => {
      a.earn(400_000_000n);
      set(2_000_000n);
      // $40 of the day's $100 are used.
      a.earn(700_000_000n);
      expect(a.money().accrued).to.equal(100_000_000n);
    });
  });

  describe("given a cut whose day has come", () => {
    it("should apply it before a new one is judged", () => {
      set(2_000_000n);
      a.world.pass(Time.DAY);
      set(3_000_000n);
      expect(caps()).to.deep.equal([3_000_000n, 0n, 0]);
    });
  });

  describe("given any cap", () => {
    it("should change nothing else", () => {
      const { dailyCap: _, ...before } = a.read();
      set(150_000_000n);
      const { dailyCap: __, ...after } = a.read();
      expect(after).to.deep.equal(before);
    });
  });
});
