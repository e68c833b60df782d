import { DRIFT_PROGRAM_ID, VELOCITY_PROGRAM_ID } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount, Flag, State, Time } from "@profit-share/testing/svm/constants";
import { NO_REFERENCE } from "@profit-share/testing/svm/history";
import { expectNoRecord, expectRecord } from "@profit-share/testing/svm/records";
import { OPEN_POSITION, Verified } from "@profit-share/testing/svm/verified";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";

const { subscriber, agent } = ACTORS;

describe("unsubscribe: result", () => {
  describe("given a verified subscription", () => {
    let v: Verified;
    beforeEach(() => {
      v = Verified.running();
    });

    const times = () => {
      const { state, closingAt, endedAt } = v.read();
      return [state, closingAt, endedAt];
    };

    describe("when the account is flat", () => {
      it("should charge the last profit and end in the same instruction", () => {
        v.realize(100_000_000n);
        v.world.pass(Time.HOUR);
        const { head } = v.read();
        const sent = v.leave();
        expectRecord(v, sent, head, {
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
        expect(times()).to.deep.equal(["ended", 1_728_007_200n, 1_728_007_200n]);
        const data = { subscription: v.subscription, signer: subscriber.publicKey, state: State.ENDED };
        expect(sent.logged).to.deep.equal([{ name: "Unsubscribed", data }]);
      });

      it("should end at a loss without charging anything", () => {
        v.realize(-100_000_000n);
        const { settled } = v.leave();
        expect(settled[0]!.record).to.include({ realized: -100_000_000n, profit: 0n });
        expect(times()).to.deep.equal(["ended", 1_728_003_600n, 1_728_003_600n]);
        expect(v.money()).to.include({ accrued: 0n, balance: 50_000_000n });
      });

      it("should go on closing when the cap cuts something off", () => {
        v.patch({ daily_cap: Amount.MIN_DAILY_CAP });
        v.realize(15_000_000n);
        const sent = v.leave();
        expect(sent.settled[0]!.record.flags).to.include({ capped: true, ended: false });
        expect(times()).to.deep.equal(["closing", 1_728_003_600n, 0n]);
        const data = { subscription: v.subscription, signer: subscriber.publicKey, state: State.CLOSING };
        expect(sent.logged).to.deep.equal([{ name: "Unsubscribed", data }]);
      });
    });

    describe("when the account is not flat", () => {
      beforeEach(() => {
        v.placeUser({ perpPositions: [OPEN_POSITION] });
      });

      it("should charge what is realized and go on closing", () => {
        v.realize(100_000_000n);
        const { settled } = v.leave();
        expect(settled[0]!.record.flags).to.include({ ended: false, capped: false });
        expect(times()).to.deep.equal(["closing", 1_728_003_600n, 0n]);
        expect(v.money().accrued).to.equal(10_000_000n);
      });

      it("should record nothing when nothing is realized", () => {
        expectNoRecord(v, () => v.leave());
        expect(times()).to.deep.equal(["closing", 1_728_003_600n, 0n]);
      });
    });

    describe("when the account is gone", () => {
      it("should end at what was read last", () => {
        v.earn(100_000_000n);
        v.world.setAccount(v.venueUser, null);
        const { settled } = v.leave();
        expect(settled[0]!.record).to.include({ sequence: 2n, realized: 100_000_000n, profit: 0n });
        expect(times()).to.deep.equal(["ended", 1_728_003_600n, 1_728_003_600n]);
      });

      it("should go on closing while a gain is left above the cap", () => {
        v.patch({ daily_cap: Amount.MIN_DAILY_CAP });
        v.earn(15_000_000n);
        v.world.setAccount(v.venueUser, null);
        expectNoRecord(v, () => v.leave());
        expect(times()).to.deep.equal(["closing", 1_728_003_600n, 0n]);
      });
    });

    describe("when the account cannot be read", () => {
      const user = () => v.world.account(v.venueUser).data;
      const cases: [string, () => { owner: PublicKey; data: Buffer }][] = [
        ["belongs to the system program", () => ({ owner: PublicKey.default, data: user() })],
        ["belongs to another program", () => ({ owner: VELOCITY_PROGRAM_ID, data: user() })],
        ["has another length", () => ({ owner: DRIFT_PROGRAM_ID, data: user().subarray(1) })],
      ];

      for (const [what, account] of cases) {
        it(`should begin to close without settling when it ${what}`, () => {
          v.realize(100_000_000n);
          v.world.setAccount(v.venueUser, account());
          expectNoRecord(v, () => v.leave());
          expect(times()).to.deep.equal(["closing", 1_728_003_600n, 0n]);
          expect(v.money().accrued).to.equal(0n);
        });
      }
    });

    describe("when the agent signs", () => {
      it("should do the same", () => {
        const { logged } = v.world.send(v.unsubscribe({ signer: agent.publicKey }), agent);
        const data = { subscription: v.subscription, signer: agent.publicKey, state: State.ENDED };
        expect(logged).to.deep.equal([{ name: "Unsubscribed", data }]);
        expect(times()).to.deep.equal(["ended", 1_728_003_600n, 1_728_003_600n]);
      });
    });

    it("should move no token", () => {
      v.realize(100_000_000n);
      v.leave();
      expect(v.world.tokens(v.escrow)).to.equal(50_000_000n);
    });
  });

  describe("given an attested subscription", () => {
    it("should begin to close, and record nothing", () => {
      const a = Attested.running();
      const before = a.read();
      expectNoRecord(a, () => {
        const sent = a.leave();
        const data = { subscription: a.subscription, signer: subscriber.publicKey, state: State.CLOSING };
        expect(sent.logged).to.deep.equal([{ name: "Unsubscribed", data }]);
        return sent;
      });
      expect(a.read()).to.deep.equal({ ...before, state: "closing", closingAt: 1_728_003_600n });
    });

    it("should do the same for the agent", () => {
      const a = Attested.running();
      a.world.send(a.unsubscribe({ signer: agent.publicKey }), agent);
      expect(a.read().state).to.equal("closing");
    });
  });
});
