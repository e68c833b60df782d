import { botAddress } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { State, U64_MAX } from "@profit-share/testing/svm/constants";
import { readonly, unsigned, withAccount } from "@profit-share/testing/svm/idl";
import { expect } from "chai";

const { creator, subscriber, agent, payoutWallet, marketplace, eve } = ACTORS;

describe("waive", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
    // $60 accrued: the balance covered $50, $10 are owed.
    a.earn(600_000_000n);
  });

  const waive = (amount: bigint) => a.world.send(a.waive({ amount }), creator);

  describe("when the owner did not sign", () => {
    it("should be refused without a signature", () => {
      expect(a.world.refusal(unsigned(a.waive(), "owner"))).to.equal("MissingRequiredSignature");
    });

    for (const [name, signer] of Object.entries({ eve, subscriber, agent, payoutWallet, marketplace })) {
      it(`should refuse ${name}`, () => {
        expect(a.world.refusal(a.waive({ owner: signer.publicKey }), signer)).to.equal("NotOwner");
      });
    }
  });

  describe("when the bot is not the subscription's", () => {
    it("should refuse eve with a bot of her own", () => {
      const mine = { creator: eve.publicKey, id: a.botId };
      a.world.send(a.publishBot(mine), eve);
      const instruction = a.waive({ owner: eve.publicKey, bot: botAddress(mine.creator, mine.id) });
      expect(a.world.refusal(instruction, eve)).to.equal("BotMismatch");
    });

    it("should refuse a bot account of another program", () => {
      a.world.setAccount(a.bot, { owner: eve.publicKey, data: a.world.account(a.bot).data });
      expect(a.world.refusal(a.waive(), creator)).to.equal("IllegalOwner");
    });
  });

  describe("when the subscription is not one", () => {
    it("should refuse an account of another type", () => {
      const instruction = withAccount(a.waive(), "subscription", a.keeper);
      expect(a.world.refusal(instruction, creator)).to.equal("AccountDataTooSmall");
    });

    it("should refuse an account of another program", () => {
      const subscription = a.world.forge("fake subscription", a.subscription);
      expect(a.world.refusal(a.waive({ subscription }), creator)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only subscription", () => {
      expect(a.world.refusal(readonly(a.waive(), "subscription"), creator)).to.equal("ConstraintMut");
    });
  });

  describe("when another agreement is meant", () => {
    for (const instance of [0n, 2n, U64_MAX]) {
      it(`should refuse instance ${instance}`, () => {
        expect(a.world.refusal(a.waive({ instance }), creator)).to.equal("InstanceMismatch");
      });
    }

    it("should refuse another subscription of the same bot under its own instance", () => {
      const { subscription } = new Attested(a.world, { accountNo: 1 }).start();
      expect(a.world.refusal(a.waive({ subscription }), creator)).to.equal("InstanceMismatch");
      expect(a.world.refusal(a.waive({ subscription, instance: 2n }), creator)).to.equal("accepted");
    });
  });

  describe("when the amount is zero", () => {
    it("should be refused", () => {
      expect(a.world.refusal(a.waive({ amount: 0n }), creator)).to.equal("AmountIsZero");
    });
  });

  describe("given $10 owed", () => {
    for (const [what, amount, waived] of [
      ["one base unit", 1n, 1n],
      ["a part", 4_000_000n, 4_000_000n],
      ["all", 10_000_000n, 10_000_000n],
      ["all when one more is given up", 10_000_001n, 10_000_000n],
      ["all when everything is given up", U64_MAX, 10_000_000n],
    ] as const) {
      it(`should give up ${what}`, () => {
        const { logged } = waive(amount);
        expect(a.money()).to.deep.equal({
          profitTotal: 600_000_000n,
          accrued: 60_000_000n,
          credited: 50_000_000n,
          claimed: 0n,
          waived,
          balance: 0n,
        });
        const data = { subscription: a.subscription, amount: waived, waived };
        expect(logged).to.deep.equal([{ name: "Waived", data }]);
      });
    }

    it("should add up, and let the next deposit pay the rest", () => {
      waive(4_000_000n);
      expect(waive(1_000_000n).logged[0]!.data).to.include({ amount: 1_000_000n, waived: 5_000_000n });
      a.world.send(a.deposit({ amount: 8_000_000n }), subscriber);
      expect(a.money()).to.include({ credited: 55_000_000n, balance: 3_000_000n });
    });

    it("should move no token and record nothing", () => {
      const { head, sequence } = a.read();
      waive(U64_MAX);
      expect(a.world.tokens(a.escrow)).to.equal(50_000_000n);
      expect([a.read().head, a.read().sequence]).to.deep.equal([head, sequence]);
    });

    it("should leave later profit alone", () => {
      waive(U64_MAX);
      a.world.send(a.deposit({ amount: 20_000_000n }), subscriber);
      a.earn(100_000_000n);
      expect(a.money()).to.include({ accrued: 70_000_000n, credited: 60_000_000n, balance: 10_000_000n });
    });

    it("should work after the end", () => {
      a.patch({ state: State.ENDED, ended_at: a.world.time() });
      waive(U64_MAX);
      expect(a.money().waived).to.equal(10_000_000n);
    });

    it("should give up less when a deposit came first", () => {
      a.world.send(a.deposit({ amount: 7_000_000n }), subscriber);
      waive(10_000_000n);
      expect(a.money().waived).to.equal(3_000_000n);
    });
  });

  describe("given nothing owed", () => {
    it("should succeed and give up nothing", () => {
      a.world.send(a.deposit({ amount: 10_000_000n }), subscriber);
      const before = a.read();
      expect(waive(U64_MAX).logged[0]!.data).to.include({ amount: 0n, waived: 0n });
      expect(a.read()).to.deep.equal(before);
    });
  });
});
