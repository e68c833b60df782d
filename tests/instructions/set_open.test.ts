import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { readonly, unsigned } from "@profit-share/testing/svm/idl";
import { expect } from "chai";

const { creator, subscriber, agent, marketplace, eve } = ACTORS;

describe("set_open", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  const set = (open: boolean) => a.world.send(a.setOpen(open), creator);
  const second = () => new Attested(a.world, { accountNo: 1 });

  describe("when the owner did not sign", () => {
    it("should be refused without a signature", () => {
      expect(a.world.refusal(unsigned(a.setOpen(false), "owner"))).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, subscriber, agent, marketplace })) {
      it(`should refuse ${name}`, () => {
        expect(a.world.refusal(a.setOpen(false, { owner: signer.publicKey }), signer)).to.equal("NotOwner");
      });
    }
  });

  describe("when the bot is not one", () => {
    it("should refuse an account of another type", () => {
      expect(a.world.refusal(a.setOpen(false, { bot: a.keeper }), creator)).to.equal("AccountDataTooSmall");
    });

    it("should refuse an account of another program", () => {
      const bot = a.world.forge("fake bot", a.bot);
      expect(a.world.refusal(a.setOpen(false, { bot }), creator)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only bot", () => {
      expect(a.world.refusal(readonly(a.setOpen(false), "bot"), creator)).to.equal("ConstraintMut");
    });
  });

  describe("when it is closed", () => {
    it("should store it and nothing else", () => {
      const before = a.readBot();
      set(false);
      expect(a.readBot()).to.deep.equal({ ...before, open: false });
    });

    it("should log OpenSet", () => {
      expect(set(false).logged).to.deep.equal([{ name: "OpenSet", data: { bot: a.bot, open: false } }]);
    });

    it("should refuse new subscribers", () => {
      set(false);
      expect(a.world.refusal(second().subscribe(), subscriber, agent)).to.equal("BotNotOpen");
    });

    it("should leave live subscriptions alone", () => {
      const before = a.world.account(a.subscription).data;
      set(false);
      expect(a.world.account(a.subscription).data.equals(before)).to.equal(true);
      a.earn(100_000_000n);
      a.world.send(a.deposit(), subscriber);
      a.world.send(a.withdraw(), subscriber);
      a.world.send(a.claim(), creator);
      expect(a.money()).to.include({ accrued: 10_000_000n, claimed: 1_000_000n, balance: 40_000_000n });
    });
  });

  describe("when it is opened again", () => {
    it("should take new subscribers", () => {
      set(false);
      expect(set(true).logged).to.deep.equal([{ name: "OpenSet", data: { bot: a.bot, open: true } }]);
      expect(second().start().read().instance).to.equal(2n);
    });
  });
});
