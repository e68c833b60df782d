import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { readonly, unsigned, withAccount } from "@profit-share/testing/svm/idl";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";

const { marketplace, keeperSigner, creator, subscriber, agent, sponsor, eve } = ACTORS;

describe("set_keeper_signer", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  const rotate = (to = sponsor) => a.world.send(a.setKeeperSigner(to.publicKey), marketplace);

  describe("when the admin did not sign", () => {
    it("should be refused without a signature", () => {
      const instruction = unsigned(a.setKeeperSigner(eve.publicKey), "admin");
      expect(a.world.refusal(instruction)).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, keeperSigner, creator, subscriber, agent })) {
      it(`should refuse ${name}`, () => {
        const instruction = a.setKeeperSigner(eve.publicKey, { admin: signer.publicKey });
        expect(a.world.refusal(instruction, signer)).to.equal("NotKeeperAdmin");
      });
    }

    it("should refuse who registered it once it has another admin", () => {
      a.world.send(a.transferKeeper(sponsor.publicKey), marketplace);
      a.world.send(a.acceptKeeper(sponsor.publicKey), sponsor);
      expect(a.world.refusal(a.setKeeperSigner(eve.publicKey), marketplace)).to.equal("NotKeeperAdmin");
    });

    it("should refuse who is offered it and did not accept", () => {
      a.world.send(a.transferKeeper(sponsor.publicKey), marketplace);
      const instruction = a.setKeeperSigner(eve.publicKey, { admin: sponsor.publicKey });
      expect(a.world.refusal(instruction, sponsor)).to.equal("NotKeeperAdmin");
    });
  });

  describe("when the keeper is not one", () => {
    it("should refuse an account of another type", () => {
      const instruction = withAccount(a.setKeeperSigner(eve.publicKey), "keeper", a.bot);
      expect(a.world.refusal(instruction, marketplace)).to.equal("InvalidAccountData");
    });

    it("should refuse an account of another program", () => {
      const keeper = a.world.forge("fake keeper", a.keeper);
      const instruction = a.setKeeperSigner(eve.publicKey, { keeper });
      expect(a.world.refusal(instruction, marketplace)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only keeper", () => {
      const instruction = readonly(a.setKeeperSigner(eve.publicKey), "keeper");
      expect(a.world.refusal(instruction, marketplace)).to.equal("ConstraintMut");
    });
  });

  describe("given the admin's signature", () => {
    it("should store the signer and nothing else", () => {
      const { signer: _, ...before } = a.readKeeper();
      rotate();
      const { signer, ...after } = a.readKeeper();
      expect(signer).to.deep.equal(sponsor.publicKey);
      expect(after).to.deep.equal(before);
    });

    it("should log KeeperSignerSet", () => {
      expect(rotate().logged).to.deep.equal([
        { name: "KeeperSignerSet", data: { keeper: a.keeper, signer: sponsor.publicKey } },
      ]);
    });

    it("should not touch a subscription", () => {
      const before = a.world.account(a.subscription).data;
      rotate();
      expect(a.world.account(a.subscription).data.equals(before)).to.equal(true);
    });

    it("should leave the old signer powerless at once", () => {
      rotate();
      expect(a.world.refusal(a.settle(100_000_000n), keeperSigner)).to.equal("NotKeeperSigner");
      a.world.send(a.settle(100_000_000n, { signer: sponsor.publicKey }), sponsor);
      expect(a.money().accrued).to.equal(10_000_000n);
    });

    it("should leave it powerless within the same transaction", () => {
      const both = [a.setKeeperSigner(sponsor.publicKey), a.settle(100_000_000n)];
      expect(a.world.refusal(both, marketplace, keeperSigner)).to.equal("NotKeeperSigner");
      expect(a.readKeeper().signer).to.deep.equal(keeperSigner.publicKey);
    });

    it("should stop everybody when the signer is nobody", () => {
      a.world.send(a.setKeeperSigner(PublicKey.default), marketplace);
      expect(a.world.refusal(a.settle(100_000_000n), keeperSigner)).to.equal("NotKeeperSigner");
    });
  });
});
