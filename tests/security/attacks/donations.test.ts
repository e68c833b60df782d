import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Time } from "@profit-share/testing/svm/constants";
import { Verified } from "@profit-share/testing/svm/verified";
import { createTransferInstruction } from "@solana/spl-token";
import { SystemProgram } from "@solana/web3.js";
import { expect } from "chai";

const { creator, subscriber, agent, marketplace, payoutWallet, eve } = ACTORS;

describe("security: donations", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.running();
    // $10 claimable, $40 of balance.
    v.earn(100_000_000n);
  });

  const donation = (amount = 7_000_000n, to = v.escrow) =>
    createTransferInstruction(v.world.purse(eve.publicKey), to, eve.publicKey, amount);
  const donate = (amount?: bigint) => v.world.send(donation(amount), eve);
  const tokens = (owner: typeof creator) => v.world.tokens(v.world.purse(owner.publicKey));

  describe("to an escrow", () => {
    beforeEach(() => {
      donate();
    });

    it("should not be claimable: the creator gets its own and no more", () => {
      v.world.send(v.claim({ amount: 100_000_000n }), creator);
      expect(tokens(creator)).to.equal(1_010_000_000n);
      expect(v.world.tokens(v.escrow)).to.equal(47_000_000n);
    });

    it("should not be paid out", () => {
      v.world.send(v.payout());
      expect(tokens(payoutWallet)).to.equal(1_010_000_000n);
    });

    it("should not be withdrawable before it was synced, and be the subscriber's then", () => {
      expect(v.world.refusal(v.withdraw({ amount: 30_000_001n }), subscriber)).to.equal("BalanceTooLow");
      v.world.send([v.sync(), v.withdraw({ amount: 37_000_000n })], subscriber);
      expect(tokens(subscriber)).to.equal(987_000_000n);
    });

    it("should count once, however often it is synced or deposited around", () => {
      v.world.send([v.sync(), v.sync(), v.deposit(), v.sync()], subscriber);
      expect(v.money()).to.include({ balance: 48_000_000n, credited: 10_000_000n });
      expect(v.world.tokens(v.escrow)).to.equal(58_000_000n);
    });

    it("should not come back to eve", () => {
      v.world.send(v.sync());
      v.leave();
      v.world.send(v.close());
      expect([tokens(eve), tokens(subscriber)]).to.deep.equal([993_000_000n, 997_000_000n]);
    });

    it("should not stop a settlement, an exit or the end", () => {
      v.earn(100_000_000n);
      donate(1n);
      v.leave();
      donate(1n);
      v.world.send(v.close());
      expect(v.world.tokens(v.vault)).to.equal(20_000_000n);
      expect(tokens(subscriber)).to.equal(987_000_002n);
    });
  });

  describe("to an escrow with a debt", () => {
    it("should pay the debt first, and nobody gets more than is owed", () => {
      // $60 of share beside the $10: the balance of $40 covers all but $20.
      v.earn(600_000_000n);
      expect(v.money()).to.include({ accrued: 70_000_000n, credited: 50_000_000n, balance: 0n });
      donate(25_000_000n);
      v.world.send(v.sync());
      expect(v.money()).to.include({ accrued: 70_000_000n, credited: 70_000_000n, balance: 5_000_000n });
    });
  });

  describe("to an escrow that is not made yet", () => {
    let other: Attested;
    beforeEach(() => {
      other = new Attested(v.world, { accountNo: 5, terms: { minBalance: 0n } });
      v.world.send(other.registerKeeper(), marketplace);
      other.publish();
    });

    it("should not be possible: there is no account to send to", () => {
      expect(v.world.refusal(donation(1n, other.escrow), eve)).to.equal("InvalidAccountData");
    });

    it("should not stop the subscription by lamports, which the payer of the rent gets in the end", () => {
      for (const toPubkey of [other.subscription, other.escrow])
        v.world.send(SystemProgram.transfer({ fromPubkey: eve.publicKey, toPubkey, lamports: 5_000_000 }), eve);
      const before = v.world.account(subscriber.publicKey).lamports;
      other.start();
      other.leave();
      v.world.pass(Time.ATTESTED_CLOSING);
      v.world.send(other.close());
      expect(v.world.account(subscriber.publicKey).lamports - before).to.equal(10_000_000n);
    });

    it("should not be possible any more when it was closed", () => {
      v.leave();
      v.world.send(v.close());
      expect(v.world.refusal(donation(), eve)).to.equal("InvalidAccountData");
    });
  });

  describe("to an escrow without a deposit", () => {
    it("should be the subscriber's balance, and pay what is owed to the creator first", () => {
      const a = Attested.published({ terms: { minBalance: 0n } });
      a.start({ deposit: 0n, depositFrom: null });
      a.earn(100_000_000n);
      expect(a.money()).to.include({ accrued: 10_000_000n, credited: 0n, balance: 0n });
      const purse = a.world.purse(eve.publicKey);
      a.world.send([createTransferInstruction(purse, a.escrow, eve.publicKey, 12_000_000n), a.sync()], eve);
      expect(a.money()).to.include({ credited: 10_000_000n, balance: 2_000_000n });
      a.leave();
      a.world.pass(Time.ATTESTED_CLOSING);
      a.world.send(a.close());
      expect(a.world.tokens(a.vault)).to.equal(10_000_000n);
      expect(a.world.tokens(a.world.purse(subscriber.publicKey))).to.equal(1_002_000_000n);
    });
  });

  describe("to a vault", () => {
    it("should be the owner's, and be in no subscription's ledger", () => {
      v.world.send(donation(7_000_000n, v.vault), eve);
      v.world.send(v.claimVault(), creator);
      expect(tokens(creator)).to.equal(1_007_000_000n);
      expect(v.money()).to.include({ claimed: 0n, balance: 40_000_000n });
    });
  });

  describe("straight from the agent in the bundle of a settlement", () => {
    it("should become balance in the transaction that syncs it, and pay what that one settles", () => {
      v.realize(700_000_000n);
      const fromAgent = createTransferInstruction(
        v.world.purse(agent.publicKey),
        v.escrow,
        agent.publicKey,
        20_000_000n,
      );
      v.world.send([fromAgent, v.settle(), v.sync()], agent);
      expect(v.money()).to.include({ accrued: 70_000_000n, credited: 70_000_000n, balance: 0n });
    });
  });
});
