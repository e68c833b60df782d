import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, I64_MAX, I64_MIN, U64_MAX } from "@profit-share/testing/svm/constants";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { creator, subscriber, keeperSigner } = ACTORS;

describe("security: numbers", () => {
  describe("when an amount is as large as can be written", () => {
    let a: Attested;
    beforeEach(() => {
      a = Attested.running();
      a.earn(100_000_000n);
    });

    it("should refuse a deposit that nobody has", () => {
      expect(a.world.refusal(a.deposit({ amount: U64_MAX }), subscriber)).to.equal("ArithmeticOverflow");
      expect(a.world.refusal(a.deposit({ amount: U64_MAX - 40_000_000n }), subscriber)).to.equal(
        "Token.InsufficientFunds",
      );
    });

    it("should refuse a withdrawal above the balance, without wrapping around", () => {
      for (const amount of [30_000_001n, U64_MAX - 9n, U64_MAX])
        expect(a.world.refusal(a.withdraw({ amount }), subscriber)).to.equal("BalanceTooLow");
    });

    it("should claim and waive no more than there is", () => {
      a.earn(500_000_000n);
      a.world.send([a.waive({ amount: U64_MAX }), a.claim({ amount: U64_MAX })], creator);
      expect(a.money()).to.deep.equal({
        profitTotal: 600_000_000n,
        accrued: 60_000_000n,
        credited: 50_000_000n,
        claimed: 50_000_000n,
        waived: 10_000_000n,
        balance: 0n,
      });
    });

    it("should take any cap and never accrue above it", () => {
      a.world.send(a.setCap(U64_MAX), subscriber);
      a.world.send(a.settle(I64_MAX), keeperSigner);
      a.world.send(a.settle(I64_MAX), keeperSigner);
      a.world.send(a.settle(I64_MAX), keeperSigner);
      const { profitTotal, accrued, balance, credited } = a.read();
      // The total stops at the largest u64, of which a tenth is owed.
      expect([profitTotal, accrued]).to.deep.equal([U64_MAX, 1_844_674_407_370_955_161n]);
      expect([credited, balance]).to.deep.equal([50_000_000n, 0n]);
      expect(a.world.tokens(a.escrow)).to.equal(50_000_000n);
    });

    it("should refuse the sequences around the next one", () => {
      for (const [sequence, error] of [
        [0n, "SequenceRepeated"],
        [1n, "SequenceRepeated"],
        [3n, "SequenceSkipped"],
        [U64_MAX, "SequenceSkipped"],
      ] as const)
        expect(a.world.refusal(a.settle(1n, { sequence }), keeperSigner)).to.equal(error);
    });

    it("should refuse instances that share their lower bits", () => {
      for (const instance of [0n, 257n, 65_537n, 4_294_967_297n, U64_MAX])
        expect(a.world.refusal(a.deposit({ instance }), subscriber)).to.equal("InstanceMismatch");
    });

    it("should take in a donation of all tokens that there can be", () => {
      a.world.setTokens(a.escrow, a.subscription, U64_MAX);
      a.world.send(a.sync());
      expect(a.money()).to.include({ balance: U64_MAX - 10_000_000n, credited: 10_000_000n });
    });
  });

  describe("when a number of an account is cut", () => {
    it("should tell account 1 from account 256 and from account 257", () => {
      const a = Attested.published();
      const subscriptions = [1, 256, 257].map((accountNo) => new Attested(a.world, { accountNo }).start());
      expect(new Set(subscriptions.map(({ subscription }) => subscription.toBase58())).size).to.equal(3);
      expect(subscriptions.map((one) => one.read().accountNo)).to.deep.equal([1, 256, 257]);
    });

    it("should refuse a share whose lower byte would be small", () => {
      const a = Attested.published();
      // 65,000 is 0xfde8, 1,024 is 0x0400.
      for (const profitShareBps of [1_001, 1_024, 65_000, 65_535])
        expect(a.world.refusal(a.updateTerms({ terms: { profitShareBps } }), creator)).to.equal(
          "ProfitShareAboveLimit",
        );
    });
  });

  describe("when a loss or a profit is at the end of its range", () => {
    it("should stay at the lowest and come back from it without charging the way up", () => {
      const a = Attested.running({ basis: "high_water_mark" });
      for (const pnl of [I64_MIN, -1n, I64_MIN, I64_MAX, I64_MAX]) a.earn(pnl);
      // From the lowest by two times the highest: one base unit below 2^63 − 1.
      expect(a.read()).to.include({ last: 9_223_372_036_854_775_806n });
      expect(a.money().credited).to.equal(50_000_000n);
      expect(a.read().accrued).to.equal(Amount.DAILY_CAP);
    });

    it("should charge a verified account from the lowest to the highest, up to the cap", () => {
      const v = Verified.published({ settledPerpPnl: I64_MIN }).start();
      v.realize(I64_MAX);
      v.world.send(v.settle());
      expect(v.read()).to.include({ accrued: Amount.DAILY_CAP, last: I64_MAX });
      expect(v.money()).to.include({ credited: 50_000_000n, balance: 0n });
    });
  });

  describe("when a profit is cut into pieces", () => {
    /** Nineteen base units at 10 %: one. */
    const PIECES = 19;

    for (const [what, running] of [
      ["attested closes", () => Attested.running()],
      ["verified settlements", () => Verified.running()],
    ] as const) {
      it(`should accrue the floor of the whole over ${what}, no base unit more or less`, () => {
        const a = running();
        for (let piece = 0; piece < PIECES; piece++) a.earn(1n);
        expect(a.money()).to.include({ profitTotal: 19n, accrued: 1n, credited: 1n });
        a.earn(1n);
        expect(a.money()).to.include({ profitTotal: 20n, accrued: 2n, credited: 2n });
      });
    }

    it("should give a creator who claims piece by piece what it gives at once", () => {
      const a = Attested.running();
      a.earn(100n);
      for (let piece = 0; piece < 12; piece++) a.world.send(a.claim({ amount: 1n }), creator);
      expect(a.money()).to.include({ credited: 10n, claimed: 10n });
      expect(a.world.tokens(a.world.purse(creator.publicKey))).to.equal(1_000_000_010n);
    });

    it("should give a subscriber who withdraws piece by piece no more than the balance", () => {
      const a = Attested.running({ terms: { minBalance: 0n } });
      a.earn(499_999_990n);
      expect(a.money().balance).to.equal(1n);
      a.world.send(a.withdraw({ amount: 1n }), subscriber);
      expect(a.world.refusal(a.withdraw({ amount: 1n }), subscriber)).to.equal("BalanceTooLow");
    });
  });

  it("should refuse an amount of zero wherever one is given", () => {
    const a = Attested.running();
    for (const [instruction, signer] of [
      [a.deposit({ amount: 0n }), subscriber],
      [a.claim({ amount: 0n }), creator],
      [a.withdraw({ amount: 0n }), subscriber],
      [a.waive({ amount: 0n }), creator],
    ] as const)
      expect(a.world.refusal(instruction, signer)).to.equal("AmountIsZero");
  });
});
