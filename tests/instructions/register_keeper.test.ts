import { decodeKeeper, keeperAddress, PROGRAM_ID } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Lamports } from "@profit-share/testing/svm/constants";
import { accountLength, unsigned, withAccount } from "@profit-share/testing/svm/idl";
import { World } from "@profit-share/testing/svm/world";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";

const { marketplace, keeperSigner, sponsor, eve } = ACTORS;

describe("register_keeper", () => {
  let world: World;
  let a: Attested;
  beforeEach(() => {
    world = new World();
    a = new Attested(world);
  });

  const keeper = () => decodeKeeper(world.account(a.keeper).data);

  describe("when the creator did not sign", () => {
    it("should be refused", () => {
      const instruction = unsigned(a.registerKeeper({ payer: sponsor.publicKey }), "creator");
      expect(world.refusal(instruction, sponsor)).to.equal("MissingRequiredSignature");
    });
  });

  describe("when the payer did not sign", () => {
    it("should be refused", () => {
      const instruction = unsigned(a.registerKeeper({ payer: sponsor.publicKey }), "payer");
      expect(world.refusal(instruction, marketplace)).to.equal("MissingRequiredSignature");
    });
  });

  describe("when eve signs in the creator's place", () => {
    it("should refuse the creator's address", () => {
      const instruction = withAccount(a.registerKeeper({ payer: eve.publicKey }), "creator", eve.publicKey);
      expect(world.refusal(instruction, eve)).to.equal("InvalidSeeds");
    });

    it("should leave the creator's address free when she takes the same id", () => {
      world.send(a.registerKeeper({ creator: eve.publicKey, signer: eve.publicKey }), eve);
      world.send(a.registerKeeper(), marketplace);
      expect(keeper().admin.equals(marketplace.publicKey)).to.equal(true);
    });
  });

  describe("when the keeper exists", () => {
    it("should refuse to register it again", () => {
      world.send(a.registerKeeper(), marketplace);
      expect(world.refusal(a.registerKeeper({ signer: eve.publicKey }), marketplace)).to.equal(
        "System.AccountAlreadyInUse",
      );
    });
  });

  describe("when it is new", () => {
    it("should make the creator admin and store the signer", () => {
      world.send(a.registerKeeper(), marketplace);
      const { owner, data } = world.account(a.keeper);
      expect(owner.equals(PROGRAM_ID)).to.equal(true);
      expect(data.length).to.equal(accountLength("Keeper"));
      expect(keeper()).to.deep.equal({
        creator: marketplace.publicKey,
        id: Uint8Array.from(a.keeperId),
        admin: marketplace.publicKey,
        pendingAdmin: null,
        signer: keeperSigner.publicKey,
      });
    });

    it("should log KeeperRegistered", () => {
      const { logged } = world.send(a.registerKeeper(), marketplace);
      expect(logged).to.deep.equal([
        {
          name: "KeeperRegistered",
          data: { keeper: a.keeper, admin: marketplace.publicKey, signer: keeperSigner.publicKey },
        },
      ]);
    });

    it("should take the rent from the payer alone", () => {
      const before = world.account(marketplace.publicKey).lamports;
      world.send(a.registerKeeper({ payer: sponsor.publicKey }), marketplace, sponsor);
      expect(world.account(marketplace.publicKey).lamports).to.equal(before);
      expect(world.account(sponsor.publicKey).lamports).to.equal(Lamports.PURSE - world.rent(accountLength("Keeper")));
    });

    it("should give another id another address", () => {
      const id = Buffer.from("marketplace-0002");
      world.send(a.registerKeeper(), marketplace);
      world.send(a.registerKeeper({ id }), marketplace);
      expect(world.exists(keeperAddress(marketplace.publicKey, id))).to.equal(true);
    });
  });

  describe("given lamports at its address", () => {
    for (const [name, lamports] of [
      ["below the rent", Lamports.DUST],
      ["above the rent", Lamports.BIG_DONATION],
    ] as const) {
      it(`should register with ${name}`, () => {
        world.airdrop(a.keeper, lamports);
        world.send(a.registerKeeper(), marketplace);
        expect(keeper().signer.equals(keeperSigner.publicKey)).to.equal(true);
      });
    }
  });

  describe("when the signer is nobody", () => {
    it("should store it: such a keeper settles nothing", () => {
      world.send(a.registerKeeper({ signer: PublicKey.default }), marketplace);
      expect(keeper().signer.equals(PublicKey.default)).to.equal(true);
    });
  });
});
