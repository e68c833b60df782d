import { keeperAddress } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount } from "@profit-share/testing/svm/constants";
import { OPEN_POSITION, Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { creator, subscriber, agent, marketplace, payoutWallet, eve } = ACTORS;

describe("security: front-running", () => {
  describe("of subscribe", () => {
    let a: Attested;
    beforeEach(() => {
      a = Attested.published();
    });
    const outcome = () => a.world.refusal(a.subscribe(), subscriber, agent);

    for (const [what, terms] of [
      ["a higher minimum balance", { minBalance: 10_000_001n }],
      ["a higher minimum cap", { minDailyCap: 1_000_001n }],
      ["a lower share", { profitShareBps: 999 }],
      ["another fee basis", { feeBasis: "high_water_mark" }],
      ["another legal text", { hash: Buffer.alloc(32, 7) }],
      ["the same terms again", {}],
    ] as const) {
      it(`should refuse terms switched to ${what}`, () => {
        a.world.send(a.updateTerms({ terms }), creator);
        expect(outcome()).to.equal("TermsChanged");
      });
    }

    it("should refuse a keeper of eve's", () => {
      a.world.send(a.registerKeeper({ creator: eve.publicKey, signer: eve.publicKey }), eve);
      const keeper = keeperAddress(eve.publicKey, a.keeperId);
      a.world.send(a.updateTerms({ terms: { keeper } }), creator);
      expect(outcome()).to.equal("TermsChanged");
    });

    it("should refuse terms that were switched and switched back", () => {
      a.world.send([a.updateTerms({ terms: { profitShareBps: 0 } }), a.updateTerms()], creator);
      expect(outcome()).to.equal("TermsChanged");
    });

    it("should refuse a share above the signed one even under the version that was read", () => {
      a.world.patch(a.bot, "Bot", { "terms.profit_share_bps": 1_000 });
      const terms = { profitShareBps: 500 };
      expect(a.world.refusal(a.subscribe({ terms }), subscriber, agent)).to.equal("ProfitShareAboveMaximum");
    });

    it("should refuse a bot that was closed to new subscribers", () => {
      a.world.send(a.setOpen(false), creator);
      expect(outcome()).to.equal("BotNotOpen");
    });

    it("should give the same agreement when the bot changes hands, payout wallet and keeper's signer", () => {
      a.world.send(
        [a.setPayout(), a.transferBot(eve.publicKey), a.acceptBot(eve.publicKey), a.setKeeperSigner(eve.publicKey)],
        creator,
        eve,
        marketplace,
      );
      expect(outcome()).to.equal("accepted");
      expect(a.read().terms).to.deep.equal({ ...a.terms, hash: Uint8Array.from(a.terms.hash) });
    });

    it("should refuse another's place: the agent signs with the subscriber", () => {
      const depositFrom = a.world.purse(eve.publicKey);
      const hers = a.subscribe({ subscriber: eve.publicKey, agent: eve.publicKey, depositFrom });
      a.world.send(hers, eve);
      expect(outcome()).to.equal("accepted");
    });

    it("should refuse a venue user in which a position was opened", () => {
      const v = Verified.published();
      v.placeUser({ perpPositions: [OPEN_POSITION] });
      expect(v.world.refusal(v.subscribe(), subscriber, agent)).to.equal("VenueNotFlat");
    });

    it("should start at profit that was realized a moment before: it is nobody's to charge", () => {
      const v = Verified.published();
      v.realize(100_000_000n);
      v.start();
      v.world.send(v.settle());
      expect(v.money()).to.include({ accrued: 0n, balance: 50_000_000n });
    });
  });

  describe("of claim", () => {
    let a: Attested;
    beforeEach(() => {
      a = Attested.running();
      a.earn(100_000_000n);
    });
    const tokens = (who: typeof creator) => a.world.tokens(a.world.purse(who.publicKey));

    it("should not fail for a payout that came first, which anybody can send", () => {
      a.world.send(a.payout());
      a.world.send(a.claim({ amount: 10_000_000n }), creator);
      expect([tokens(creator), tokens(payoutWallet)]).to.deep.equal([1_000_000_000n, 1_010_000_000n]);
    });

    it("should not fail for a payout in the same transaction, before or behind", () => {
      a.world.send([a.payout(), a.claim({ amount: 10_000_000n }), a.payout()], creator);
      expect([tokens(creator), tokens(payoutWallet)]).to.deep.equal([1_000_000_000n, 1_010_000_000n]);
    });

    it("should leave nothing for a payout that comes behind", () => {
      a.world.send(a.claim({ amount: 10_000_000n }), creator);
      a.world.send(a.payout());
      expect([tokens(creator), tokens(payoutWallet)]).to.deep.equal([1_010_000_000n, 1_000_000_000n]);
    });

    it("should refuse the old owner once the bot has changed hands, and pay the old wallet nothing", () => {
      a.world.send([a.transferBot(eve.publicKey), a.acceptBot(eve.publicKey)], creator, eve);
      expect(a.world.refusal(a.claim(), creator)).to.equal("NotOwner");
      expect(a.world.refusal(a.payout())).to.equal("PayoutDestination");
    });
  });

  describe("of accept_bot", () => {
    let a: Attested;
    beforeEach(() => {
      a = Attested.running();
      a.earn(100_000_000n);
      a.world.send(a.transferBot(eve.publicKey), creator);
    });
    const accept = () => a.world.send(a.acceptBot(eve.publicKey), eve);

    it("should give the new owner what is left: until then the old one may claim and waive", () => {
      a.earn(500_000_000n);
      a.world.send([a.claim({ amount: 50_000_000n }), a.waive({ amount: 10_000_000n })], creator);
      accept();
      expect(a.money()).to.include({ credited: 50_000_000n, claimed: 50_000_000n, waived: 10_000_000n });
      a.world.send(a.claim({ amount: 1n, owner: eve.publicKey, destination: a.world.purse(eve.publicKey) }), eve);
      expect(a.world.tokens(a.world.purse(eve.publicKey))).to.equal(1_000_000_000n);
    });

    it("should not touch a live subscription by worse terms that the old one sets before", () => {
      const { terms } = a.read();
      a.world.send([a.updateTerms({ terms: { profitShareBps: 0, minDailyCap: 1n } }), a.setOpen(false)], creator);
      accept();
      expect(a.read().terms).to.deep.equal(terms);
      a.earn(100_000_000n);
      expect(a.money()).to.include({ accrued: 20_000_000n });
      a.world.send([a.updateTerms({ owner: eve.publicKey }), a.setOpen(true, { owner: eve.publicKey })], eve);
    });

    it("should undo a payout wallet that the old one sets before", () => {
      a.world.send(a.setPayout({ payoutWallet: creator.publicKey, minPayout: 1n }), creator);
      accept();
      expect(a.world.refusal(a.payout({ destination: a.world.purse(creator.publicKey) }))).to.equal(
        "PayoutDestination",
      );
      a.world.send(a.payout({ destination: a.world.purse(eve.publicKey) }));
      expect(a.world.tokens(a.world.purse(eve.publicKey))).to.equal(1_010_000_000n);
    });

    it("should be refused when the offer was taken back, or made to another", () => {
      a.world.send(a.transferBot(subscriber.publicKey), creator);
      expect(a.world.refusal(a.acceptBot(eve.publicKey), eve)).to.equal("NotPendingOwner");
    });
  });

  describe("of withdraw", () => {
    it("should charge a verified profit first, whoever comes first", () => {
      for (const early of [true, false]) {
        const v = Verified.running();
        v.realize(100_000_000n);
        if (early) v.world.send(v.settle());
        expect(v.world.refusal(v.withdraw({ amount: 40_000_000n }), subscriber)).to.equal("BalanceTooLow");
        v.world.send(v.withdraw({ amount: 30_000_000n }), subscriber);
        expect(v.money()).to.include({ credited: 10_000_000n, balance: Amount.MIN_BALANCE });
      }
    });
  });

  describe("of close_subscription", () => {
    it("should only cost one more try when a donation makes a destination necessary", () => {
      const v = Verified.running();
      v.leave();
      v.world.send(v.withdraw({ amount: 50_000_000n }), subscriber);
      v.world.setTokens(v.escrow, v.subscription, 1n);
      expect(v.world.refusal(v.close({ destination: null }))).to.equal("RefundDestination");
      v.world.send(v.close());
      expect(v.world.tokens(v.world.purse(subscriber.publicKey))).to.equal(1_000_000_001n);
    });
  });
});
