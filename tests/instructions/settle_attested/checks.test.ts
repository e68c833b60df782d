import { keeperAddress, registerKeeper } from "@profit-share/sdk";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { State, Time, U64_MAX } from "@profit-share/testing/svm/constants";
import { NO_REFERENCE, referenceOf } from "@profit-share/testing/svm/history";
import { readonly, unsigned, withAccount } from "@profit-share/testing/svm/idl";
import { Verified } from "@profit-share/testing/svm/verified";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";

const { keeperSigner, marketplace, creator, subscriber, agent, eve } = ACTORS;

const PROFIT = 100_000_000n;

describe("settle_attested: checks", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  /** Eve's own keeper, with her own signer. */
  function evesKeeper(): PublicKey {
    const mine = { creator: eve.publicKey, id: a.keeperId };
    a.world.send(registerKeeper({ ...mine, signer: eve.publicKey }), eve);
    return keeperAddress(mine.creator, mine.id);
  }

  const refusal = (...[over]: [Parameters<Attested["settle"]>[1]?]) =>
    a.world.refusal(a.settle(PROFIT, over), keeperSigner);

  describe("when the keeper's signer did not sign", () => {
    it("should be refused without a signature", () => {
      expect(a.world.refusal(unsigned(a.settle(PROFIT), "signer"))).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, marketplace, creator, subscriber, agent })) {
      it(`should refuse ${name} in its place`, () => {
        const instruction = a.settle(PROFIT, { signer: signer.publicKey });
        expect(a.world.refusal(instruction, signer)).to.equal("NotKeeperSigner");
      });
    }

    it("should refuse the signer that was before a rotation", () => {
      a.world.patch(a.keeper, "Keeper", { signer: eve.publicKey.toBytes() });
      expect(refusal()).to.equal("NotKeeperSigner");
      a.world.send(a.settle(PROFIT, { signer: eve.publicKey }), eve);
      expect(a.read().sequence).to.equal(1n);
    });
  });

  describe("when the keeper is not the one of the terms", () => {
    it("should refuse eve with a keeper of her own", () => {
      const instruction = a.settle(PROFIT, { signer: eve.publicKey, keeper: evesKeeper() });
      expect(a.world.refusal(instruction, eve)).to.equal("KeeperMismatch");
    });

    it("should refuse the bot's current keeper if the subscription's terms name another", () => {
      const keeper = evesKeeper();
      a.world.patch(a.bot, "Bot", { "terms.keeper": keeper.toBytes() });
      const instruction = a.settle(PROFIT, { signer: eve.publicKey, keeper });
      expect(a.world.refusal(instruction, eve)).to.equal("KeeperMismatch");
    });

    it("should refuse a copy at another address", () => {
      const keeper = keyOf("fake keeper").publicKey;
      a.world.setAccount(keeper, a.world.account(a.keeper));
      expect(refusal({ keeper })).to.equal("KeeperMismatch");
    });

    it("should refuse a copy of another program", () => {
      a.world.setAccount(a.keeper, { owner: eve.publicKey, data: a.world.account(a.keeper).data });
      expect(refusal()).to.equal("IllegalOwner");
    });

    it("should refuse an account of another type", () => {
      expect(refusal({ keeper: a.bot })).to.equal("InvalidAccountData");
    });
  });

  describe("when the subscription is not one", () => {
    it("should refuse an account of another type", () => {
      const instruction = withAccount(a.settle(PROFIT), "subscription", a.bot);
      expect(a.world.refusal(instruction, keeperSigner)).to.equal("AccountDataTooSmall");
    });

    it("should refuse an account of another program", () => {
      const fake = a.world.forge("fake subscription", a.subscription);
      const instruction = withAccount(a.settle(PROFIT), "subscription", fake);
      expect(a.world.refusal(instruction, keeperSigner)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only subscription", () => {
      expect(a.world.refusal(readonly(a.settle(PROFIT), "subscription"), keeperSigner)).to.equal("ConstraintMut");
    });

    it("should refuse a verified subscription: it names no keeper", () => {
      const v = Verified.running();
      v.world.send(a.registerKeeper(), marketplace);
      const instruction = a.settle(PROFIT, { subscription: v.subscription, bot: v.bot });
      expect(v.world.refusal(instruction, keeperSigner)).to.equal("KeeperMismatch");
      const nobody = withAccount(instruction, "keeper", PublicKey.default);
      expect(v.world.refusal(nobody, keeperSigner)).to.equal("IllegalOwner");
    });
  });

  describe("when the event authority is another", () => {
    it("should be refused", () => {
      const instruction = withAccount(a.settle(PROFIT), "event_authority", eve.publicKey);
      expect(a.world.refusal(instruction, keeperSigner)).to.equal("InvalidSeeds");
    });
  });

  describe("when another agreement is meant", () => {
    it("should refuse another bot", () => {
      expect(refusal({ bot: eve.publicKey })).to.equal("BotMismatch");
    });

    for (const instance of [0n, 2n, U64_MAX]) {
      it(`should refuse instance ${instance}`, () => {
        expect(refusal({ instance })).to.equal("InstanceMismatch");
      });
    }

    it("should refuse another subscription of the same bot under its own instance", () => {
      const other = new Attested(a.world, { accountNo: 1 }).start();
      expect(refusal({ subscription: other.subscription })).to.equal("InstanceMismatch");
    });
  });

  describe("when the subscription has ended", () => {
    it("should be refused", () => {
      a.patch({ state: State.ENDED, ended_at: a.world.time() });
      expect(refusal()).to.equal("SubscriptionEnded");
    });

    it("should be refused seven days after it began to close", () => {
      a.patch({ state: State.CLOSING, closing_at: Time.START });
      a.world.pass(Time.ATTESTED_CLOSING);
      expect(refusal({ isFinal: true })).to.equal("SubscriptionEnded");
    });
  });

  describe("when the sequence is not the next", () => {
    beforeEach(() => {
      a.earn(PROFIT);
    });

    for (const sequence of [0n, 1n]) {
      it(`should refuse ${sequence} again after 1`, () => {
        expect(refusal({ sequence })).to.equal("SequenceRepeated");
      });
    }

    it("should refuse the very same close, sent again", () => {
      const again = a.settle(PROFIT, { sequence: 1n, reference: referenceOf("trade 1") });
      expect(a.world.refusal(again, keeperSigner)).to.equal("SequenceRepeated");
      expect(a.money().accrued).to.equal(10_000_000n);
    });

    for (const sequence of [3n, U64_MAX]) {
      it(`should refuse to skip to ${sequence}`, () => {
        expect(refusal({ sequence })).to.equal("SequenceSkipped");
      });
    }
  });

  describe("when the reference was used", () => {
    it("should refuse zero for the first close", () => {
      expect(refusal({ reference: NO_REFERENCE })).to.equal("ReferenceRepeated");
    });

    it("should refuse that of the last close", () => {
      a.earn(PROFIT);
      expect(refusal({ reference: referenceOf("trade 1") })).to.equal("ReferenceRepeated");
    });

    it("should refuse it for a final settlement, too", () => {
      a.earn(PROFIT);
      a.patch({ state: State.CLOSING, closing_at: Time.START });
      expect(refusal({ reference: referenceOf("trade 1"), isFinal: true })).to.equal("ReferenceRepeated");
    });

    it("should accept zero after another: it is a reference like any other", () => {
      a.earn(PROFIT);
      a.world.send(a.settle(PROFIT, { reference: NO_REFERENCE }), keeperSigner);
      expect(a.read().sequence).to.equal(2n);
    });

    it("should compare all of its bytes", () => {
      a.earn(PROFIT);
      const reference = referenceOf("trade 1");
      reference[31]! ^= 1;
      a.world.send(a.settle(PROFIT, { reference }), keeperSigner);
      expect(a.read().sequence).to.equal(2n);
    });
  });

  describe("when it is final", () => {
    it("should be refused of an active subscription", () => {
      expect(refusal({ isFinal: true })).to.equal("FinalOutsideClosing");
    });
  });
});
