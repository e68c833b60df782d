import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { readonly, unsigned, withAccount } from "@profit-share/testing/svm/idl";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";

const { marketplace, keeperSigner, creator, sponsor, eve } = ACTORS;

describe("transfer_keeper", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  const offer = (to = sponsor.publicKey) => a.world.send(a.transferKeeper(to), marketplace);

  describe("when the admin did not sign", () => {
    it("should be refused without a signature", () => {
      const instruction = unsigned(a.transferKeeper(eve.publicKey), "admin");
      expect(a.world.refusal(instruction)).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, keeperSigner, creator })) {
      it(`should refuse ${name}`, () => {
        const instruction = a.transferKeeper(eve.publicKey, { admin: signer.publicKey });
        expect(a.world.refusal(instruction, signer)).to.equal("NotKeeperAdmin");
      });
    }
  });

  describe("when the keeper is not one", () => {
    it("should refuse an account of another type", () => {
      const instruction = withAccount(a.transferKeeper(eve.publicKey), "keeper", a.bot);
      expect(a.world.refusal(instruction, marketplace)).to.equal("InvalidAccountData");
    });

    it("should refuse an account of another program", () => {
      const keeper = a.world.forge("fake keeper", a.keeper);
      expect(a.world.refusal(a.transferKeeper(eve.publicKey, { keeper }), marketplace)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only keeper", () => {
      const instruction = readonly(a.transferKeeper(eve.publicKey), "keeper");
      expect(a.world.refusal(instruction, marketplace)).to.equal("ConstraintMut");
    });
  });

  describe("given the admin's signature", () => {
    it("should only note who may take it", () => {
      const before = a.readKeeper();
      offer();
      expect(a.readKeeper()).to.deep.equal({ ...before, pendingAdmin: sponsor.publicKey });
    });

    it("should log KeeperTransferStarted", () => {
      expect(offer().logged).to.deep.equal([
        { name: "KeeperTransferStarted", data: { keeper: a.keeper, pendingAdmin: sponsor.publicKey } },
      ]);
    });

    it("should leave the admin in power", () => {
      offer();
      a.world.send(a.setKeeperSigner(sponsor.publicKey), marketplace);
      expect(a.readKeeper().signer).to.deep.equal(sponsor.publicKey);
    });

    it("should replace an offer that was not taken", () => {
      offer(eve.publicKey);
      offer();
      expect(a.world.refusal(a.acceptKeeper(eve.publicKey), eve)).to.equal("NotPendingAdmin");
      expect(a.readKeeper().pendingAdmin).to.deep.equal(sponsor.publicKey);
    });

    it("should take an offer back with the zero address", () => {
      offer();
      offer(PublicKey.default);
      expect(a.readKeeper().pendingAdmin).to.equal(null);
      expect(a.world.refusal(a.acceptKeeper(sponsor.publicKey), sponsor)).to.equal("NotPendingAdmin");
    });
  });
});
