import { DRIFT_PROGRAM_ID, eventAuthorityAddress, PROGRAM_ID, settle, VELOCITY_PROGRAM_ID } from "@profit-share/sdk";
import { driftUserAddress } from "@profit-share/sdk/drift";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Time } from "@profit-share/testing/svm/constants";
import { SETTLED_TAG } from "@profit-share/testing/svm/history";
import { readonly, withAccount } from "@profit-share/testing/svm/idl";
import { expectNoRecord } from "@profit-share/testing/svm/records";
import { Verified } from "@profit-share/testing/svm/verified";
import { TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";

const { eve } = ACTORS;

describe("settle: accounts", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.running();
    v.realize(100_000_000n);
  });

  describe("when the subscription is not one", () => {
    it("should refuse an account of another type", () => {
      expect(v.world.refusal(withAccount(v.settle(), "subscription", v.bot))).to.equal("AccountDataTooSmall");
    });

    it("should refuse an account of another program", () => {
      const fake = v.world.forge("fake subscription", v.subscription);
      expect(v.world.refusal(withAccount(v.settle(), "subscription", fake))).to.equal("IllegalOwner");
    });

    it("should refuse a read-only subscription", () => {
      expect(v.world.refusal(readonly(v.settle(), "subscription"))).to.equal("ConstraintMut");
    });
  });

  describe("when the venue user is another", () => {
    it("should refuse one with more profit", () => {
      const other = driftUserAddress(eve.publicKey, 0);
      v.world.setAccount(other, v.world.account(v.venueUser));
      expect(v.world.refusal(withAccount(v.settle(), "venue_user", other))).to.equal("VenueUserMismatch");
    });

    it("should refuse an account that does not exist", () => {
      expect(v.world.refusal(withAccount(v.settle(), "venue_user", eve.publicKey))).to.equal("VenueUserMismatch");
    });
  });

  describe("when the event authority is another", () => {
    it("should refuse eve's key", () => {
      expect(v.world.refusal(withAccount(v.settle(), "event_authority", eve.publicKey))).to.equal("InvalidSeeds");
    });
  });

  describe("when another program is named as the one that takes the event", () => {
    it("should be refused: it calls itself and nobody else", () => {
      const instruction = withAccount(v.settle(), "program", TOKEN_PROGRAM_ID);
      expect(v.world.refusal(instruction)).to.equal("MissingAccount");
    });
  });

  describe("when the subscription is attested", () => {
    it("should refuse it, whatever venue user is given", () => {
      const a = Attested.running();
      const { subscription } = a;
      const none = settle({ subscription, venueUser: PublicKey.default });
      expect(a.world.refusal(none)).to.equal("WrongSource");
      const some = settle({ subscription, venueUser: v.venueUser });
      expect(a.world.refusal(some)).to.equal("VenueUserMismatch");
    });

    it("should refuse it after its end, too", () => {
      const a = Attested.running();
      a.leave();
      a.world.pass(Time.ATTESTED_CLOSING);
      const none = settle({ subscription: a.subscription, venueUser: PublicKey.default });
      expect(a.world.refusal(none)).to.equal("WrongSource");
    });
  });

  describe("when the venue user cannot be read", () => {
    for (const [name, owner] of [
      ["Drift's fork", VELOCITY_PROGRAM_ID],
      ["eve", eve.publicKey],
      ["the system program, with data", PublicKey.default],
    ] as const) {
      it(`should refuse the owner ${name}`, () => {
        v.world.setAccount(v.venueUser, { owner, data: v.world.account(v.venueUser).data });
        expect(v.world.refusal(v.settle())).to.equal("VenueOwner");
      });
    }

    it("should refuse an empty account of another program", () => {
      v.world.setAccount(v.venueUser, { owner: eve.publicKey, data: Buffer.alloc(0) });
      expect(v.world.refusal(v.settle())).to.equal("VenueOwner");
    });

    for (const length of [0, 4_375, 4_377, 4_496, 4_560]) {
      it(`should refuse ${length} bytes`, () => {
        const data = Buffer.alloc(length);
        v.world.account(v.venueUser).data.copy(data);
        v.world.setAccount(v.venueUser, { owner: DRIFT_PROGRAM_ID, data });
        expect(v.world.refusal(v.settle())).to.equal("VenueLength");
      });
    }

    it("should refuse another discriminator", () => {
      v.editUser((data) => data.writeUInt8(data[7]! ^ 1, 7));
      expect(v.world.refusal(v.settle())).to.equal("VenueDiscriminator");
    });
  });

  describe("when the venue user is gone", () => {
    for (const [what, account] of [
      ["without a trace", null],
      ["but lamports lie at its address", { owner: PublicKey.default, data: Buffer.alloc(0), lamports: 1_000_000n }],
    ] as const) {
      it(`should find no change (${what})`, () => {
        v.world.send(v.settle());
        v.world.setAccount(v.venueUser, account);
        expectNoRecord(v, () => v.world.send(v.settle()));
        expect(v.read().last).to.equal(100_000_000n);
      });
    }
  });

  describe("when nobody but the fee payer signs", () => {
    it("should settle", () => {
      v.world.send(v.settle());
      expect(v.money().credited).to.equal(10_000_000n);
    });
  });
});

describe("the event instruction", () => {
  /** A settlement that never was. */
  const data = Buffer.concat([SETTLED_TAG, Buffer.alloc(186)]);
  const call = (...keys: { pubkey: PublicKey; isSigner: boolean }[]) =>
    new TransactionInstruction({
      programId: PROGRAM_ID,
      keys: keys.map((key) => ({ ...key, isWritable: false })),
      data,
    });

  describe("when eve calls it herself", () => {
    const { world } = new Attested(Verified.published().world);

    it("should refuse the event authority without its signature", () => {
      const instruction = call({ pubkey: eventAuthorityAddress(), isSigner: false });
      expect(world.refusal(instruction)).to.equal("MissingRequiredSignature");
    });

    it("should refuse her signature instead", () => {
      expect(world.refusal(call({ pubkey: eve.publicKey, isSigner: true }), eve)).to.equal("InvalidSeeds");
    });

    it("should refuse no account at all", () => {
      expect(world.refusal(call())).to.equal("NotEnoughAccountKeys");
    });
  });
});
