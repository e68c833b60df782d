import { escrowAddress, PROGRAM_ID } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, State, U64_MAX } from "@profit-share/testing/svm/constants";
import { readonly, unsigned, withAccount } from "@profit-share/testing/svm/idl";
import { AccountState } from "@solana/spl-token";
import { expect } from "chai";

const { subscriber, agent, eve } = ACTORS;

describe("deposit", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  describe("when the owner of the tokens did not sign", () => {
    it("should be refused", () => {
      expect(a.world.refusal(unsigned(a.deposit(), "owner"))).to.equal("MissingRequiredSignature");
    });

    it("should refuse eve in the owner's place", () => {
      expect(a.world.refusal(a.deposit({ owner: eve.publicKey }), eve)).to.equal("Token.OwnerMismatch");
    });
  });

  describe("when the subscription is not one", () => {
    it("should refuse an account of another type", () => {
      const instruction = withAccount(a.deposit(), "subscription", a.bot);
      expect(a.world.refusal(instruction, subscriber)).to.equal("AccountDataTooSmall");
    });

    it("should refuse an account of another program", () => {
      const fake = a.world.forge("fake subscription", a.subscription);
      expect(a.world.refusal(withAccount(a.deposit(), "subscription", fake), subscriber)).to.equal("IllegalOwner");
    });

    it("should refuse a read-only subscription", () => {
      expect(a.world.refusal(readonly(a.deposit(), "subscription"), subscriber)).to.equal("ConstraintMut");
    });
  });

  describe("when the escrow is not the subscription's", () => {
    it("should refuse another subscription's", () => {
      const other = new Attested(a.world, { accountNo: 1 }).start();
      const instruction = withAccount(a.deposit(), "escrow", other.escrow);
      expect(a.world.refusal(instruction, subscriber)).to.equal("EscrowMismatch");
    });

    it("should refuse the payer's own account", () => {
      const instruction = withAccount(a.deposit(), "escrow", a.world.purse(eve.publicKey));
      expect(a.world.refusal(instruction, subscriber)).to.equal("EscrowMismatch");
    });

    it("should refuse a subscription whose escrow is another's", () => {
      const other = new Attested(a.world, { accountNo: 1 }).start();
      const instruction = withAccount(a.deposit(), "subscription", other.subscription);
      expect(a.world.refusal(instruction, subscriber)).to.equal("EscrowMismatch");
    });
  });

  describe("when the token program is another", () => {
    it("should be refused", () => {
      const instruction = withAccount(a.deposit(), "token_program", PROGRAM_ID);
      expect(a.world.refusal(instruction, subscriber)).to.equal("IncorrectProgramId");
    });
  });

  describe("when another agreement is meant", () => {
    it("should refuse another bot", () => {
      expect(a.world.refusal(a.deposit({ bot: eve.publicKey }), subscriber)).to.equal("BotMismatch");
    });

    for (const instance of [0n, 2n]) {
      it(`should refuse instance ${instance}`, () => {
        expect(a.world.refusal(a.deposit({ instance }), subscriber)).to.equal("InstanceMismatch");
      });
    }
  });

  describe("when the amount is zero", () => {
    it("should be refused", () => {
      expect(a.world.refusal(a.deposit({ amount: 0n }), subscriber)).to.equal("AmountIsZero");
    });
  });

  describe("when the amount cannot be paid", () => {
    it("should refuse a purse that is short by one", () => {
      a.world.setTokens(a.world.purse(subscriber.publicKey), subscriber.publicKey, Amount.DOLLAR - 1n);
      expect(a.world.refusal(a.deposit(), subscriber)).to.equal("Token.InsufficientFunds");
    });

    it("should refuse more than a balance can hold", () => {
      expect(a.world.refusal(a.deposit({ amount: U64_MAX }), subscriber)).to.equal("ArithmeticOverflow");
    });

    it("should refuse tokens of another mint", () => {
      const source = a.world.otherTokens(subscriber.publicKey);
      expect(a.world.refusal(a.deposit({ from: source }), subscriber)).to.equal("Token.MintMismatch");
    });

    it("should refuse a frozen purse", () => {
      a.world.editTokens(a.world.purse(subscriber.publicKey), { state: AccountState.Frozen });
      expect(a.world.refusal(a.deposit(), subscriber)).to.equal("Token.AccountFrozen");
    });

    it("should refuse the escrow as its own payer", () => {
      expect(a.world.refusal(a.deposit({ from: a.escrow }), subscriber)).to.equal("ConstraintDuplicateMutableAccount");
    });

    it("should refuse another subscription's escrow as payer", () => {
      const other = new Attested(a.world, { accountNo: 1 }).start();
      const source = escrowAddress(other.subscription);
      expect(a.world.refusal(a.deposit({ from: source }), subscriber)).to.equal("Token.OwnerMismatch");
    });
  });

  describe("given nothing owed", () => {
    it("should become balance, to the base unit", () => {
      a.world.send(a.deposit({ amount: 1n }), subscriber);
      expect(a.read().balance).to.equal(50_000_001n);
      expect(a.world.tokens(a.escrow)).to.equal(50_000_001n);
      expect(a.world.tokens(a.world.purse(subscriber.publicKey))).to.equal(949_999_999n);
    });

    it("should log Funded", () => {
      const { logged } = a.world.send(a.deposit(), subscriber);
      expect(logged).to.deep.equal([
        {
          name: "Funded",
          data: { subscription: a.subscription, amount: 1_000_000n, paid: 0n, balance: 51_000_000n },
        },
      ]);
    });

    it("should take it from whoever pays", () => {
      const payer = { owner: eve.publicKey, from: a.world.purse(eve.publicKey) };
      a.world.send(a.deposit(payer), eve);
      expect(a.read().balance).to.equal(51_000_000n);
      expect(a.world.tokens(payer.from)).to.equal(999_000_000n);
    });

    it("should take it from a delegate of the purse", () => {
      const delegated = { delegateOption: 1 as const, delegate: agent.publicKey, delegatedAmount: Amount.DOLLAR };
      a.world.editTokens(a.world.purse(subscriber.publicKey), delegated);
      a.world.send(a.deposit({ owner: agent.publicKey }), agent);
      expect(a.read().balance).to.equal(51_000_000n);
    });
  });

  describe("given $50 owed", () => {
    beforeEach(() => {
      // A profit of $1,000 accrues $100; the balance of $50 covers half.
      a.earn(1_000_000_000n);
    });

    for (const [what, amount, credited, balance, paid] of [
      ["all of a smaller deposit", 49_999_999n, 99_999_999n, 0n, 49_999_999n],
      ["all of an equal deposit", 50_000_000n, 100_000_000n, 0n, 50_000_000n],
      ["what is owed of a larger deposit", 50_000_001n, 100_000_000n, 1n, 50_000_000n],
    ] as const) {
      it(`should pay ${what}`, () => {
        const { logged } = a.world.send(a.deposit({ amount }), subscriber);
        expect(a.money()).to.deep.equal({
          profitTotal: 1_000_000_000n,
          accrued: 100_000_000n,
          credited,
          claimed: 0n,
          waived: 0n,
          balance,
        });
        expect(logged).to.deep.equal([
          { name: "Funded", data: { subscription: a.subscription, amount, paid, balance } },
        ]);
      });
    }

    it("should leave the waived part alone", () => {
      a.patch({ waived: 20_000_000n });
      a.world.send(a.deposit({ amount: 40_000_000n }), subscriber);
      const { credited, balance } = a.money();
      expect([credited, balance]).to.deep.equal([80_000_000n, 10_000_000n]);
    });

    it("should not count as a settlement", () => {
      const before = a.read();
      a.world.send(a.deposit(), subscriber);
      const after = a.read();
      expect(after.sequence).to.equal(1n);
      expect(after.head).to.deep.equal(before.head);
    });
  });

  describe("given a subscription that has ended", () => {
    it("should still take a deposit", () => {
      a.patch({ state: State.ENDED, ended_at: a.world.time() });
      a.world.send(a.deposit(), subscriber);
      expect(a.read().balance).to.equal(51_000_000n);
    });
  });
});
