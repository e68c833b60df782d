import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { sha256 } from "@profit-share/testing/svm/history";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { creator, subscriber, agent, keeperSigner } = ACTORS;

/** What an instruction wrote before it called another program has to be there afterwards, and for the next instruction. */
describe("security: accounts after a call", () => {
  describe("given a verified profit that is not settled", () => {
    let v: Verified;
    beforeEach(() => {
      v = Verified.running();
      v.realize(100_000_000n);
    });

    it("should keep the settlement and the withdrawal that comes behind its event", () => {
      const sent = v.world.send(v.withdraw({ amount: 5_000_000n }), subscriber);
      expect(v.read()).to.include({ sequence: 1n, accrued: 10_000_000n, credited: 10_000_000n, balance: 35_000_000n });
      expect(Buffer.from(v.read().head).equals(Buffer.from(sent.settled[0]!.head))).to.equal(true);
      expect(v.world.tokens(v.escrow)).to.equal(45_000_000n);
    });

    it("should keep the settlement and the end that comes with it", () => {
      const sent = v.leave();
      expect(v.read()).to.include({ state: "ended", sequence: 1n, credited: 10_000_000n });
      expect(Buffer.from(v.read().head).equals(Buffer.from(sent.settled[0]!.head))).to.equal(true);
    });

    it("should say the same in the next instruction of a transaction", () => {
      v.world.send(
        [
          v.settle(),
          v.settle(),
          v.deposit(),
          v.sync(),
          v.claim({ amount: 4_000_000n }),
          v.sync(),
          v.withdraw({ amount: 2_000_000n }),
          v.sync(),
          v.payout(),
          v.sync(),
        ],
        subscriber,
        creator,
      );
      expect(v.money()).to.deep.equal({
        profitTotal: 100_000_000n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        claimed: 10_000_000n,
        waived: 0n,
        balance: 39_000_000n,
      });
      expect(v.world.tokens(v.escrow)).to.equal(39_000_000n);
    });

    it("should close on what a settlement in the same transaction left", () => {
      v.placeUser({ perpPositions: [{ marketIndex: 1, baseAssetAmount: 1n }] });
      v.leave();
      v.placeUser({ settledPerpPnl: 300_000_000n, perpPositions: [] });
      const sent = v.world.send([v.settle(), v.close()]);
      // The cap of $100 a day leaves room for all $20 of the second settlement.
      expect(sent.settled.map(({ record }) => [record.sequence, record.credited])).to.deep.equal([[2n, 30_000_000n]]);
      expect(v.world.tokens(v.vault)).to.equal(30_000_000n);
      expect(v.world.tokens(v.world.purse(subscriber.publicKey))).to.equal(970_000_000n);
    });
  });

  describe("given an attested subscription", () => {
    it("should chain the heads of closes in one transaction", () => {
      const a = Attested.running();
      const before = Buffer.from(a.read().head);
      const sent = a.world.send(
        [1n, 2n, 3n].map((sequence) =>
          a.settle(10_000_000n, { sequence, reference: sha256(Buffer.of(Number(sequence))) }),
        ),
        keeperSigner,
      );
      expect(sent.settled.map(({ record }) => record.sequence)).to.deep.equal([1n, 2n, 3n]);
      const heads = [before, ...sent.settled.map(({ head }) => Buffer.from(head))];
      expect(new Set(heads.map(String)).size).to.equal(4);
      expect(Buffer.from(a.read().head).equals(heads[3]!)).to.equal(true);
      expect(a.money()).to.include({ accrued: 3_000_000n, balance: 47_000_000n });
    });

    it("should not pay a share twice when deposit and settlement share a transaction", () => {
      const a = Attested.running();
      a.world.send(
        [a.deposit({ amount: 5_000_000n }), a.settle(100_000_000n), a.payout(), a.payout(), a.claim()],
        subscriber,
        keeperSigner,
        creator,
      );
      expect(a.money()).to.include({ credited: 10_000_000n, claimed: 10_000_000n, balance: 45_000_000n });
      expect(a.world.tokens(a.escrow)).to.equal(45_000_000n);
    });

    it("should begin again on nothing of what an earlier one in the same transaction left", () => {
      const a = Attested.running();
      a.earn(100_000_000n);
      a.leave();
      a.world.pass(7n * 86_400n);
      a.world.send([a.close(), a.subscribe(), a.deposit({ instance: 2n }), a.sync()], subscriber, agent);
      expect(a.read()).to.include({ instance: 2n, sequence: 0n, credited: 0n, claimed: 0n, balance: 51_000_000n });
    });
  });
});
