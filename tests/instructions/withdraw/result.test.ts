import { DRIFT_PROGRAM_ID, VELOCITY_PROGRAM_ID } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, State, Time } from "@profit-share/testing/svm/constants";
import { NO_REFERENCE } from "@profit-share/testing/svm/history";
import { expectNoRecord, expectRecord } from "@profit-share/testing/svm/records";
import { OPEN_POSITION, Verified } from "@profit-share/testing/svm/verified";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";

const { subscriber, eve } = ACTORS;

describe("withdraw: result", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.running();
  });

  const withdraw = (amount: bigint) => v.world.send(v.withdraw({ amount }), subscriber);
  const refusal = (amount: bigint) => v.world.refusal(v.withdraw({ amount }), subscriber);

  describe("given nothing to settle", () => {
    for (const amount of [1n, 40_000_000n]) {
      it(`should move ${amount} and record nothing`, () => {
        expectNoRecord(v, () => withdraw(amount));
        expect(v.money().balance).to.equal(50_000_000n - amount);
        expect(v.world.tokens(v.escrow)).to.equal(50_000_000n - amount);
        expect(v.world.tokens(v.world.purse(subscriber.publicKey))).to.equal(950_000_000n + amount);
      });
    }

    it("should log Withdrawn", () => {
      const destination = v.world.purse(subscriber.publicKey);
      expect(withdraw(Amount.DOLLAR).logged).to.deep.equal([
        {
          name: "Withdrawn",
          data: { subscription: v.subscription, amount: 1_000_000n, balance: 49_000_000n, destination },
        },
      ]);
    });

    it("should move it to a token account of anybody the subscriber names", () => {
      const destination = v.world.purse(eve.publicKey);
      v.world.send(v.withdraw({ destination }), subscriber);
      expect(v.world.tokens(destination)).to.equal(1_001_000_000n);
    });

    it("should read the account of an open position, too", () => {
      v.placeUser({ perpPositions: [OPEN_POSITION] });
      withdraw(40_000_000n);
      expect(v.money().balance).to.equal(10_000_000n);
    });
  });

  describe("given a profit that is not settled", () => {
    beforeEach(() => {
      v.realize(100_000_000n);
    });

    it("should charge it first and record it", () => {
      const { head } = v.read();
      const sent = withdraw(30_000_000n);
      expectRecord(v, sent, head, {
        sequence: 1n,
        kind: 1,
        flags: 0,
        time: Time.START,
        closePnl: 0n,
        last: 0n,
        realized: 100_000_000n,
        mark: 100_000_000n,
        lossBefore: 0n,
        loss: 0n,
        profit: 100_000_000n,
        dropped: 0n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        reference: NO_REFERENCE,
      });
      expect(v.money().balance).to.equal(10_000_000n);
      expect(sent.logged.map(({ name }) => name)).to.deep.equal(["Withdrawn"]);
    });

    it("should refuse one more than that leaves, and charge nothing then", () => {
      expect(refusal(30_000_001n)).to.equal("BalanceTooLow");
      expect(v.money().accrued).to.equal(0n);
    });
  });

  describe("given a venue user that is gone or cannot be read", () => {
    beforeEach(() => {
      v.realize(100_000_000n);
    });

    const user = () => v.world.account(v.venueUser).data;
    const broken = (at: number) => {
      const data = user();
      data[at]! ^= 1;
      return data;
    };
    const cases: [string, () => { owner: PublicKey; data: Buffer } | null][] = [
      ["is gone", () => null],
      ["belongs to the system program", () => ({ owner: PublicKey.default, data: user() })],
      ["belongs to another program", () => ({ owner: VELOCITY_PROGRAM_ID, data: user() })],
      ["has another length", () => ({ owner: DRIFT_PROGRAM_ID, data: user().subarray(1) })],
      ["has another discriminator", () => ({ owner: DRIFT_PROGRAM_ID, data: broken(0) })],
    ];

    for (const [what, account] of cases) {
      it(`should move the money without settling when it ${what}`, () => {
        v.world.setAccount(v.venueUser, account());
        expectNoRecord(v, () => withdraw(40_000_000n));
        expect(v.money().balance).to.equal(10_000_000n);
        expect(refusal(1n)).to.equal("BalanceTooLow");
      });
    }
  });

  describe("given an attested subscription", () => {
    it("should settle nothing and leave the minimum balance", () => {
      const a = Attested.running();
      a.earn(100_000_000n);
      expect(a.world.refusal(a.withdraw({ amount: 30_000_001n }), subscriber)).to.equal("BalanceTooLow");
      expectNoRecord(a, () => a.world.send(a.withdraw({ amount: 30_000_000n }), subscriber));
      expect(a.money()).to.deep.equal({
        profitTotal: 100_000_000n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        claimed: 0n,
        waived: 0n,
        balance: 10_000_000n,
      });
    });
  });

  describe("given terms without a minimum balance", () => {
    it("should move all of the balance", () => {
      const w = Verified.running({}, { minBalance: 0n });
      w.world.send(w.withdraw({ amount: 50_000_000n }), subscriber);
      expect(w.world.tokens(w.escrow)).to.equal(0n);
    });
  });

  describe("given a closing subscription", () => {
    beforeEach(() => {
      v.patch({ state: State.CLOSING, closing_at: Time.START });
      v.realize(100_000_000n);
    });

    it("should end it when its account is flat, and free the minimum balance at once", () => {
      const { settled } = withdraw(40_000_000n);
      expect(settled[0]!.record.flags.ended).to.equal(true);
      expect(v.read().state).to.equal("ended");
      expect(v.money().balance).to.equal(0n);
    });

    it("should hold the minimum balance while a position is open", () => {
      v.placeUser({ perpPositions: [OPEN_POSITION] });
      expect(refusal(30_000_001n)).to.equal("BalanceTooLow");
      withdraw(30_000_000n);
      expect(v.read().state).to.equal("closing");
    });

    it("should hold it while the account is gone: only a settlement ends", () => {
      v.world.setAccount(v.venueUser, null);
      expect(refusal(40_000_001n)).to.equal("BalanceTooLow");
    });

    it("should hold it a second before the thirty days are over", () => {
      v.placeUser({ perpPositions: [OPEN_POSITION] });
      v.world.pass(Time.VERIFIED_CLOSING - 1n);
      expect(refusal(30_000_001n)).to.equal("BalanceTooLow");
    });

    it("should settle nothing and free all of it when the thirty days are over", () => {
      v.placeUser({ perpPositions: [OPEN_POSITION] });
      v.world.pass(Time.VERIFIED_CLOSING);
      expectNoRecord(v, () => withdraw(50_000_000n));
      expect(v.money().accrued).to.equal(0n);
      expect(v.world.tokens(v.escrow)).to.equal(0n);
    });
  });

  describe("given a subscription that has ended", () => {
    it("should move all of the balance and leave what is claimable", () => {
      v.earn(100_000_000n);
      v.patch({ state: State.ENDED, ended_at: v.world.time() });
      v.realize(500_000_000n);
      expect(refusal(40_000_001n)).to.equal("BalanceTooLow");
      expectNoRecord(v, () => withdraw(40_000_000n));
      expect(v.world.tokens(v.escrow)).to.equal(10_000_000n);
    });
  });

  describe("given a profit that the cap cuts", () => {
    it("should charge what the cap allows and say so", () => {
      v.patch({ daily_cap: Amount.MIN_DAILY_CAP });
      v.realize(100_000_000n);
      const { settled } = withdraw(39_000_000n);
      expect(settled[0]!.record.flags.capped).to.equal(true);
      expect(v.money()).to.include({ accrued: 1_000_000n, balance: 10_000_000n });
    });
  });
});
