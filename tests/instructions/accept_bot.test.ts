import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { readonly, unsigned } from "@profit-share/testing/svm/idl";
import { expect } from "chai";

const { creator, payoutWallet, subscriber, sponsor, eve } = ACTORS;

describe("accept_bot", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
    // $10 claimable.
    a.earn(100_000_000n);
    a.world.send(a.transferBot(sponsor.publicKey), creator);
  });

  const accept = () => a.world.send(a.acceptBot(sponsor.publicKey), sponsor);
  const sponsorsPurse = () => a.world.purse(sponsor.publicKey);

  describe("when the pending owner did not sign", () => {
    it("should be refused without a signature", () => {
      const instruction = unsigned(a.acceptBot(sponsor.publicKey), "new_owner");
      expect(a.world.refusal(instruction)).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, creator, payoutWallet, subscriber })) {
      it(`should refuse ${name}`, () => {
        expect(a.world.refusal(a.acceptBot(signer.publicKey), signer)).to.equal("NotPendingOwner");
      });
    }
  });

  describe("when the bot is not one", () => {
    it("should refuse an account of another type", () => {
      const instruction = a.acceptBot(sponsor.publicKey, { bot: a.keeper });
      expect(a.world.refusal(instruction, sponsor)).to.equal("AccountDataTooSmall");
    });

    it("should refuse an account of another program", () => {
      const bot = a.world.forge("fake bot", a.bot);
      expect(a.world.refusal(a.acceptBot(sponsor.publicKey, { bot }), sponsor)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only bot", () => {
      const instruction = readonly(a.acceptBot(sponsor.publicKey), "bot");
      expect(a.world.refusal(instruction, sponsor)).to.equal("ConstraintMut");
    });
  });

  describe("when nobody is offered the bot", () => {
    it("should refuse the owner", () => {
      accept();
      expect(a.world.refusal(a.acceptBot(sponsor.publicKey), sponsor)).to.equal("NotPendingOwner");
    });
  });

  describe("given the pending owner's signature", () => {
    it("should make it owner and payout wallet, and nobody pending", () => {
      const before = a.readBot();
      accept();
      expect(a.readBot()).to.deep.equal({
        ...before,
        owner: sponsor.publicKey,
        payoutWallet: sponsor.publicKey,
        pendingOwner: null,
      });
      expect(a.readBot().creator).to.deep.equal(creator.publicKey);
    });

    it("should log BotTransferred", () => {
      expect(accept().logged).to.deep.equal([
        { name: "BotTransferred", data: { bot: a.bot, owner: sponsor.publicKey } },
      ]);
    });

    it("should pass on what is unclaimed", () => {
      accept();
      expect(a.world.refusal(a.claim(), creator)).to.equal("NotOwner");
      a.world.send(a.claim({ owner: sponsor.publicKey, destination: sponsorsPurse(), amount: 4_000_000n }), sponsor);
      expect(a.world.tokens(sponsorsPurse())).to.equal(1_004_000_000n);
    });

    it("should send a payout to the new owner", () => {
      accept();
      expect(a.world.refusal(a.payout())).to.equal("PayoutDestination");
      a.world.send(a.payout({ destination: sponsorsPurse() }));
      expect(a.world.tokens(sponsorsPurse())).to.equal(1_010_000_000n);
    });

    it("should pass on the vault", () => {
      a.world.setTokens(a.vault, a.bot, 7_000_000n);
      accept();
      expect(a.world.refusal(a.claimVault(), creator)).to.equal("NotOwner");
      a.world.send(a.claimVault({ owner: sponsor.publicKey, destination: sponsorsPurse() }), sponsor);
      expect(a.world.tokens(sponsorsPurse())).to.equal(1_007_000_000n);
    });

    it("should leave the old owner powerless", () => {
      accept();
      for (const instruction of [
        a.updateTerms(),
        a.setPayout(),
        a.setOpen(false),
        a.transferBot(creator.publicKey),
        a.waive(),
      ]) {
        expect(a.world.refusal(instruction, creator)).to.equal("NotOwner");
      }
    });

    it("should not touch a subscription", () => {
      const before = a.world.account(a.subscription).data;
      accept();
      expect(a.world.account(a.subscription).data.equals(before)).to.equal(true);
    });
  });
});
