import { PROGRAM_ID } from "@profit-share/sdk";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { U64_MAX } from "@profit-share/testing/svm/constants";
import { readonly, unsigned, withAccount } from "@profit-share/testing/svm/idl";
import { Verified } from "@profit-share/testing/svm/verified";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";

const { subscriber, agent, creator, marketplace, sponsor, eve } = ACTORS;

describe("withdraw: checks", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.running();
  });

  const refusal = (...[over]: Parameters<Verified["withdraw"]>) => v.world.refusal(v.withdraw(over), subscriber);

  describe("when the subscriber did not sign", () => {
    it("should be refused without a signature", () => {
      expect(v.world.refusal(unsigned(v.withdraw(), "subscriber"))).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, agent, creator, marketplace })) {
      it(`should refuse ${name}`, () => {
        expect(v.world.refusal(v.withdraw({ subscriber: signer.publicKey }), signer)).to.equal("NotSubscriber");
      });
    }

    it("should refuse who paid rent and deposit", () => {
      const w = Verified.published();
      const by = sponsor.publicKey;
      const instruction = w.subscribe({ payer: by, depositor: by, depositFrom: w.world.purse(by) });
      w.world.send(instruction, subscriber, agent, sponsor);
      expect(w.world.refusal(w.withdraw({ subscriber: by }), sponsor)).to.equal("NotSubscriber");
    });
  });

  describe("when the subscription is not one", () => {
    it("should refuse an account of another type", () => {
      const instruction = withAccount(v.withdraw(), "subscription", v.bot);
      expect(v.world.refusal(instruction, subscriber)).to.equal("AccountDataTooSmall");
    });

    it("should refuse an account of another program, made for eve", () => {
      const fake = v.world.forge("fake subscription", v.subscription);
      expect(v.world.refusal(withAccount(v.withdraw(), "subscription", fake), subscriber)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only subscription", () => {
      expect(v.world.refusal(readonly(v.withdraw(), "subscription"), subscriber)).to.equal("ConstraintMut");
    });
  });

  describe("when the escrow is not the subscription's", () => {
    it("should refuse another's", () => {
      const other = new Attested(v.world);
      v.world.send(other.registerKeeper(), marketplace);
      other.publish().start();
      const instruction = withAccount(v.withdraw(), "escrow", other.escrow);
      expect(v.world.refusal(instruction, subscriber)).to.equal("EscrowMismatch");
    });
  });

  describe("when the venue user is another", () => {
    it("should refuse one without profit", () => {
      expect(refusal({ venueUser: eve.publicKey })).to.equal("VenueUserMismatch");
    });

    it("should refuse to leave it out", () => {
      expect(refusal({ venueUser: null })).to.equal("VenueUserMismatch");
    });

    it("should refuse any of an attested subscription", () => {
      const a = Attested.running();
      const instruction = a.withdraw({ venueUser: v.venueUser });
      expect(a.world.refusal(instruction, subscriber)).to.equal("VenueUserMismatch");
    });
  });

  describe("when a program is another", () => {
    it("should refuse the token program", () => {
      const instruction = withAccount(v.withdraw(), "token_program", PROGRAM_ID);
      expect(v.world.refusal(instruction, subscriber)).to.equal("IncorrectProgramId");
    });

    it("should refuse the event authority", () => {
      const instruction = withAccount(v.withdraw(), "event_authority", eve.publicKey);
      expect(v.world.refusal(instruction, subscriber)).to.equal("InvalidSeeds");
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

    it("should refuse another subscription of the same subscriber", () => {
      const other = new Verified(v.world, {}, 1);
      other.placeUser({});
      other.start();
      const { subscription, venueUser } = other;
      expect(refusal({ subscription, venueUser })).to.equal("InstanceMismatch");
    });
  });

  describe("when the amount is zero", () => {
    it("should be refused", () => {
      expect(refusal({ amount: 0n })).to.equal("AmountIsZero");
    });
  });

  describe("when the amount is above the balance less the minimum", () => {
    for (const amount of [40_000_001n, 50_000_000n, 50_000_001n, U64_MAX]) {
      it(`should refuse ${amount}`, () => {
        expect(refusal({ amount })).to.equal("BalanceTooLow");
      });
    }

    it("should refuse to touch the creator's claimable", () => {
      v.earn(300_000_000n);
      // $20 of balance, $10 of them free; $30 claimable.
      expect(refusal({ amount: 10_000_001n })).to.equal("BalanceTooLow");
    });

    it("should refuse one base unit when the balance is below the minimum", () => {
      v.earn(450_000_000n);
      expect(v.money().balance).to.equal(5_000_000n);
      expect(refusal({ amount: 1n })).to.equal("BalanceTooLow");
    });

    it("should refuse one base unit while something is owed", () => {
      v.earn(900_000_000n);
      expect(v.money().balance).to.equal(0n);
      expect(refusal({ amount: 1n })).to.equal("BalanceTooLow");
    });
  });

  describe("when the destination cannot take it", () => {
    it("should refuse the escrow itself", () => {
      expect(refusal({ destination: v.escrow })).to.equal("ConstraintDuplicateMutableAccount");
    });

    it("should refuse a token account of another mint", () => {
      const destination = v.world.otherTokens(subscriber.publicKey);
      expect(refusal({ destination })).to.equal("Token.MintMismatch");
    });

    it("should refuse an account that does not exist", () => {
      expect(refusal({ destination: keyOf("nothing").publicKey })).to.equal("InvalidAccountData");
    });

    it("should refuse a wallet", () => {
      v.world.setAccount(keyOf("wallet").publicKey, { owner: PublicKey.default, data: Buffer.alloc(0) });
      expect(refusal({ destination: keyOf("wallet").publicKey })).to.equal("InvalidAccountData");
    });
  });
});
