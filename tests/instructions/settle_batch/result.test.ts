import { settleBatch } from "@profit-share/sdk";
import { skippedRows } from "@profit-share/sdk/sending";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { attestedRow, Mixed, skippedIn, verifiedRow } from "@profit-share/testing/svm/batch";
import { Flag, State, Time } from "@profit-share/testing/svm/constants";
import { NO_REFERENCE, referenceOf } from "@profit-share/testing/svm/history";
import { expectBatch } from "@profit-share/testing/svm/records";
import { OPEN_POSITION } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { keeperSigner, subscriber } = ACTORS;

/** $100 of profit, of which the creator's share is $10. */
const PROFIT = 100_000_000n;

const FIRST = {
  sequence: 1n,
  flags: 0,
  time: Time.START,
  last: 0n,
  realized: 100_000_000n,
  mark: 100_000_000n,
  lossBefore: 0n,
  loss: 0n,
  profit: 100_000_000n,
  dropped: 0n,
  accrued: 10_000_000n,
  credited: 10_000_000n,
};
const VERIFIED = { ...FIRST, kind: 1 as const, closePnl: 0n, reference: NO_REFERENCE };
const ATTESTED = { ...FIRST, kind: 2 as const, closePnl: 100_000_000n, reference: referenceOf("trade 1") };

