import { Flag, I64_MAX, I64_MIN, PositionFlag, Status, Time } from "@profit-share/testing/svm/constants";
import { NO_REFERENCE } from "@profit-share/testing/svm/history";
import { expectNoRecord, expectRecord } from "@profit-share/testing/svm/records";
import { provideLiquidity, Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

/** Bytes of Drift's `User` between its perp positions and the time of the last liquidity. */
const ORDERS = { start: 1_192, end: 4_264 };

describe("settle: liquidations and re-created accounts", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.running({ nextLiquidationId: 5, totalDeposits: 1_000n, totalWithdraws: 1_000n });
  });

  const levels = () => {
    const { mark, last, peak, accrued } = v.read();
    return { mark, last, peak, accrued };
  };

  const record = <Values extends object>(values: Values) => ({
    kind: 1 as const,
    time: Time.START,
    closePnl: 0n,
    profit: 0n,
    dropped: 0n,
    reference: NO_REFERENCE,
    ...values,
  });

  describe("given a drawdown of $150 on record", () => {
    beforeEach(() => {
      v.earn(100_000_000n);
      v.earn(-150_000_000n);
    });

    it("should forgive what a liquidation took over, and record it", () => {
      const { head } = v.read();
      // A liquidator took $80 of loss for $80 of deposit: realized PnL −50 → 30.
      v.placeUser({ settledPerpPnl: 30_000_000n, nextLiquidationId: 6 });
      expectRecord(v, v.world.send(v.settle()), head, {
        ...record({ sequence: 2n, flags: Flag.LIQUIDATION, last: -50_000_000n, realized: 30_000_000n }),
        mark: 180_000_000n,
        peak: 180_000_000n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
      });
      expect(v.read().liquidationId).to.equal(6);
    });

    it("should charge again above the mark that it raised", () => {
      v.placeUser({ settledPerpPnl: 30_000_000n, nextLiquidationId: 6 });
      v.world.send(v.settle());
      expectNoRecord(v, () => v.earn(150_000_000n));
      v.earn(10_000_000n);
      expect(levels()).to.deep.equal({
        mark: 190_000_000n,
        last: 190_000_000n,
        peak: 190_000_000n,
        accrued: 11_000_000n,
      });
    });

    for (const [what, user] of [
      ["the account's status says liquidation", { status: Status.BEING_LIQUIDATED }],
      ["the account is bankrupt", { status: Status.BANKRUPT }],
      ["an isolated position is in liquidation", isolated(PositionFlag.BEING_LIQUIDATED)],
      ["an isolated position is bankrupt", isolated(PositionFlag.BANKRUPT)],
    ] as const) {
      it(`should forgive while ${what}, under the same id`, () => {
        v.placeUser({ settledPerpPnl: 30_000_000n, ...user });
        v.world.send(v.settle());
        expect(levels().mark).to.equal(180_000_000n);
        expect(v.read().beingLiquidated).to.equal(true);
      });
    }

    it("should not take what a former liquidity provider's positions hold there for a liquidation", () => {
      v.placeUser({ settledPerpPnl: 110_000_000n, ...isolated(PositionFlag.BEING_LIQUIDATED) });
      v.editUser(provideLiquidity);
      v.world.send(v.settle());
      expect(levels().accrued).to.equal(11_000_000n);
      expect(v.read().beingLiquidated).to.equal(false);
    });

    it("should forgive what the positions say, and take nothing of the orders behind them for one", () => {
      v.placeUser({ settledPerpPnl: 30_000_000n, ...isolated(PositionFlag.BEING_LIQUIDATED) });
      v.editUser((data) => {
        for (let at = ORDERS.start; at < ORDERS.end; at++) data[at] = at & 0xff;
      });
      v.world.send(v.settle());
      expect(levels()).to.include({ mark: 180_000_000n, last: 30_000_000n });
    });

    it("should forgive once more after the flag went, and then no longer", () => {
      v.placeUser({ status: Status.BEING_LIQUIDATED });
      expectNoRecord(v, () => v.world.send(v.settle()));
      v.placeUser({ status: 0, settledPerpPnl: 30_000_000n });
      v.world.send(v.settle());
      expect(levels().mark).to.equal(180_000_000n);
      expect(v.read().beingLiquidated).to.equal(false);
      v.earn(160_000_000n);
      expect(levels().accrued).to.equal(11_000_000n);
    });

    it("should forgive at most the drawdown and charge the rest", () => {
      // −50 → 170: $150 of it lead back to the peak, $70 do not; the mark goes to 250.
      v.placeUser({ settledPerpPnl: 170_000_000n, nextLiquidationId: 6 });
      v.world.send(v.settle());
      expect(levels()).to.deep.equal({
        mark: 250_000_000n,
        last: 170_000_000n,
        peak: 250_000_000n,
        accrued: 10_000_000n,
      });
    });

    it("should not forgive a further loss", () => {
      v.placeUser({ settledPerpPnl: -60_000_000n, nextLiquidationId: 6 });
      expectNoRecord(v, () => v.world.send(v.settle()));
      expect(levels()).to.deep.equal({
        mark: 100_000_000n,
        last: -60_000_000n,
        peak: 100_000_000n,
        accrued: 10_000_000n,
      });
    });

    it("should not take reduce-only for a liquidation", () => {
      v.placeUser({ settledPerpPnl: 110_000_000n, status: Status.REDUCE_ONLY });
      v.world.send(v.settle());
      expect(levels().accrued).to.equal(11_000_000n);
    });
  });

  describe("given a liquidation without a drawdown on record", () => {
    it("should charge the profit", () => {
      v.placeUser({ settledPerpPnl: 40_000_000n, nextLiquidationId: 6 });
      v.world.send(v.settle());
      expect(levels()).to.deep.equal({
        mark: 40_000_000n,
        last: 40_000_000n,
        peak: 40_000_000n,
        accrued: 4_000_000n,
      });
    });

    it("should charge a profit beyond a drawdown that was never charged", () => {
      v.earn(-50_000_000n);
      // −50 → 70: $50 forgiven, the mark goes to 50, $20 are above it.
      v.placeUser({ settledPerpPnl: 70_000_000n, nextLiquidationId: 6 });
      v.world.send(v.settle());
      expect(levels()).to.deep.equal({
        mark: 70_000_000n,
        last: 70_000_000n,
        peak: 70_000_000n,
        accrued: 2_000_000n,
      });
    });
  });

  describe("given numbers at the ends of their types", () => {
    it("should saturate what it forgives", () => {
      v.patch({ mark: I64_MAX - 5n, peak: I64_MAX, last: I64_MIN });
      v.placeUser({ settledPerpPnl: I64_MAX, nextLiquidationId: 6 });
      v.world.send(v.settle());
      expect(levels()).to.deep.equal({ mark: I64_MAX, last: I64_MAX, peak: I64_MAX, accrued: 0n });
    });

    it("should saturate the peak when the realized PnL stays below it", () => {
      v.patch({ peak: I64_MAX, last: -5n });
      v.placeUser({ settledPerpPnl: 0n, nextLiquidationId: 6 });
      v.world.send(v.settle());
      expect(levels()).to.include({ mark: 5n, last: 0n, peak: I64_MAX });
    });
  });

  describe("given a re-created account", () => {
    beforeEach(() => {
      v.earn(100_000_000n);
    });

    for (const [what, user] of [
      ["the liquidation id fell", { nextLiquidationId: 4 }],
      ["the total of deposits fell", { totalDeposits: 999n }],
      ["the total of withdrawals fell", { totalWithdraws: 999n }],
    ] as const) {
      it(`should start anew because ${what}, and record it`, () => {
        const { head } = v.read();
        v.placeUser({ ...user, settledPerpPnl: 700_000_000n });
        expectRecord(v, v.world.send(v.settle()), head, {
          ...record({ sequence: 2n, flags: Flag.RECREATED, last: 100_000_000n, realized: 700_000_000n }),
          mark: 700_000_000n,
          peak: 700_000_000n,
          accrued: 10_000_000n,
          credited: 10_000_000n,
        });
        const { liquidationId, totalDeposits, totalWithdraws } = v.read();
        const before = { nextLiquidationId: 5, totalDeposits: 1_000n, totalWithdraws: 1_000n };
        const stored = { nextLiquidationId: liquidationId, totalDeposits, totalWithdraws };
        expect(stored).to.deep.equal(Object.assign(before, user));
      });
    }

    it("should start below the old mark, too, and charge from there", () => {
      v.placeUser({ nextLiquidationId: 1, totalDeposits: 0n, totalWithdraws: 0n, settledPerpPnl: 0n });
      v.world.send(v.settle());
      expect(levels()).to.deep.equal({ mark: 0n, last: 0n, peak: 0n, accrued: 10_000_000n });
      v.earn(30_000_000n);
      expect(levels().accrued).to.equal(13_000_000n);
    });

    it("should win over a liquidation, and say both", () => {
      v.placeUser({ totalDeposits: 999n, nextLiquidationId: 6, settledPerpPnl: 20_000_000n });
      const { settled } = v.world.send(v.settle());
      expect(settled[0]!.record.flags).to.include({ liquidation: true, recreated: true });
      expect(levels()).to.deep.equal({
        mark: 20_000_000n,
        last: 20_000_000n,
        peak: 20_000_000n,
        accrued: 10_000_000n,
      });
    });

    it("should not take a rise of the totals for one", () => {
      v.placeUser({ totalDeposits: 5_000n, totalWithdraws: 5_000n, settledPerpPnl: 110_000_000n });
      v.world.send(v.settle());
      expect(levels().accrued).to.equal(11_000_000n);
      const { totalDeposits, totalWithdraws } = v.read();
      expect([totalDeposits, totalWithdraws]).to.deep.equal([5_000n, 5_000n]);
    });
  });

  describe("when only the readings changed", () => {
    for (const [what, user, stored] of [
      ["the liquidation id", { nextLiquidationId: 6 }, { liquidationId: 6 }],
      ["the total of deposits", { totalDeposits: 1_001n }, { totalDeposits: 1_001n }],
      ["the total of withdrawals", { totalWithdraws: 1_001n }, { totalWithdraws: 1_001n }],
      ["a liquidation that runs", { status: Status.BEING_LIQUIDATED }, { beingLiquidated: true }],
    ] as const) {
      it(`should store ${what} without a record`, () => {
        v.placeUser(user);
        expectNoRecord(v, () => v.world.send(v.settle()));
        expect(v.read()).to.include(stored);
      });
    }

    it("should store that a liquidation is over", () => {
      v.placeUser({ status: Status.BEING_LIQUIDATED });
      v.world.send(v.settle());
      v.placeUser({ status: 0 });
      expectNoRecord(v, () => v.world.send(v.settle()));
      expect(v.read().beingLiquidated).to.equal(false);
    });
  });
});

function isolated(flag: number) {
  return { perpPositions: [{ marketIndex: 0, positionFlag: PositionFlag.ISOLATED | flag }] };
}
