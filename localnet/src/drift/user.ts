/** Makes Drift v2 `User` accounts from plain values, for tests that need a state no fill leads to. */

import { name32 } from "@profit-share/sdk/drift";
import { PublicKey } from "@solana/web3.js";

export const DRIFT_USER_LENGTH = 4376;

/** Quote amounts 1e-6, base amounts 1e-9, scaled balances 1e-9. What is left out is zero. */
export interface PerpPositionValues {
  marketIndex: number;
  lastCumulativeFundingRate?: bigint;
  baseAssetAmount?: bigint;
  quoteAssetAmount?: bigint;
  quoteBreakEvenAmount?: bigint;
  quoteEntryAmount?: bigint;
  settledPnl?: bigint;
  lpShares?: bigint;
  isolatedScaledBalance?: bigint;
  openOrders?: number;
  /** 1 isolated, 2 being liquidated, 4 bankrupt */
  positionFlag?: number;
}

export interface UserValues {
  authority: PublicKey;
  delegate?: PublicKey;
  name?: string;
  subAccountId?: number;
  /** Slot 0 of the spot positions: the quote deposit, or a borrow if negative (scaled, 1e-9). */
  quoteScaledBalance?: bigint;
  /** At most eight; the index is the slot. */
  perpPositions?: PerpPositionValues[];
  totalDeposits?: bigint;
  totalWithdraws?: bigint;
  totalSocialLoss?: bigint;
  settledPerpPnl?: bigint;
  /** 1 after initialization. */
  nextLiquidationId?: number;
  /** 1 liquidation, 2 bankrupt, 4 reduce-only */
  status?: number;
}

const DISCRIMINATOR = Buffer.from("9f755fe3ef973aec", "hex");
const SPOT_POSITIONS = 104;
const PERP_POSITIONS = 424;
const PERP_POSITION_LENGTH = 96;

/** The whole account, discriminator included. @throws RangeError if a value does not fit its field */
export function encodeDriftUser(values: UserValues): Buffer {
  const positions = values.perpPositions ?? [];
  if (positions.length > 8) throw new RangeError(`A user has 8 perp positions, not ${positions.length}`);
  const data = Buffer.alloc(DRIFT_USER_LENGTH);
  DISCRIMINATOR.copy(data);
  values.authority.toBuffer().copy(data, 8);
  (values.delegate ?? PublicKey.default).toBuffer().copy(data, 40);
  data.set(name32(values.name ?? "Main Account"), 72);
  const quote = values.quoteScaledBalance ?? 0n;
  data.writeBigUInt64LE(quote < 0n ? -quote : quote, SPOT_POSITIONS);
  data.writeUInt8(quote < 0n ? 1 : 0, SPOT_POSITIONS + 34);
  positions.forEach((position, slot) => {
    writePosition(data, PERP_POSITIONS + slot * PERP_POSITION_LENGTH, position);
  });
  data.writeBigUInt64LE(values.totalDeposits ?? 0n, 4272);
  data.writeBigUInt64LE(values.totalWithdraws ?? 0n, 4280);
  data.writeBigUInt64LE(values.totalSocialLoss ?? 0n, 4288);
  data.writeBigInt64LE(values.settledPerpPnl ?? 0n, 4296);
  data.writeUInt32LE(1, 4336); // next_order_id
  data.writeUInt16LE(values.nextLiquidationId ?? 1, 4344);
  data.writeUInt16LE(values.subAccountId ?? 0, 4346);
  data.writeUInt8(values.status ?? 0, 4348);
  return data;
}

function writePosition(data: Buffer, start: number, p: PerpPositionValues): void {
  data.writeBigInt64LE(p.lastCumulativeFundingRate ?? 0n, start);
  data.writeBigInt64LE(p.baseAssetAmount ?? 0n, start + 8);
  data.writeBigInt64LE(p.quoteAssetAmount ?? 0n, start + 16);
  data.writeBigInt64LE(p.quoteBreakEvenAmount ?? 0n, start + 24);
  data.writeBigInt64LE(p.quoteEntryAmount ?? 0n, start + 32);
  data.writeBigInt64LE(p.settledPnl ?? 0n, start + 56);
  data.writeBigUInt64LE(p.lpShares ?? 0n, start + 64);
  data.writeBigUInt64LE(p.isolatedScaledBalance ?? 0n, start + 72);
  data.writeUInt16LE(p.marketIndex, start + 92);
  data.writeUInt8(p.openOrders ?? 0, start + 94);
  data.writeUInt8(p.positionFlag ?? 0, start + 95);
}
