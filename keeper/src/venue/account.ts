/** What taking money from a Drift account needs to know of it, beyond its realized PnL. Layout: Drift v2's `User`. */
import { POSITION_COUNT } from "@profit-share/sdk";

/** Quote amounts are 1e-6, base amounts 1e-9, scaled balances 1e-9 before interest. */
export interface DriftAccount {
  /** The deposit of spot market 0, the quote token; negative for a borrow. */
  quoteScaledBalance: bigint;
  /** Spot markets with a balance or an order. */
  spotMarkets: number[];
  positions: DriftPosition[];
}

/** A perp position that is in use. */
export interface DriftPosition {
  marketIndex: number;
  baseAssetAmount: bigint;
  quoteAssetAmount: bigint;
  quoteEntryAmount: bigint;
  /** Its PnL settles into the account's deposit: neither isolated nor providing liquidity. */
  settlesIntoDeposit: boolean;
}

const SPOT_POSITIONS = { start: 104, stride: 40 };
const PERP_POSITIONS = { start: 424, stride: 96 };
const QUOTE_MARKET = 0;
const BORROW = 1;
const ISOLATED = 1;

/** @param data a whole account that `readVenueUser` accepted as one of Drift */
export function readDriftAccount(data: Uint8Array): DriftAccount {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let quoteScaledBalance = 0n;
  const spotMarkets: number[] = [];
  const positions: DriftPosition[] = [];
  for (let index = 0; index < POSITION_COUNT; index++) {
    const spot = SPOT_POSITIONS.start + index * SPOT_POSITIONS.stride;
    const scaled = view.getBigUint64(spot, true);
    const marketIndex = view.getUint16(spot + 32, true);
    if (scaled !== 0n || view.getUint8(spot + 35) !== 0) {
      spotMarkets.push(marketIndex);
      if (marketIndex === QUOTE_MARKET) quoteScaledBalance = view.getUint8(spot + 34) === BORROW ? -scaled : scaled;
    }
    const perp = readPosition(view, PERP_POSITIONS.start + index * PERP_POSITIONS.stride);
    if (perp !== null) positions.push(perp);
  }
  return { quoteScaledBalance, spotMarkets, positions };
}

/** null if the slot is free, by the venue's own definition. */
function readPosition(view: DataView, start: number): DriftPosition | null {
  const baseAssetAmount = view.getBigInt64(start + 8, true);
  const quoteAssetAmount = view.getBigInt64(start + 16, true);
  const lpShares = view.getBigUint64(start + 64, true);
  const isolatedBalance = view.getBigUint64(start + 72, true);
  const openOrders = view.getUint8(start + 94);
  const free =
    baseAssetAmount === 0n && quoteAssetAmount === 0n && lpShares === 0n && isolatedBalance === 0n && openOrders === 0;
  if (free) return null;
  const isolated = (view.getUint8(start + 95) & ISOLATED) !== 0;
  return {
    marketIndex: view.getUint16(start + 92, true),
    baseAssetAmount,
    quoteAssetAmount,
    quoteEntryAmount: view.getBigInt64(start + 32, true),
    settlesIntoDeposit: !isolated && lpShares === 0n,
  };
}
