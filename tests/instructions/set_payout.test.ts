import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { U64_MAX } from "@profit-share/testing/svm/constants";
import { readonly, unsigned } from "@profit-share/testing/svm/idl";
import { expect } from "chai";

const { creator, subscriber, payoutWallet, sponsor, eve } = ACTORS;

describe("set_payout", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
    // $10 claimable.
    a.earn(100_000_000n);
  });

  const change = (minPayout = 1_000_000n) =>
    a.world.send(a.setPayout({ payoutWallet: sponsor.publicKey, minPayout }), creator);
  const sponsorsPurse = () => a.world.purse(sponsor.publicKey);

  describe("when the owner did not sign", () => {
    it("should be refused without a signature", () => {
      expect(a.world.refusal(unsigned(a.setPayout(), "owner"))).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, subscriber, payoutWallet })) {
      it(`should refuse ${name}`, () => {
        expect(a.world.refusal(a.setPayout({ owner: signer.publicKey }), signer)).to.equal("NotOwner");
      });
    }
  });

  describe("when the bot is not one", () => {
    it("should refuse an account of another type", () => {
      expect(a.world.refusal(a.setPayout({ bot: a.keeper }), creator)).to.equal("AccountDataTooSmall");
    });

    it("should refuse an account of another program", () => {
      const bot = a.world.forge("fake bot", a.bot);
      expect(a.world.refusal(a.setPayout({ bot }), creator)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only bot", () => {
      expect(a.world.refusal(readonly(a.setPayout(), "bot"), creator)).to.equal("ConstraintMut");
    });
  });

  describe("when the minimum is zero", () => {
    it("should be refused", () => {
      expect(a.world.refusal(a.setPayout({ minPayout: 0n }), creator)).to.equal("MinPayoutIsZero");
    });
  });

  describe("given the owner's signature", () => {
    it("should store both and nothing else", () => {
      const before = a.readBot();
      change();
      expect(a.readBot()).to.deep.equal({ ...before, payoutWallet: sponsor.publicKey, minPayout: 1_000_000n });
    });

    it("should log PayoutSet", () => {
      expect(change().logged).to.deep.equal([
        { name: "PayoutSet", data: { bot: a.bot, payoutWallet: sponsor.publicKey, minPayout: 1_000_000n } },
      ]);
    });

    it("should send the next payout to the new wallet", () => {
      change();
      expect(a.world.refusal(a.payout())).to.equal("PayoutDestination");
      a.world.send(a.payout({ destination: sponsorsPurse() }));
      expect(a.world.tokens(sponsorsPurse())).to.equal(1_010_000_000n);
    });

    for (const [minPayout, paid] of [
      [1n, 10_000_000n],
      [10_000_000n, 10_000_000n],
      [10_000_001n, 0n],
      [U64_MAX, 0n],
    ] as const) {
      it(`should pay out ${paid} of $10 with a minimum of ${minPayout}`, () => {
        change(minPayout);
        a.world.send(a.payout({ destination: sponsorsPurse() }));
        expect(a.money().claimed).to.equal(paid);
      });
    }

    it("should not hold up a claim", () => {
      change(U64_MAX);
      a.world.send(a.claim({ amount: 10_000_000n }), creator);
      expect(a.money().claimed).to.equal(10_000_000n);
    });
  });
});
