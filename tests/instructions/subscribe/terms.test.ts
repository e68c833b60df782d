import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount } from "@profit-share/testing/svm/constants";
import { expect } from "chai";

const { subscriber, agent } = ACTORS;

describe("subscribe: terms", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.published();
  });

  const refusal = (...[over]: Parameters<Attested["subscribe"]>) =>
    a.world.refusal(a.subscribe(over), subscriber, agent);

  describe("when the bot takes no new subscribers", () => {
    it("should be refused", () => {
      a.world.patch(a.bot, "Bot", { open: 0 });
      expect(refusal()).to.equal("BotNotOpen");
    });
  });

  describe("when the terms were switched before the signature", () => {
    it("should refuse a later version", () => {
      a.world.patch(a.bot, "Bot", { "terms.version": 2 });
      expect(refusal()).to.equal("TermsChanged");
    });

    it("should refuse a version that does not exist yet", () => {
      expect(refusal({ terms: { version: 2 } })).to.equal("TermsChanged");
    });

    it("should refuse a higher share, even under the version that was signed", () => {
      a.world.patch(a.bot, "Bot", { "terms.profit_share_bps": 1_000 });
      expect(refusal({ terms: { profitShareBps: 999 } })).to.equal("ProfitShareAboveMaximum");
    });

    it("should refuse a higher minimum balance than the deposit", () => {
      a.world.patch(a.bot, "Bot", { "terms.min_balance": Amount.DEPOSIT + 1n });
      expect(refusal()).to.equal("DepositBelowMinimum");
    });

    it("should refuse a higher minimum cap than the cap", () => {
      a.world.patch(a.bot, "Bot", { "terms.min_daily_cap": Amount.DAILY_CAP + 1n });
      expect(refusal()).to.equal("CapBelowMinimum");
    });

    it("should accept a share below the signed maximum and store the bot's", () => {
      a.world.patch(a.bot, "Bot", { "terms.profit_share_bps": 500 });
      a.start({ terms: { profitShareBps: 1_000 } });
      expect(a.read().terms.profitShareBps).to.equal(500);
    });
  });

  describe("when the daily cap is short by one", () => {
    it("should be refused", () => {
      expect(refusal({ dailyCap: Amount.MIN_DAILY_CAP - 1n })).to.equal("CapBelowMinimum");
    });
  });

  describe("when the deposit is short by one", () => {
    it("should be refused", () => {
      expect(refusal({ deposit: Amount.MIN_BALANCE - 1n })).to.equal("DepositBelowMinimum");
    });
  });

  describe("when cap and deposit are the minima exactly", () => {
    it("should subscribe", () => {
      a.start({ dailyCap: Amount.MIN_DAILY_CAP, deposit: Amount.MIN_BALANCE });
      const { dailyCap, balance } = a.read();
      expect([dailyCap, balance]).to.deep.equal([1_000_000n, 10_000_000n]);
    });
  });

  describe("given terms without a minimum balance", () => {
    it("should subscribe without a deposit and without a paying account", () => {
      a.world.patch(a.bot, "Bot", { "terms.min_balance": 0n });
      a.start({ deposit: 0n, depositFrom: null });
      expect(a.read().balance).to.equal(0n);
      expect(a.world.tokens(a.escrow)).to.equal(0n);
    });
  });

  describe("after subscribing", () => {
    it("should keep the terms it was made under when the bot's change", () => {
      a.start();
      a.world.patch(a.bot, "Bot", { "terms.version": 2, "terms.profit_share_bps": 0, "terms.min_balance": 0n });
      const { terms } = a.read();
      expect([terms.version, terms.profitShareBps, terms.minBalance]).to.deep.equal([1, 1_000, 10_000_000n]);
    });
  });
});
