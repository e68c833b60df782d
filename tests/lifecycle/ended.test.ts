import { DRIFT_PROGRAM_ID } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { I64_MAX, Time } from "@profit-share/testing/svm/constants";
import { expectClosed } from "@profit-share/testing/svm/records";
import { OPEN_POSITION, Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { creator, subscriber, keeperSigner, sponsor } = ACTORS;

/** A position stays open, nobody settles, and the clock of closing runs out. */
describe("lifecycle: the last settlement never came", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.running();
    v.placeUser({ perpPositions: [OPEN_POSITION] });
  });

  const purse = () => v.world.tokens(v.world.purse(subscriber.publicKey));
  const leaveAndWait = () => {
    v.leave();
    v.world.pass(Time.VERIFIED_CLOSING);
  };

  describe("without debt", () => {
    it("should close, and record the end", () => {
      leaveAndWait();
      const sent = v.world.send(v.close());
      const [{ record, head }] = sent.settled as [(typeof sent.settled)[number]];
      expect(record).to.include({ sequence: 1n, time: 1_730_595_600n, realized: 0n, profit: 0n });
      expect(record.flags).to.deep.equal({
        liquidation: false,
        recreated: false,
        capped: false,
        final: false,
        ended: true,
      });
      expectClosed(sent, {
        subscription: v.subscription,
        bot: v.bot,
        instance: 1n,
        sequence: 1n,
        head,
        accrued: 0n,
        credited: 0n,
        claimed: 0n,
        waived: 0n,
        writtenOff: 0n,
        toVault: 0n,
        toSubscriber: 50_000_000n,
      });
      expect(purse()).to.equal(1_000_000_000n);
    });
  });

  describe("with a profit that nobody settled", () => {
    it("should charge it while closing", () => {
      leaveAndWait();
      v.realize(100_000_000n);
      const sent = v.world.send(v.close());
      const [{ record, head }] = sent.settled as [(typeof sent.settled)[number]];
      expect(record).to.include({ sequence: 1n, profit: 100_000_000n, accrued: 10_000_000n, credited: 10_000_000n });
      expectClosed(sent, {
        subscription: v.subscription,
        bot: v.bot,
        instance: 1n,
        sequence: 1n,
        head,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        claimed: 0n,
        waived: 0n,
        writtenOff: 0n,
        toVault: 10_000_000n,
        toSubscriber: 40_000_000n,
      });
    });

    it("should count it as debt where the balance does not cover it", () => {
      leaveAndWait();
      // $60 of share, $50 of balance.
      v.realize(600_000_000n);
      expect(v.world.refusal(v.close())).to.equal("DebtOutstanding");
      expect(v.read().state).to.equal("closing");
      v.world.send(v.deposit({ amount: 10_000_000n }), subscriber);
      v.world.send(v.close());
      expect(v.world.tokens(v.vault)).to.equal(60_000_000n);
      expect(purse()).to.equal(940_000_000n);
    });

    it("should not charge it when the account cannot be read", () => {
      leaveAndWait();
      v.realize(100_000_000n);
      v.world.setAccount(v.venueUser, { owner: DRIFT_PROGRAM_ID, data: Buffer.alloc(1) });
      const { settled } = v.world.send(v.close());
      expect(settled).to.deep.equal([]);
      expect(purse()).to.equal(1_000_000_000n);
    });

    it("should not charge it when the account is gone", () => {
      leaveAndWait();
      v.realize(100_000_000n);
      v.world.setAccount(v.venueUser, null);
      const { settled } = v.world.send(v.close());
      expect(settled[0]!.record).to.include({ sequence: 1n, realized: 0n, profit: 0n });
      expect(purse()).to.equal(1_000_000_000n);
    });
  });

  describe("with debt", () => {
    beforeEach(() => {
      // $60 of share, of which the balance covered $50.
      v.earn(600_000_000n);
      leaveAndWait();
    });

    it("should be refused until seven days after the end, then written off", () => {
      expect(v.world.refusal(v.close())).to.equal("DebtOutstanding");
      v.world.pass(7n * Time.DAY - 1n);
      expect(v.world.refusal(v.close())).to.equal("DebtOutstanding");
      v.world.pass(1n);
      const sent = v.world.send(v.close({ destination: null }));
      expectClosed(sent, {
        subscription: v.subscription,
        bot: v.bot,
        instance: 1n,
        sequence: 2n,
        head: sent.settled[0]!.head,
        accrued: 60_000_000n,
        credited: 50_000_000n,
        claimed: 0n,
        waived: 0n,
        writtenOff: 10_000_000n,
        toVault: 50_000_000n,
        toSubscriber: 0n,
      });
    });

    it("should close at once when it is deposited, waived or donated", () => {
      v.world.send(v.deposit({ amount: 3_000_000n }), subscriber);
      v.world.send(v.waive({ amount: 3_000_000n }), creator);
      expect(v.world.refusal(v.close())).to.equal("DebtOutstanding");
      v.world.setTokens(v.escrow, v.subscription, 58_000_000n);
      v.world.send(v.close());
      // 53 paid before, 4 of the 5 donated.
      expect(v.world.tokens(v.vault)).to.equal(57_000_000n);
      expect(purse()).to.equal(948_000_000n);
    });
  });
});

