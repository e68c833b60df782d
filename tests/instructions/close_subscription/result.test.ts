import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Lamports, State, Time } from "@profit-share/testing/svm/constants";
import { accountLength } from "@profit-share/testing/svm/idl";
import { expectClosed } from "@profit-share/testing/svm/records";
import { OPEN_POSITION, Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { creator, subscriber, agent, sponsor, eve } = ACTORS;

/** Bytes of a token account. */
const ESCROW_LENGTH = 165;

describe("close_subscription: result", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  const end = () => a.patch({ state: State.ENDED, ended_at: Time.START });
  const purse = () => a.world.tokens(a.world.purse(subscriber.publicKey));

  describe("given a balance and a claimable", () => {
    beforeEach(() => {
      // $10 claimable, $40 of balance.
      a.earn(100_000_000n);
      end();
    });

    it("should send the claimable to the vault and the rest to the subscriber, with nobody's signature", () => {
      a.world.send(a.close());
      expect(a.world.tokens(a.vault)).to.equal(10_000_000n);
      expect(purse()).to.equal(990_000_000n);
    });

    it("should say so in Closed, with the history's last head", () => {
      const { head } = a.read();
      expectClosed(a.world.send(a.close()), {
        subscription: a.subscription,
        bot: a.bot,
        instance: 1n,
        endedAt: 1_728_003_600n,
        sequence: 1n,
        head,
        profitTotal: 100_000_000n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        claimed: 0n,
        waived: 0n,
        writtenOff: 0n,
        toVault: 10_000_000n,
        toSubscriber: 40_000_000n,
      });
    });

    it("should leave out what was claimed", () => {
      a.world.send(a.claim({ amount: 4_000_000n }), creator);
      const { head } = a.read();
      expectClosed(a.world.send(a.close()), {
        subscription: a.subscription,
        bot: a.bot,
        instance: 1n,
        endedAt: 1_728_003_600n,
        sequence: 1n,
        head,
        profitTotal: 100_000_000n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        claimed: 4_000_000n,
        waived: 0n,
        writtenOff: 0n,
        toVault: 6_000_000n,
        toSubscriber: 40_000_000n,
      });
      expect(a.world.tokens(a.vault)).to.equal(6_000_000n);
    });

    it("should remove subscription and escrow and count it on the bot", () => {
      const before = a.readBot();
      a.world.send(a.close());
      expect(a.world.exists(a.subscription)).to.equal(false);
      expect(a.world.exists(a.escrow)).to.equal(false);
      expect(a.readBot()).to.deep.equal({
        ...before,
        closed: 1n,
        closedProfit: 100_000_000n,
        closedAccrued: 10_000_000n,
        closedCredited: 10_000_000n,
      });
    });

    it("should send the money anywhere the subscriber signs for", () => {
      const destination = a.world.purse(eve.publicKey);
      a.world.send(a.close({ destination, subscriberSigns: true }), subscriber);
      expect(a.world.tokens(destination)).to.equal(1_040_000_000n);
      expect(purse()).to.equal(950_000_000n);
    });

    it("should add what the vault holds already", () => {
      a.world.setTokens(a.vault, a.bot, 3_000_000n);
      a.world.send(a.close());
      expect(a.world.tokens(a.vault)).to.equal(13_000_000n);
    });

    it("should give a donation to the subscriber", () => {
      a.world.setTokens(a.escrow, a.subscription, 57_000_000n);
      a.world.send(a.close());
      expect(a.world.tokens(a.vault)).to.equal(10_000_000n);
      expect(purse()).to.equal(997_000_000n);
    });

    it("should let the owner claim it from the vault", () => {
      a.world.send(a.close());
      a.world.send(a.claimVault(), creator);
      expect(a.world.tokens(a.world.purse(creator.publicKey))).to.equal(1_010_000_000n);
    });
  });

  describe("given nothing for the subscriber", () => {
    beforeEach(() => {
      // $50 claimable, nothing owed.
      a.earn(500_000_000n);
      end();
    });

    it("should need no destination", () => {
      a.world.send(a.close({ destination: null }));
      expect(a.world.tokens(a.vault)).to.equal(50_000_000n);
      expect(purse()).to.equal(950_000_000n);
    });

    it("should not look at one", () => {
      a.world.send(a.close({ destination: keyOf("nothing").publicKey }));
      expect(a.world.exists(a.subscription)).to.equal(false);
    });
  });

  describe("given nothing for the creator", () => {
    it("should leave the vault alone", () => {
      end();
      a.world.editTokens(a.vault, { state: 2 });
      a.world.send(a.close());
      expect(purse()).to.equal(1_000_000_000n);
    });
  });

  describe("given an empty escrow", () => {
    it("should move no token", () => {
      a.earn(500_000_000n);
      end();
      a.world.send(a.claim({ amount: 50_000_000n }), creator);
      const { inner } = a.world.send(a.close({ destination: null }));
      // The escrow's closing and the event.
      expect(inner.length).to.equal(2);
      expect(a.world.exists(a.escrow)).to.equal(false);
    });
  });

  describe("given something owed", () => {
    beforeEach(() => {
      // $60 accrued, $50 of them covered, $10 owed.
      a.earn(600_000_000n);
      end();
    });

    it("should pay it from a donation first", () => {
      a.world.setTokens(a.escrow, a.subscription, 64_000_000n);
      const { head } = a.read();
      expectClosed(a.world.send(a.close()), {
        subscription: a.subscription,
        bot: a.bot,
        instance: 1n,
        endedAt: 1_728_003_600n,
        sequence: 1n,
        head,
        profitTotal: 600_000_000n,
        accrued: 60_000_000n,
        credited: 60_000_000n,
        claimed: 0n,
        waived: 0n,
        writtenOff: 0n,
        toVault: 60_000_000n,
        toSubscriber: 4_000_000n,
      });
    });

    it("should write off the rest when seven days have passed", () => {
      a.world.setTokens(a.escrow, a.subscription, 53_000_000n);
      a.world.send(a.waive({ amount: 2_000_000n }), creator);
      a.world.pass(7n * Time.DAY);
      const { head } = a.read();
      expectClosed(a.world.send(a.close({ destination: null })), {
        subscription: a.subscription,
        bot: a.bot,
        instance: 1n,
        endedAt: 1_728_003_600n,
        sequence: 1n,
        head,
        profitTotal: 600_000_000n,
        accrued: 60_000_000n,
        credited: 53_000_000n,
        claimed: 0n,
        waived: 2_000_000n,
        writtenOff: 5_000_000n,
        toVault: 53_000_000n,
        toSubscriber: 0n,
      });
    });
  });

  describe("given the rent", () => {
    const rent = () => a.world.rent(accountLength("Subscription")) + a.world.rent(ESCROW_LENGTH);

    it("should return both accounts' to the subscriber who paid it", () => {
      end();
      a.world.send(a.close());
      expect(a.world.account(subscriber.publicKey).lamports).to.equal(Lamports.PURSE);
    });

    it("should return it to a sponsor who paid it, not to who closes", () => {
      const by = sponsor.publicKey;
      const w = Attested.published();
      w.world.send(w.subscribe({ payer: by }), subscriber, agent, sponsor);
      expect(w.world.account(by).lamports).to.equal(Lamports.PURSE - rent());
      w.patch({ state: State.ENDED, ended_at: Time.START });
      w.world.send(w.close({ rentPayer: by }));
      expect(w.world.account(by).lamports).to.equal(Lamports.PURSE);
      expect(w.world.account(subscriber.publicKey).lamports).to.equal(Lamports.PURSE);
    });

    it("should return donated lamports with it", () => {
      end();
      a.world.airdrop(a.subscription, Lamports.BIG_DONATION);
      a.world.send(a.close());
      expect(a.world.account(subscriber.publicKey).lamports).to.equal(Lamports.PURSE + Lamports.BIG_DONATION);
    });
  });

  describe("given a verified subscription", () => {
    let v: Verified;
    beforeEach(() => {
      v = Verified.running();
      v.realize(100_000_000n);
    });

    it("should close one that ended with its account without reading the account again", () => {
      v.leave();
      v.realize(900_000_000n);
      const { settled } = v.world.send(v.close());
      expect(settled).to.deep.equal([]);
      expect(v.world.tokens(v.vault)).to.equal(10_000_000n);
    });

    it("should say a recorded end, and what had been charged", () => {
      v.world.pass(Time.HOUR);
      v.leave();
      const { head } = v.read();
      v.world.pass(300n * Time.DAY);
      expectClosed(v.world.send(v.close()), {
        subscription: v.subscription,
        bot: v.bot,
        instance: 1n,
        endedAt: 1_728_007_200n,
        sequence: 1n,
        head,
        profitTotal: 100_000_000n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        claimed: 0n,
        waived: 0n,
        writtenOff: 0n,
        toVault: 10_000_000n,
        toSubscriber: 40_000_000n,
      });
    });

    it("should say an end by the clock, thirty days after it began to close", () => {
      v.placeUser({ perpPositions: [OPEN_POSITION] });
      v.leave();
      const { head } = v.read();
      v.world.pass(300n * Time.DAY);
      // 1,728,003,600 + 2,592,000
      expectClosed(v.world.send(v.close()), {
        subscription: v.subscription,
        bot: v.bot,
        instance: 1n,
        endedAt: 1_730_595_600n,
        sequence: 1n,
        head,
        profitTotal: 100_000_000n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        claimed: 0n,
        waived: 0n,
        writtenOff: 0n,
        toVault: 10_000_000n,
        toSubscriber: 40_000_000n,
      });
    });
  });

  describe("given an attested subscription whose clock ended it", () => {
    it("should say an end seven days after it began to close", () => {
      a.earn(0n);
      a.world.pass(Time.HOUR);
      a.leave();
      const { head } = a.read();
      a.world.pass(8n * Time.DAY);
      // 1,728,007,200 + 604,800
      expectClosed(a.world.send(a.close()), {
        subscription: a.subscription,
        bot: a.bot,
        instance: 1n,
        endedAt: 1_728_612_000n,
        sequence: 1n,
        head,
        profitTotal: 0n,
        accrued: 0n,
        credited: 0n,
        claimed: 0n,
        waived: 0n,
        writtenOff: 0n,
        toVault: 0n,
        toSubscriber: 50_000_000n,
      });
    });
  });
});
