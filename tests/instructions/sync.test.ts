import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, State } from "@profit-share/testing/svm/constants";
import { readonly, withAccount } from "@profit-share/testing/svm/idl";
import { expect } from "chai";

const { subscriber, creator, eve } = ACTORS;

describe("sync", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  /** Tokens that reach the escrow without the program. */
  const donate = (amount: bigint) => a.world.setTokens(a.escrow, a.subscription, a.world.tokens(a.escrow) + amount);

  describe("when the subscription is not one", () => {
    it("should refuse an account of another type", () => {
      expect(a.world.refusal(withAccount(a.sync(), "subscription", a.bot))).to.equal("AccountDataTooSmall");
    });

    it("should refuse an account of another program", () => {
      const fake = a.world.forge("fake subscription", a.subscription);
      expect(a.world.refusal(withAccount(a.sync(), "subscription", fake))).to.equal("IllegalOwner");
    });

    it("should refuse a read-only subscription", () => {
      expect(a.world.refusal(readonly(a.sync(), "subscription"))).to.equal("ConstraintMut");
    });
  });

  describe("when the escrow is not the subscription's", () => {
    it("should refuse another subscription's", () => {
      const other = new Attested(a.world, { accountNo: 1 }).start();
      expect(a.world.refusal(withAccount(a.sync(), "escrow", other.escrow))).to.equal("EscrowMismatch");
    });

    it("should refuse a token account that the subscription owns besides", () => {
      const second = a.world.setTokens(keyOf("second escrow").publicKey, a.subscription, Amount.PURSE);
      expect(a.world.refusal(withAccount(a.sync(), "escrow", second))).to.equal("EscrowMismatch");
    });

    it("should refuse an account that holds no tokens", () => {
      expect(a.world.refusal(withAccount(a.sync(), "escrow", eve.publicKey))).to.equal("IllegalOwner");
    });
  });

  describe("given nothing new in the escrow", () => {
    it("should change nothing", () => {
      const before = a.world.account(a.subscription).data;
      const { logged } = a.world.send(a.sync());
      expect(a.world.account(a.subscription).data.equals(before)).to.equal(true);
      expect(logged).to.deep.equal([
        { name: "Funded", data: { subscription: a.subscription, amount: 0n, paid: 0n, balance: 50_000_000n } },
      ]);
    });

    it("should not take the creator's claimable for a donation", () => {
      a.earn(100_000_000n);
      a.world.send(a.sync());
      const { credited, balance } = a.money();
      expect([credited, balance]).to.deep.equal([10_000_000n, 40_000_000n]);
    });

    it("should not take what is left after a claim for a donation", () => {
      a.earn(100_000_000n);
      a.world.send(a.claim({ amount: 4_000_000n }), creator);
      a.world.send(a.sync());
      expect(a.money().balance).to.equal(40_000_000n);
    });
  });

  describe("given a donation", () => {
    it("should be seen by sync alone", () => {
      donate(5_000_000n);
      expect(a.world.tokens(a.escrow)).to.equal(55_000_000n);
      expect(a.money().balance).to.equal(50_000_000n);
      expect(a.world.refusal(a.withdraw({ amount: 40_000_001n }), subscriber)).to.equal("BalanceTooLow");
      a.world.send(a.claim(), creator);
      expect(a.money().claimed).to.equal(0n);
      a.world.send(a.sync());
      expect(a.money().balance).to.equal(55_000_000n);
    });

    it("should become balance once", () => {
      donate(1n);
      a.world.send(a.sync());
      a.world.send(a.sync());
      expect(a.money().balance).to.equal(50_000_001n);
    });

    it("should log Funded", () => {
      donate(5_000_000n);
      expect(a.world.send(a.sync()).logged).to.deep.equal([
        { name: "Funded", data: { subscription: a.subscription, amount: 5_000_000n, paid: 0n, balance: 55_000_000n } },
      ]);
    });

    it("should be found after the end, too", () => {
      a.patch({ state: State.ENDED, ended_at: a.world.time() });
      donate(7n);
      a.world.send(a.sync());
      expect(a.money().balance).to.equal(50_000_007n);
    });
  });

  describe("given $50 owed and a donation", () => {
    for (const [what, amount, credited, balance, paid] of [
      ["with all of a smaller one", 49_999_999n, 99_999_999n, 0n, 49_999_999n],
      ["with all of an equal one", 50_000_000n, 100_000_000n, 0n, 50_000_000n],
      ["with a part of a larger one", 50_000_001n, 100_000_000n, 1n, 50_000_000n],
    ] as const) {
      it(`should pay ${what}`, () => {
        a.earn(1_000_000_000n);
        donate(amount);
        const { logged } = a.world.send(a.sync());
        const money = a.money();
        expect([money.credited, money.balance]).to.deep.equal([credited, balance]);
        expect(logged).to.deep.equal([
          { name: "Funded", data: { subscription: a.subscription, amount, paid, balance } },
        ]);
      });
    }
  });
});