describe("lifecycle: an attested subscription whose keeper never came", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  describe("with debt", () => {
    it("should be refused until seven days after the end, then written off", () => {
      a.earn(600_000_000n);
      const { head } = a.read();
      a.leave();
      a.world.pass(Time.ATTESTED_CLOSING);
      expect(a.world.refusal(a.close())).to.equal("DebtOutstanding");
      a.world.pass(7n * Time.DAY - 1n);
      expect(a.world.refusal(a.close())).to.equal("DebtOutstanding");
      a.world.pass(1n);
      const sent = a.world.send(a.close({ destination: null }));
      expect(sent.settled).to.deep.equal([]);
      expectClosed(sent, {
        subscription: a.subscription,
        bot: a.bot,
        instance: 1n,
        sequence: 1n,
        head,
        accrued: 60_000_000n,
        credited: 50_000_000n,
        claimed: 0n,
        waived: 0n,
        writtenOff: 10_000_000n,
        toVault: 50_000_000n,
        toSubscriber: 0n,
      });
    });
  });

  describe("at the end of the clock", () => {
    it("should not end before it, though no week is left", () => {
      a.world.setTime(I64_MAX - 1n);
      a.leave();
      a.earn(100_000_000n);
      expect(a.money().accrued).to.equal(10_000_000n);
    });

    it("should not write a debt off before it", () => {
      a.earn(600_000_000n);
      a.world.setTime(I64_MAX - 1n);
      a.leave();
      a.world.send(a.settle(0n, { isFinal: true }), keeperSigner);
      expect(a.world.refusal(a.close())).to.equal("DebtOutstanding");
    });
  });

  describe("with everything to the end", () => {
    it("should leave no token and no account behind, and all money where it belongs", () => {
      a.earn(100_000_000n);
      a.leave();
      a.world.send(a.settle(50_000_000n, { isFinal: true }), keeperSigner);
      // After the end money still moves.
      a.world.send(a.deposit({ amount: 2_000_000n }), subscriber);
      a.world.send(a.claim({ amount: 5_000_000n }), creator);
      a.world.send(a.withdraw({ amount: 7_000_000n }), subscriber);
      a.world.setTokens(a.escrow, a.subscription, a.world.tokens(a.escrow) + 1_000_000n);
      a.world.send(a.close());
      a.world.send(a.claimVault(), creator);
      // 50 + 2 deposited, 15 of share, 1 donated.
      expect(a.world.tokens(a.world.purse(subscriber.publicKey))).to.equal(986_000_000n);
      expect(a.world.tokens(a.world.purse(creator.publicKey))).to.equal(1_015_000_000n);
      expect(a.world.tokens(a.vault)).to.equal(0n);
      expect([a.world.exists(a.escrow), a.world.exists(a.subscription)]).to.deep.equal([false, false]);
    });

    it("should bring the vault to who owns the bot by then", () => {
      a.earn(100_000_000n);
      a.leave();
      a.world.send(a.transferBot(sponsor.publicKey), creator);
      a.world.pass(Time.ATTESTED_CLOSING);
      a.world.send(a.close());
      a.world.send(a.acceptBot(sponsor.publicKey), sponsor);
      expect(a.world.refusal(a.claimVault(), creator)).to.equal("NotOwner");
      const destination = a.world.purse(sponsor.publicKey);
      a.world.send(a.claimVault({ owner: sponsor.publicKey, destination }), sponsor);
      expect(a.world.tokens(destination)).to.equal(1_010_000_000n);
    });
  });
});
