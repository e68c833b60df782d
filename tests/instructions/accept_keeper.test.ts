import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { readonly, unsigned, withAccount } from "@profit-share/testing/svm/idl";
import { expect } from "chai";

const { marketplace, keeperSigner, sponsor, eve } = ACTORS;

describe("accept_keeper", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
    a.world.send(a.transferKeeper(sponsor.publicKey), marketplace);
  });

  const accept = () => a.world.send(a.acceptKeeper(sponsor.publicKey), sponsor);

  describe("when the pending admin did not sign", () => {
    it("should be refused without a signature", () => {
      const instruction = unsigned(a.acceptKeeper(sponsor.publicKey), "new_admin");
      expect(a.world.refusal(instruction)).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, marketplace, keeperSigner })) {
      it(`should refuse ${name}`, () => {
        expect(a.world.refusal(a.acceptKeeper(signer.publicKey), signer)).to.equal("NotPendingAdmin");
      });
    }
  });

  describe("when the keeper is not one", () => {
    it("should refuse an account of another type", () => {
      const instruction = withAccount(a.acceptKeeper(sponsor.publicKey), "keeper", a.bot);
      expect(a.world.refusal(instruction, sponsor)).to.equal("InvalidAccountData");
    });

    it("should refuse an account of another program", () => {
      const keeper = a.world.forge("fake keeper", a.keeper);
      expect(a.world.refusal(a.acceptKeeper(sponsor.publicKey, { keeper }), sponsor)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only keeper", () => {
      const instruction = readonly(a.acceptKeeper(sponsor.publicKey), "keeper");
      expect(a.world.refusal(instruction, sponsor)).to.equal("ConstraintMut");
    });
  });

  describe("when nobody is offered the keeper", () => {
    it("should refuse the admin", () => {
      accept();
      expect(a.world.refusal(a.acceptKeeper(sponsor.publicKey), sponsor)).to.equal("NotPendingAdmin");
    });
  });

  describe("given the pending admin's signature", () => {
    it("should make it admin, and nobody pending", () => {
      const before = a.readKeeper();
      accept();
      expect(a.readKeeper()).to.deep.equal({ ...before, admin: sponsor.publicKey, pendingAdmin: null });
    });

    it("should log KeeperTransferred", () => {
      expect(accept().logged).to.deep.equal([
        { name: "KeeperTransferred", data: { keeper: a.keeper, admin: sponsor.publicKey } },
      ]);
    });

    it("should leave the old admin powerless and the signer in office", () => {
      accept();
      expect(a.world.refusal(a.setKeeperSigner(eve.publicKey), marketplace)).to.equal("NotKeeperAdmin");
      expect(a.world.refusal(a.transferKeeper(eve.publicKey), marketplace)).to.equal("NotKeeperAdmin");
      a.earn(100_000_000n);
      expect(a.money().accrued).to.equal(10_000_000n);
    });

    it("should let the new admin rotate", () => {
      accept();
      a.world.send(a.setKeeperSigner(eve.publicKey, { admin: sponsor.publicKey }), sponsor);
      expect(a.readKeeper().signer).to.deep.equal(eve.publicKey);
    });
  });
});
