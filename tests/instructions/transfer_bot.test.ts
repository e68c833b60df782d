import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { readonly, unsigned } from "@profit-share/testing/svm/idl";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";

const { creator, subscriber, payoutWallet, marketplace, sponsor, eve } = ACTORS;

describe("transfer_bot", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  const offer = (to = sponsor.publicKey) => a.world.send(a.transferBot(to), creator);

  describe("when the owner did not sign", () => {
    it("should be refused without a signature", () => {
      expect(a.world.refusal(unsigned(a.transferBot(eve.publicKey), "owner"))).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, subscriber, payoutWallet, marketplace })) {
      it(`should refuse ${name}`, () => {
        const instruction = a.transferBot(eve.publicKey, { owner: signer.publicKey });
        expect(a.world.refusal(instruction, signer)).to.equal("NotOwner");
      });
    }
  });

  describe("when the bot is not one", () => {
    it("should refuse an account of another type", () => {
      const instruction = a.transferBot(eve.publicKey, { bot: a.keeper });
      expect(a.world.refusal(instruction, creator)).to.equal("AccountDataTooSmall");
    });

    it("should refuse an account of another program", () => {
      const bot = a.world.forge("fake bot", a.bot);
      expect(a.world.refusal(a.transferBot(eve.publicKey, { bot }), creator)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only bot", () => {
      expect(a.world.refusal(readonly(a.transferBot(eve.publicKey), "bot"), creator)).to.equal("ConstraintMut");
    });
  });

  describe("given the owner's signature", () => {
    it("should only note who may take it", () => {
      const before = a.readBot();
      offer();
      expect(a.readBot()).to.deep.equal({ ...before, pendingOwner: sponsor.publicKey });
    });

    it("should log BotTransferStarted", () => {
      expect(offer().logged).to.deep.equal([
        { name: "BotTransferStarted", data: { bot: a.bot, pendingOwner: sponsor.publicKey } },
      ]);
    });

    it("should leave the owner in power", () => {
      offer();
      a.earn(100_000_000n);
      a.world.send(a.claim(), creator);
      expect(a.money().claimed).to.equal(1_000_000n);
      const early = a.claim({ owner: sponsor.publicKey, destination: a.world.purse(sponsor.publicKey) });
      expect(a.world.refusal(early, sponsor)).to.equal("NotOwner");
    });

    it("should replace an offer that was not taken", () => {
      offer(eve.publicKey);
      offer();
      expect(a.world.refusal(a.acceptBot(eve.publicKey), eve)).to.equal("NotPendingOwner");
      expect(a.readBot().pendingOwner).to.deep.equal(sponsor.publicKey);
    });

    it("should take an offer back with the zero address", () => {
      offer();
      offer(PublicKey.default);
      expect(a.readBot().pendingOwner).to.equal(null);
      expect(a.world.refusal(a.acceptBot(sponsor.publicKey), sponsor)).to.equal("NotPendingOwner");
    });
  });
});
