import { Amount, Flag, State, Time } from "@profit-share/testing/svm/constants";
import { NO_REFERENCE } from "@profit-share/testing/svm/history";
import { expectNoRecord, expectRecord } from "@profit-share/testing/svm/records";
import { OPEN_POSITION, Verified } from "@profit-share/testing/svm/verified";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";

/** The state is written into the account: `unsubscribe` settles itself, and would end a flat account at once. */
describe("settle: closing and ended", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.running();
    v.patch({ state: State.CLOSING, closing_at: Time.START });
  });

  describe("given a closing subscription whose account is flat", () => {
    it("should end it with the last profit", () => {
      const { head } = v.read();
      v.world.pass(Time.HOUR);
      expectRecord(v, v.earn(100_000_000n), head, {
        sequence: 1n,
        kind: 1,
        flags: Flag.ENDED,
        time: 1_728_007_200n,
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
      const { state, endedAt, closingAt } = v.read();
      expect([state, endedAt, closingAt]).to.deep.equal(["ended", 1_728_007_200n, 1_728_003_600n]);
    });

    for (const [what, pnl] of [
      ["with a loss", -30_000_000n],
      ["when nothing happened since", 0n],
    ] as const) {
      it(`should end it, and record the end, ${what}`, () => {
        const { settled } = v.earn(pnl);
        expect(settled[0]!.record.flags.ended).to.equal(true);
        expect(v.read().state).to.equal("ended");
        expect(v.money().accrued).to.equal(0n);
      });
    }
  });

  describe("given a closing subscription whose account is not flat", () => {
    it("should charge the profit and go on", () => {
      v.placeUser({ perpPositions: [OPEN_POSITION] });
      v.earn(100_000_000n);
      expect(v.read().state).to.equal("closing");
      expect(v.money().accrued).to.equal(10_000_000n);
    });
  });

  describe("given a closing subscription whose profit the cap cuts", () => {
    it("should go on until nothing is cut off", () => {
      v.patch({ daily_cap: Amount.MIN_DAILY_CAP });
      const { settled } = v.earn(15_000_000n);
      expect(settled[0]!.record.flags).to.include({ capped: true, ended: false });
      expect(v.read().state).to.equal("closing");
      v.world.pass(Time.DAY);
      v.world.send(v.settle());
      expect(v.read().state).to.equal("ended");
      expect(v.money().accrued).to.equal(1_500_000n);
    });
  });

  describe("given a closing subscription whose account is gone", () => {
    it("should end it at what was read last", () => {
      v.earn(0n);
      const u = Verified.running();
      u.earn(100_000_000n);
      u.patch({ state: State.CLOSING, closing_at: Time.START });
      u.world.setAccount(u.venueUser, null);
      const { settled } = u.world.send(u.settle());
      expect(settled[0]!.record).to.include({ realized: 100_000_000n, profit: 0n });
      expect(u.read().state).to.equal("ended");
    });

    it("should first charge what the cap had cut off", () => {
      v.patch({ state: State.ACTIVE, closing_at: 0n, daily_cap: Amount.MIN_DAILY_CAP });
      v.earn(15_000_000n);
      v.patch({ state: State.CLOSING, closing_at: Time.START });
      v.world.setAccount(v.venueUser, null);
      expectNoRecord(v, () => v.world.send(v.settle()));
      expect(v.read().state).to.equal("closing");
      v.world.pass(Time.DAY);
      v.world.send(v.settle());
      expect(v.read().state).to.equal("ended");
      expect(v.money().accrued).to.equal(1_500_000n);
    });
  });

  describe("given a closing subscription whose account cannot be read", () => {
    it("should be refused by name", () => {
      v.world.setAccount(v.venueUser, { owner: PublicKey.default, data: Buffer.alloc(1) });
      expect(v.world.refusal(v.settle())).to.equal("VenueOwner");
    });
  });

  describe("when thirty days have passed since it began to close", () => {
    beforeEach(() => {
      v.placeUser({ perpPositions: [OPEN_POSITION], settledPerpPnl: 100_000_000n });
    });

    it("should still settle a second before", () => {
      v.world.pass(Time.VERIFIED_CLOSING - 1n);
      v.world.send(v.settle());
      expect(v.money().accrued).to.equal(10_000_000n);
    });

    it("should change nothing from then on", () => {
      const before = v.world.account(v.subscription).data;
      v.world.pass(Time.VERIFIED_CLOSING);
      expectNoRecord(v, () => v.world.send(v.settle()));
      expect(v.world.account(v.subscription).data.equals(before)).to.equal(true);
    });
  });

  describe("given a subscription that has ended", () => {
    beforeEach(() => {
      v.patch({ state: State.ENDED, ended_at: Time.START });
    });

    it("should succeed and change nothing", () => {
      const before = v.world.account(v.subscription).data;
      expectNoRecord(v, () => v.earn(100_000_000n));
      expect(v.world.account(v.subscription).data.equals(before)).to.equal(true);
    });

    it("should succeed with the account gone", () => {
      v.world.setAccount(v.venueUser, null);
      expectNoRecord(v, () => v.world.send(v.settle()));
    });

    it("should succeed with an account that cannot be read", () => {
      v.world.setAccount(v.venueUser, { owner: PublicKey.default, data: Buffer.alloc(1) });
      expectNoRecord(v, () => v.world.send(v.settle()));
    });
  });
});
