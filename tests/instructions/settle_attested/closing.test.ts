import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, Flag, Time } from "@profit-share/testing/svm/constants";
import { referenceOf } from "@profit-share/testing/svm/history";
import { expectRecord } from "@profit-share/testing/svm/records";
import { expect } from "chai";

const { keeperSigner } = ACTORS;

describe("settle_attested: closing", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
    a.leave();
    a.world.pass(Time.HOUR);
  });

  const settle = (closePnl: bigint, isFinal: boolean) => a.world.send(a.settle(closePnl, { isFinal }), keeperSigner);

  describe("given a close that is not final", () => {
    it("should charge it and go on", () => {
      settle(100_000_000n, false);
      expect(a.read().state).to.equal("closing");
      expect(a.money().accrued).to.equal(10_000_000n);
    });
  });

  describe("given a final close", () => {
    it("should charge it and end", () => {
      const { head } = a.read();
      expectRecord(a, settle(100_000_000n, true), head, {
        sequence: 1n,
        kind: 2,
        flags: Flag.FINAL | Flag.ENDED,
        time: 1_728_007_200n,
        closePnl: 100_000_000n,
        last: 0n,
        realized: 100_000_000n,
        mark: 100_000_000n,
        lossBefore: 0n,
        loss: 0n,
        profit: 100_000_000n,
        dropped: 0n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        reference: referenceOf("trade 1"),
      });
      const { state, endedAt, closingAt } = a.read();
      expect([state, endedAt, closingAt]).to.deep.equal(["ended", 1_728_007_200n, 1_728_003_600n]);
    });

    it("should end without a close", () => {
      settle(0n, true);
      expect(a.read().state).to.equal("ended");
      expect(a.money().accrued).to.equal(0n);
    });

    it("should end although the cap cuts it", () => {
      a.patch({ daily_cap: Amount.MIN_DAILY_CAP });
      const { settled } = settle(10_000_010n, true);
      expect(settled[0]!.record.flags).to.include({ capped: true, final: true, ended: true });
      expect(a.read().state).to.equal("ended");
    });

    it("should be the last", () => {
      settle(100_000_000n, true);
      for (const isFinal of [false, true]) {
        expect(a.world.refusal(a.settle(1n, { isFinal }), keeperSigner)).to.equal("SubscriptionEnded");
      }
    });
  });

  describe("given almost seven days of closing", () => {
    it("should still settle", () => {
      a.world.setTime(Time.START + Time.ATTESTED_CLOSING - 1n);
      settle(100_000_000n, true);
      expect(a.money().accrued).to.equal(10_000_000n);
    });
  });
});