describe("settle_batch: result", () => {
  let m: Mixed;
  beforeEach(() => {
    m = Mixed.running();
  });

  const heads = () => [m.verified.read().head, m.attested.read().head] as const;
  const second = () => new Attested(m.world, { accountNo: 1 }).start();

  describe("given a verified and an attested row", () => {
    it("should settle both with one event, in the order of the rows", () => {
      m.verified.realize(PROFIT);
      const [verified, attested] = heads();
      const sent = m.world.send(m.batch([attestedRow(m.attested, PROFIT), verifiedRow(m.verified)]), keeperSigner);
      expectBatch(sent, [
        { agreement: m.attested, headBefore: attested, values: ATTESTED },
        { agreement: m.verified, headBefore: verified, values: VERIFIED },
      ]);
      expect(skippedIn(sent)).to.deep.equal([]);
      expect(m.verified.money()).to.include({ accrued: 10_000_000n, credited: 10_000_000n, balance: 40_000_000n });
      expect(m.attested.money()).to.include({ accrued: 10_000_000n, credited: 10_000_000n, balance: 40_000_000n });
    });

    it("should leave the accounts as the single instructions do", () => {
      const alone = Mixed.running();
      alone.verified.earn(PROFIT);
      alone.attested.earn(PROFIT);
      m.verified.realize(PROFIT);
      m.world.send(m.batch([verifiedRow(m.verified), attestedRow(m.attested, PROFIT)]), keeperSigner);
      expect(m.verified.read()).to.deep.equal(alone.verified.read());
      expect(m.attested.read()).to.deep.equal(alone.attested.read());
    });
  });

  describe("given verified rows only", () => {
    it("should need nobody's signature", () => {
      m.verified.realize(PROFIT);
      const { head } = m.verified.read();
      const sent = m.world.send(settleBatch({ rows: [verifiedRow(m.verified)] }));
      expectBatch(sent, [{ agreement: m.verified, headBefore: head, values: VERIFIED }]);
    });
  });

  describe("given nothing to record", () => {
    it("should succeed without event and without a skipped row", () => {
      const sent = m.world.send(settleBatch({ rows: [verifiedRow(m.verified)] }));
      expect([sent.inner, skippedIn(sent)]).to.deep.equal([[], []]);
    });

    it("should still store what was read", () => {
      m.verified.realize(-PROFIT);
      const sent = m.world.send(settleBatch({ rows: [verifiedRow(m.verified)] }));
      expect(sent.inner).to.deep.equal([]);
      expect(m.verified.read().last).to.equal(-100_000_000n);
      expect(m.verified.read().sequence).to.equal(0n);
    });

    it("should succeed after the end of a verified one", () => {
      m.verified.patch({ state: State.ENDED, ended_at: Time.START });
      m.verified.realize(PROFIT);
      const sent = m.world.send(settleBatch({ rows: [verifiedRow(m.verified)] }));
      expect([sent.inner, skippedIn(sent)]).to.deep.equal([[], []]);
    });

    it("should keep the event to the rows that have something", () => {
      const { head } = m.attested.read();
      const sent = m.world.send(m.batch([verifiedRow(m.verified), attestedRow(m.attested, PROFIT)]), keeperSigner);
      expectBatch(sent, [{ agreement: m.attested, headBefore: head, values: ATTESTED }]);
    });
  });

  describe("given a row that is refused among others", () => {
    it("should skip it, say why and settle the others", () => {
      const other = second();
      const before = m.world.account(other.subscription).data;
      m.verified.realize(PROFIT);
      const [verified, attested] = heads();
      const bad = attestedRow(other, PROFIT, { sequence: 5n });
      const rows = [attestedRow(m.attested, PROFIT), bad, verifiedRow(m.verified)];
      const sent = m.world.send(m.batch(rows), keeperSigner);
      expect(skippedIn(sent)).to.deep.equal([{ row: 1, error: "SequenceSkipped" }]);
      expectBatch(sent, [
        { agreement: m.attested, headBefore: attested, values: ATTESTED },
        { agreement: m.verified, headBefore: verified, values: VERIFIED },
      ]);
      expect(m.world.account(other.subscription).data.equals(before)).to.equal(true);
    });

    it("should say each with its own error, as the SDK reads it", () => {
      const other = second();
      const rows = [
        attestedRow(other, PROFIT, { instance: 9n }),
        attestedRow(m.attested, PROFIT, { sequence: 0n }),
        { ...verifiedRow(m.verified), subscription: m.attested.bot },
      ];
      const sent = m.world.send(m.batch(rows), keeperSigner);
      expect(skippedIn(sent)).to.deep.equal([
        { row: 0, error: "InstanceMismatch" },
        { row: 1, error: "SequenceRepeated" },
        { row: 2, error: "AccountDataTooSmall" },
      ]);
      expect(sent.inner).to.deep.equal([]);
      expect(skippedRows(sent.logs).map((batch) => batch.map(({ row }) => row))).to.deep.equal([[0, 1, 2]]);
    });

    it("should settle attested rows of another keeper never, and those of this one", () => {
      const { head } = m.attested.read();
      const foreign = second();
      foreign.patch({ "terms.keeper": ACTORS.eve.publicKey.toBytes() });
      const rows = [attestedRow(foreign, PROFIT), attestedRow(m.attested, PROFIT)];
      const sent = m.world.send(m.batch(rows), keeperSigner);
      expect(skippedIn(sent)).to.deep.equal([{ row: 0, error: "KeeperMismatch" }]);
      expectBatch(sent, [{ agreement: m.attested, headBefore: head, values: ATTESTED }]);
    });
  });

  describe("given a subscription that is repeated", () => {
    it("should count the first row and skip the next ones", () => {
      const { head } = m.attested.read();
      const rows = [
        attestedRow(m.attested, PROFIT),
        attestedRow(m.attested, PROFIT),
        attestedRow(m.attested, PROFIT, { sequence: 2n, reference: referenceOf("trade 2") }),
      ];
      const sent = m.world.send(m.batch(rows), keeperSigner);
      expectBatch(sent, [{ agreement: m.attested, headBefore: head, values: ATTESTED }]);
      expect(skippedIn(sent)).to.deep.equal([
        { row: 1, error: "SubscriptionRepeated" },
        { row: 2, error: "SubscriptionRepeated" },
      ]);
    });

    it("should count the first that passes", () => {
      const { head } = m.attested.read();
      const rows = [attestedRow(m.attested, 5n, { sequence: 2n }), attestedRow(m.attested, PROFIT)];
      const sent = m.world.send(m.batch(rows), keeperSigner);
      expectBatch(sent, [{ agreement: m.attested, headBefore: head, values: ATTESTED }]);
      expect(skippedIn(sent)).to.deep.equal([{ row: 0, error: "SequenceSkipped" }]);
    });

    it("should charge a verified one once", () => {
      m.verified.realize(PROFIT);
      const { head } = m.verified.read();
      const sent = m.world.send(settleBatch({ rows: [verifiedRow(m.verified), verifiedRow(m.verified)] }));
      expectBatch(sent, [{ agreement: m.verified, headBefore: head, values: VERIFIED }]);
      expect(skippedIn(sent)).to.deep.equal([{ row: 1, error: "SubscriptionRepeated" }]);
    });
  });

  describe("given subscriptions that are closing", () => {
    it("should end them", () => {
      m.verified.patch({ state: State.CLOSING, closing_at: Time.START });
      m.attested.leave();
      m.verified.realize(PROFIT);
      const [verified, attested] = heads();
      const rows = [verifiedRow(m.verified), attestedRow(m.attested, PROFIT, { isFinal: true })];
      const sent = m.world.send(m.batch(rows), keeperSigner);
      expectBatch(sent, [
        { agreement: m.verified, headBefore: verified, values: { ...VERIFIED, flags: Flag.ENDED } },
        { agreement: m.attested, headBefore: attested, values: { ...ATTESTED, flags: Flag.FINAL | Flag.ENDED } },
      ]);
      expect([m.verified.read().state, m.attested.read().state]).to.deep.equal(["ended", "ended"]);
    });

    it("should go on while a position is open", () => {
      m.verified.placeUser({ perpPositions: [OPEN_POSITION], settledPerpPnl: PROFIT });
      m.verified.leave();
      m.world.send(settleBatch({ rows: [verifiedRow(m.verified)] }));
      expect(m.verified.read().state).to.equal("closing");
    });
  });

  describe("given one row in a bundle with other instructions", () => {
    it("should not fail the bundle for a row that is refused", () => {
      const row = attestedRow(m.attested, PROFIT, { sequence: 2n });
      m.world.send([m.attested.deposit(), m.batch([row])], subscriber, keeperSigner);
      expect(m.attested.money()).to.include({ balance: 51_000_000n, accrued: 0n });
    });
  });
});
