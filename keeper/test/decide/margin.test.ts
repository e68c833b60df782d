import type { DriftAccount, DriftMarkets, DriftPosition } from "@profit-share/sdk/drift";
import { expect } from "chai";
import { withdrawable } from "../../src/decide/margin";
import { key, MARKETS } from "../support/observed";

const USDC = 1_000_000n;
/** 1e-9: one whole unit of the traded asset. */
const ONE = 1_000_000_000n;

const position = (values: Partial<DriftPosition>): DriftPosition => ({
  marketIndex: 1,
  baseAssetAmount: 0n,
  quoteAssetAmount: 0n,
  quoteEntryAmount: 0n,
  settlesIntoDeposit: true,
  ...values,
});

/** @param deposit base units */
const account = (deposit: bigint, ...positions: DriftPosition[]): DriftAccount => ({
  quoteScaledBalance: deposit * 1_000n,
  spotMarkets: [0],
  positions,
});

const at = (price: bigint | null): DriftMarkets => ({
  ...MARKETS,
  perp: new Map([[1, { address: key(21), oracle: null, lastOraclePrice: price }]]),
});

/** Half of a long of 2 units at 100 was closed at 150: 50 are realized, 1 unit is open at 100. */
const HALF_CLOSED = { baseAssetAmount: ONE, quoteAssetAmount: -50n * USDC, quoteEntryAmount: -100n * USDC };

describe("withdrawable", () => {
  it("is the deposit of an account without positions", () => {
    expect(withdrawable(account(100n * USDC), MARKETS, false, 0n)).to.deep.equal({ amount: 100_000_000n, settle: [] });
  });

  it("counts the interest that the deposit has earned, rounded down", () => {
    const earning = { ...MARKETS.spot.get(0)!, depositInterest: 10_500_000_001n };
    const markets = { ...MARKETS, spot: new Map([[0, earning]]) };
    // 3 base units, times 1.0500000001.
    expect(withdrawable(account(3n), markets, false, 0n).amount).to.equal(3n);
    expect(withdrawable(account(20n), markets, false, 0n).amount).to.equal(21n);
  });

  it("leaves the buffer", () => {
    expect(withdrawable(account(100n * USDC), MARKETS, false, 40n * USDC).amount).to.equal(60_000_000n);
    expect(withdrawable(account(40n * USDC), MARKETS, false, 40n * USDC).amount).to.equal(0n);
    expect(withdrawable(account(39n * USDC), MARKETS, false, 40n * USDC).amount).to.equal(0n);
  });

  it("is nothing in liquidation", () => {
    expect(withdrawable(account(100n * USDC), MARKETS, true, 0n)).to.deep.equal({ amount: 0n, settle: [] });
  });

  it("is nothing of a borrow, or while the market is unknown", () => {
    expect(withdrawable(account(-5n), MARKETS, false, 0n).amount).to.equal(0n);
    expect(withdrawable(account(100n), { spot: new Map(), perp: new Map() }, false, 0n).amount).to.equal(0n);
  });

  describe("of a flat position that is not settled", () => {
    it("counts a gain and says that its market is to be settled", () => {
      const gain = position({ marketIndex: 7, quoteAssetAmount: 25n * USDC });
      expect(withdrawable(account(10n * USDC, gain), MARKETS, false, 0n)).to.deep.equal({
        amount: 35_000_000n,
        settle: [7],
      });
    });

    it("takes a loss off without settling it", () => {
      const loss = position({ quoteAssetAmount: -4n * USDC });
      expect(withdrawable(account(10n * USDC, loss), MARKETS, false, 0n)).to.deep.equal({
        amount: 6_000_000n,
        settle: [],
      });
    });

    it("leaves a gain alone that does not settle into the deposit, and still takes such a loss off", () => {
      const gain = position({ quoteAssetAmount: 25n * USDC, settlesIntoDeposit: false });
      const loss = position({ quoteAssetAmount: -1n * USDC, settlesIntoDeposit: false });
      expect(withdrawable(account(10n * USDC, gain, loss), MARKETS, false, 0n)).to.deep.equal({
        amount: 9_000_000n,
        settle: [],
      });
    });
  });

  describe("of an open position", () => {
    it("counts what is realized while the price is unknown", () => {
      expect(withdrawable(account(0n, position(HALF_CLOSED)), at(null), false, 0n)).to.deep.equal({
        amount: 50_000_000n,
        settle: [1],
      });
    });

    it("counts no more than what is realized if the rest gains", () => {
      expect(withdrawable(account(0n, position(HALF_CLOSED)), at(160n * USDC), false, 0n).amount).to.equal(50_000_000n);
    });

    it("counts less if the rest loses", () => {
      // -50 of quote and one unit at 80 are worth 30.
      expect(withdrawable(account(0n, position(HALF_CLOSED)), at(80n * USDC), false, 0n).amount).to.equal(30_000_000n);
    });

    it("takes an open loss off the deposit", () => {
      // -50 of quote and one unit at 45 are worth -5.
      expect(withdrawable(account(20n * USDC, position(HALF_CLOSED)), at(45n * USDC), false, 0n)).to.deep.equal({
        amount: 15_000_000n,
        settle: [],
      });
    });
  });
});
