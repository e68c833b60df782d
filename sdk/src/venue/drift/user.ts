/** What taking money from a Drift account needs to know of it, beyond its realized PnL. Layout: Drift v2's `User`. */
import { ByteReader } from "../../wire/bytes";
import { DRIFT, POSITION_COUNT } from "../layout";
import { QUOTE_MARKET } from "./addresses";

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

const SPOT_POSITIONS = { start: 104, stride: 40, marketIndex: 32, balanceType: 34, openOrders: 35 };
const BORROW = 1;
/** Of a perp position, beside what every venue's layout has. */
const PERP = { isolatedBalance: 72, openOrders: 94 };
const ISOLATED = 1;

/** @param data a whole account that `readVenueUser` accepted as one of Drift */
export function readDriftAccount(data: Uint8Array): DriftAccount {
  const read = new ByteReader(data);
  let quoteScaledBalance = 0n;
  const spotMarkets: number[] = [];
  const positions: DriftPosition[] = [];
  for (let index = 0; index < POSITION_COUNT; index++) {
    const spot = SPOT_POSITIONS.start + index * SPOT_POSITIONS.stride;
    const scaled = read.at(spot).u64();
    const marketIndex = read.at(spot + SPOT_POSITIONS.marketIndex).u16();
    if (scaled !== 0n || read.at(spot + SPOT_POSITIONS.openOrders).u8() !== 0) {
      spotMarkets.push(marketIndex);
      const borrowed = read.at(spot + SPOT_POSITIONS.balanceType).u8() === BORROW;
      if (marketIndex === QUOTE_MARKET) quoteScaledBalance = borrowed ? -scaled : scaled;
    }
    const perp = readPosition(read, DRIFT.positions.start + index * DRIFT.positions.stride);
    if (perp !== null) positions.push(perp);
  }
  return { quoteScaledBalance, spotMarkets, positions };
}

/** null if the slot is free, by the venue's own definition. */
function readPosition(read: ByteReader, start: number): DriftPosition | null {
  const baseAssetAmount = read.at(start + 8).i64();
  const quoteAssetAmount = read.at(start + 16).i64();
  const lpShares = read.at(start + DRIFT.positions.lpShares).u64();
  const isolatedBalance = read.at(start + PERP.isolatedBalance).u64();
  const openOrders = read.at(start + PERP.openOrders).u8();
  const free =
    baseAssetAmount === 0n && quoteAssetAmount === 0n && lpShares === 0n && isolatedBalance === 0n && openOrders === 0;
  if (free) return null;
  const isolated = (read.at(start + DRIFT.positions.flag).u8() & ISOLATED) !== 0;
  return {
    marketIndex: read.at(start + DRIFT.positions.marketIndex).u16(),
    baseAssetAmount,
    quoteAssetAmount,
    quoteEntryAmount: read.at(start + 32).i64(),
    settlesIntoDeposit: !isolated && lpShares === 0n,
  };
}
