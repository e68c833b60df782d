import type { UserValues } from "@profit-share/localnet";
import { Flag, I64_MAX, I64_MIN, PositionFlag, Status, Time, U64_MAX } from "@profit-share/testing/svm/constants";
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
    const { mark, last, loss, accrued } = v.read();
    return { mark, last, loss, accrued };
  };

  /** The account holds `settled` of settled PnL and positions below their entry by `losses`. */
  const place = (settled: bigint, losses: bigint[] = [], change: Partial<UserValues> = {}) => {
    const perpPositions = losses.map((loss, marketIndex) => ({ marketIndex, quoteAssetAmount: -loss }));
    v.placeUser({ settledPerpPnl: settled, perpPositions, ...change });
  };

  const settle = () => v.world.send(v.settle());

  const record = <Values extends object>(values: Values) => ({
    kind: 1 as const,
    time: Time.START,
    closePnl: 0n,
    profit: 0n,
    dropped: 0n,
    reference: NO_REFERENCE,
    ...values,
  });

  describe("given a loss of $150 on record, after a profit of $100", () => {
    beforeEach(() => {
      v.earn(100_000_000n);
      place(100_000_000n, [150_000_000n]);
      settle();
    });

    it("should hold the loss, which made no record", () => {
      expect(levels()).to.deep.equal({
        mark: 100_000_000n,
        last: -50_000_000n,
        loss: 150_000_000n,
        accrued: 10_000_000n,
      });
      expect(v.read().sequence).to.equal(1n);
    });

    it("should forgive what a liquidation took over, and record it", () => {
      const { head } = v.read();
      // A liquidator took $80 of loss for $80 of deposit: realized PnL −50 → 30.
      place(100_000_000n, [70_000_000n], { nextLiquidationId: 6 });
      expectRecord(v, settle(), head, {
        ...record({ sequence: 2n, flags: Flag.LIQUIDATION, last: -50_000_000n, realized: 30_000_000n }),
        mark: 180_000_000n,
        lossBefore: 150_000_000n,
        loss: 70_000_000n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
      });
      expect(v.read().liquidationId).to.equal(6);
    });

    it("should charge again above the mark that it raised", () => {
      place(100_000_000n, [70_000_000n], { nextLiquidationId: 6 });
      settle();
      expectNoRecord(v, () => v.earn(150_000_000n));
      v.earn(10_000_000n);
      expect(levels()).to.deep.equal({
        mark: 190_000_000n,
        last: 190_000_000n,
        loss: 70_000_000n,
        accrued: 11_000_000n,
      });
    });

    for (const [what, change] of [
      ["the account's status says liquidation", { status: Status.BEING_LIQUIDATED }],
      ["the account is bankrupt", { status: Status.BANKRUPT }],
      ["an isolated position is in liquidation", isolated(PositionFlag.BEING_LIQUIDATED, 70_000_000n)],
      ["an isolated position is bankrupt", isolated(PositionFlag.BANKRUPT, 70_000_000n)],
    ] as const) {
      it(`should forgive while ${what}, under the same id`, () => {
        place(100_000_000n, [70_000_000n], change);
        settle();
        expect(levels()).to.include({ mark: 180_000_000n, last: 30_000_000n });
        expect(v.read().beingLiquidated).to.equal(true);
      });
    }

    it("should not take what a former liquidity provider's positions hold there for a liquidation", () => {
      place(110_000_000n, [], isolated(PositionFlag.BEING_LIQUIDATED, 0n));
      v.editUser(provideLiquidity);
      settle();
      expect(levels().accrued).to.equal(11_000_000n);
      expect(v.read().beingLiquidated).to.equal(false);
    });

    it("should forgive what the positions say, and take nothing of the orders behind them for one", () => {
      place(100_000_000n, [], isolated(PositionFlag.BEING_LIQUIDATED, 70_000_000n));
      v.editUser((data) => {
        for (let at = ORDERS.start; at < ORDERS.end; at++) data[at] = at & 0xff;
      });
      settle();
      expect(levels()).to.include({ mark: 180_000_000n, last: 30_000_000n, loss: 70_000_000n });
    });

    it("should forgive once more after the flag went, and then no longer", () => {
      place(100_000_000n, [150_000_000n], { status: Status.BEING_LIQUIDATED });
      expectNoRecord(v, settle);
      place(100_000_000n, [70_000_000n], { status: 0 });
      settle();
      expect(levels().mark).to.equal(180_000_000n);
      expect(v.read().beingLiquidated).to.equal(false);
      // 30 → 260 while the loss of 70 goes: nobody liquidated, so all 80 above the mark are profit.
      place(260_000_000n);
      settle();
      expect(levels()).to.deep.equal({ mark: 260_000_000n, last: 260_000_000n, loss: 0n, accrued: 18_000_000n });
    });

    it("should forgive at most the loss that went, and charge the rest", () => {
      // −50 → 260: $150 of loss are gone, the mark goes to 250.
      place(260_000_000n, [], { nextLiquidationId: 6 });
      settle();
      expect(levels()).to.deep.equal({ mark: 260_000_000n, last: 260_000_000n, loss: 0n, accrued: 11_000_000n });
    });

    for (const taken of [1n, 2n, 149_999_999n]) {
      it(`should forgive the ${taken} units that were taken and none of $200 that were earned elsewhere`, () => {
        place(300_000_000n, [150_000_000n - taken], { nextLiquidationId: 6 });
        settle();
        // −50 + 200 + taken, of which all above 100 + taken is profit.
        expect(levels()).to.deep.equal({
          mark: 150_000_000n + taken,
          last: 150_000_000n + taken,
          loss: 150_000_000n - taken,
          accrued: 15_000_000n,
        });
      });
    }

    it("should forgive at most the rise, where the losing position realized the rest of the loss", () => {
      // 120 of the loss are gone, but realized PnL rose by 80 alone: 40 were lost for good.
      place(60_000_000n, [30_000_000n], { nextLiquidationId: 6 });
      settle();
      expect(levels()).to.deep.equal({
        mark: 180_000_000n,
        last: 30_000_000n,
        loss: 30_000_000n,
        accrued: 10_000_000n,
      });
    });

    it("should not forgive a further loss", () => {
      for (const [settled, loss] of [
        [100_000_000n, 160_000_000n],
        // The position was closed at its loss, and $10 more are lost.
        [-60_000_000n, 0n],
      ] as const) {
        place(settled, [loss], { nextLiquidationId: 6 });
        expectNoRecord(v, settle);
        expect(levels()).to.deep.equal({ mark: 100_000_000n, last: -60_000_000n, loss, accrued: 10_000_000n });
      }
    });

    it("should forgive nothing while the loss grows", () => {
      place(270_000_000n, [150_000_001n], { nextLiquidationId: 6 });
      settle();
      // −50 → 119.999999: all that is above the mark is profit.
      expect(levels()).to.deep.equal({
        mark: 119_999_999n,
        last: 119_999_999n,
        loss: 150_000_001n,
        accrued: 11_999_999n,
      });
    });

    it("should not take reduce-only for a liquidation", () => {
      place(110_000_000n, [], { status: Status.REDUCE_ONLY });
      settle();
      expect(levels().accrued).to.equal(11_000_000n);
    });

    it("should forgive nothing without a liquidation, and say both losses in the record", () => {
      const { head } = v.read();
      place(150_000_000n, [40_000_000n]);
      expectRecord(v, settle(), head, {
        ...record({ sequence: 2n, flags: 0, last: -50_000_000n, realized: 110_000_000n }),
        mark: 110_000_000n,
        lossBefore: 150_000_000n,
        loss: 40_000_000n,
        profit: 10_000_000n,
        accrued: 11_000_000n,
        credited: 11_000_000n,
      });
    });
  });

  describe("given losses in two positions and a gain in a third", () => {
    it("should count the losses, not what is left of them beside the gain", () => {
      v.placeUser({
        perpPositions: [
          { marketIndex: 0, quoteAssetAmount: -30_000_000n },
          { marketIndex: 1, quoteAssetAmount: 90_000_000n, quoteEntryAmount: 10_000_000n },
          { marketIndex: 2, quoteAssetAmount: -2_000_000n, quoteEntryAmount: 8_000_000n },
        ],
      });
      settle();
      // −30 + 80 − 10
      expect(levels()).to.deep.equal({ mark: 40_000_000n, last: 40_000_000n, loss: 40_000_000n, accrued: 4_000_000n });
    });
  });

  describe("given a liquidation without a loss on record", () => {
    it("should charge the profit", () => {
      place(40_000_000n, [], { nextLiquidationId: 6 });
      settle();
      expect(levels()).to.deep.equal({ mark: 40_000_000n, last: 40_000_000n, loss: 0n, accrued: 4_000_000n });
    });

    it("should charge a profit beyond a loss that was never charged", () => {
      place(0n, [50_000_000n]);
      settle();
      // −50 → 70: $50 forgiven, the mark goes to 50, $20 are above it.
      place(70_000_000n, [], { nextLiquidationId: 6 });
      settle();
      expect(levels()).to.deep.equal({ mark: 70_000_000n, last: 70_000_000n, loss: 0n, accrued: 2_000_000n });
    });

    it("should charge what wins back a loss that was made and taken since the last settlement", () => {
      v.earn(100_000_000n);
      place(100_000_000n, [], { nextLiquidationId: 6 });
      expectNoRecord(v, settle);
      v.earn(40_000_000n);
      expect(levels()).to.deep.equal({ mark: 140_000_000n, last: 140_000_000n, loss: 0n, accrued: 14_000_000n });
    });
  });

  describe("given a loss that was there at subscribe", () => {
    it("should forgive what a liquidation took of it", () => {
      const perpPositions = [{ marketIndex: 0, quoteAssetAmount: -25_000_000n }];
      v = Verified.running({ nextLiquidationId: 5, perpPositions });
      place(0n, [5_000_000n], { nextLiquidationId: 6 });
      settle();
      expect(levels()).to.deep.equal({ mark: -5_000_000n, last: -5_000_000n, loss: 5_000_000n, accrued: 0n });
    });
  });

  describe("given numbers at the ends of their types", () => {
    it("should saturate what it forgives", () => {
      v.patch({ mark: I64_MAX - 5n, last: I64_MIN, loss: U64_MAX });
      place(I64_MAX, [], { nextLiquidationId: 6 });
      settle();
      expect(levels()).to.deep.equal({ mark: I64_MAX, last: I64_MAX, loss: 0n, accrued: 0n });
      expect(v.read().profitTotal).to.equal(0n);
    });

    it("should forgive more than an i64 can hold", () => {
      v.patch({ mark: I64_MIN, last: I64_MIN, loss: U64_MAX });
      place(0n, [], { nextLiquidationId: 6 });
      settle();
      // −2^63 + 2^63
      expect(levels()).to.deep.equal({ mark: 0n, last: 0n, loss: 0n, accrued: 0n });
    });

    it("should stop the loss at the end of u64, and forgive what is below it", () => {
      const most = { quoteAssetAmount: I64_MIN, quoteEntryAmount: I64_MAX };
      v.placeUser({
        perpPositions: [
          { marketIndex: 0, ...most },
          { marketIndex: 1, ...most },
        ],
      });
      settle();
      expect(levels()).to.deep.equal({ mark: 0n, last: I64_MIN, loss: U64_MAX, accrued: 0n });
      // One of both is taken: by what was left on record, nothing of the loss went.
      v.placeUser({ perpPositions: [{ marketIndex: 0, ...most }], nextLiquidationId: 6 });
      settle();
      expect(levels()).to.deep.equal({ mark: 0n, last: I64_MIN, loss: U64_MAX, accrued: 0n });
    });
  });

  describe("given a re-created account", () => {
    beforeEach(() => {
      v.earn(100_000_000n);
      place(120_000_000n, [20_000_000n]);
      settle();
    });

    for (const [what, user] of [
      ["the liquidation id fell", { nextLiquidationId: 4 }],
      ["the total of deposits fell", { totalDeposits: 999n }],
      ["the total of withdrawals fell", { totalWithdraws: 999n }],
    ] as const) {
      it(`should start anew because ${what}, and record it`, () => {
        const { head } = v.read();
        place(730_000_000n, [30_000_000n], user);
        expectRecord(v, settle(), head, {
          ...record({ sequence: 2n, flags: Flag.RECREATED, last: 100_000_000n, realized: 700_000_000n }),
          mark: 700_000_000n,
          lossBefore: 20_000_000n,
          loss: 30_000_000n,
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
      place(0n, [], { nextLiquidationId: 1, totalDeposits: 0n, totalWithdraws: 0n });
      settle();
      expect(levels()).to.deep.equal({ mark: 0n, last: 0n, loss: 0n, accrued: 10_000_000n });
      v.earn(30_000_000n);
      expect(levels().accrued).to.equal(13_000_000n);
    });

    it("should forgive of the new account's loss what a liquidation takes there", () => {
      place(0n, [30_000_000n], { nextLiquidationId: 1, totalDeposits: 0n });
      settle();
      place(0n, [10_000_000n], { nextLiquidationId: 2 });
      settle();
      expect(levels()).to.deep.equal({
        mark: -10_000_000n,
        last: -10_000_000n,
        loss: 10_000_000n,
        accrued: 10_000_000n,
      });
    });

    it("should win over a liquidation, and say both", () => {
      place(20_000_000n, [], { totalDeposits: 999n, nextLiquidationId: 6 });
      const { settled } = settle();
      expect(settled[0]!.record.flags).to.include({ liquidation: true, recreated: true });
      expect(levels()).to.deep.equal({ mark: 20_000_000n, last: 20_000_000n, loss: 0n, accrued: 10_000_000n });
    });

    it("should not take a rise of the totals for one", () => {
      place(110_000_000n, [], { totalDeposits: 5_000n, totalWithdraws: 5_000n });
      settle();
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
      [
        "a loss that another market makes up for",
        { settledPerpPnl: 7n, perpPositions: [{ marketIndex: 0, quoteAssetAmount: -7n }] },
        { loss: 7n },
      ],
    ] as const) {
      it(`should store ${what} without a record`, () => {
        v.placeUser(user as Partial<UserValues>);
        expectNoRecord(v, settle);
        expect(v.read()).to.include(stored);
      });
    }

    it("should store that a liquidation is over", () => {
      v.placeUser({ status: Status.BEING_LIQUIDATED });
      settle();
      v.placeUser({ status: 0 });
      expectNoRecord(v, settle);
      expect(v.read().beingLiquidated).to.equal(false);
    });

    it("should store that a loss is gone", () => {
      place(7n, [7n]);
      settle();
      place(0n);
      expectNoRecord(v, settle);
      expect(levels()).to.deep.equal({ mark: 0n, last: 0n, loss: 0n, accrued: 0n });
    });
  });
});

/** One isolated position with this flag, below its entry by `loss`. */
function isolated(flag: number, loss: bigint): Partial<UserValues> {
  return {
    perpPositions: [{ marketIndex: 0, positionFlag: PositionFlag.ISOLATED | flag, quoteAssetAmount: -loss }],
  };
}
