/** Reads a venue's `User` account: the number that nobody has to be trusted with. */
import type { PublicKey } from "@solana/web3.js";
import { ByteReader, equalBytes } from "../wire/bytes";
import { clampI64, clampU64, max } from "../wire/integers";
import { hex } from "../wire/text";
import { POSITION_COUNT, USER_DISCRIMINATOR, USER_LAYOUTS, type UserLayout, type Venue } from "./layout";

/** One of the eight perp positions. Base amounts are 1e-9, quote amounts 1e-6, all signed. */
export interface PerpPosition {
  marketIndex: number;
  baseAssetAmount: bigint;
  quoteAssetAmount: bigint;
  quoteEntryAmount: bigint;
}

/** A sub-account on a venue. Amounts are 1e-6 quote. */
export interface VenueUser {
  venue: Venue;
  /** False where the layout comes from published source only and was never checked on a live account. */
  layoutChecked: boolean;
  authority: PublicKey;
  delegate: PublicKey;
  subAccountId: number;
  /** i64: lifetime net realized perp PnL, after fees, rebates and booked funding. */
  realizedPnl: bigint;
  /** u64: negative PnL in the positions, which a liquidation can take. */
  loss: bigint;
  /** No base amount and no LP share in any position. */
  flat: boolean;
  /** In liquidation or bankrupt, as a whole or in an isolated position. */
  beingLiquidated: boolean;
  /** The id that the next liquidation will get: rises with each. */
  liquidationId: number;
  totalDeposits: bigint;
  totalWithdraws: bigint;
  totalSocialLoss: bigint;
  settledPerpPnl: bigint;
  positions: PerpPosition[];
}

/** An account that is no venue user this SDK can read. */
export class VenueUserError extends Error {
  override readonly name = "VenueUserError";

  constructor(
    readonly problem: "owner" | "length" | "discriminator",
    message: string,
  ) {
    super(message);
  }
}

const STATUS_LIQUIDATION_OR_BANKRUPT = 1 | 2;
const POSITION_LIQUIDATION_OR_BANKRUPT = 2 | 4;

/**
 * @param owner the program that owns the account
 * @param data the whole account, discriminator included
 * @throws VenueUserError if owner, length or discriminator are not those of a user account of a known venue
 */
export function readVenueUser(owner: PublicKey, data: Uint8Array): VenueUser {
  const layout = layoutOf(owner, data);
  const read = new ByteReader(data);
  const { positions } = layout;

  const settledPerpPnl = read.at(layout.settledPerpPnl).i64();
  const totalSocialLoss = read.at(layout.totalSocialLoss).u64();
  let realized = settledPerpPnl - totalSocialLoss;
  let loss = 0n;
  let flat = true;
  let beingLiquidated = (read.at(layout.status).u8() & STATUS_LIQUIDATION_OR_BANKRUPT) !== 0;
  const flagsCount = layout.lastAddPerpLpSharesTs === null || read.at(layout.lastAddPerpLpSharesTs).i64() === 0n;
  const perpPositions: PerpPosition[] = [];
  for (let index = 0; index < POSITION_COUNT; index++) {
    const start = positions.start + index * positions.stride;
    const position = {
      marketIndex: read.at(start + positions.marketIndex).u16(),
      baseAssetAmount: read.at(start + 8).i64(),
      quoteAssetAmount: read.at(start + 16).i64(),
      quoteEntryAmount: read.at(start + 32).i64(),
    };
    perpPositions.push(position);
    realized += position.quoteAssetAmount - position.quoteEntryAmount;
    loss += max(0n, position.quoteEntryAmount - position.quoteAssetAmount);
    const lpShares = positions.lpShares === null ? 0n : read.at(start + positions.lpShares).u64();
    if (position.baseAssetAmount !== 0n || lpShares !== 0n) flat = false;
    const flag = read.at(start + positions.flag).u8();
    if (flagsCount && (flag & POSITION_LIQUIDATION_OR_BANKRUPT) !== 0) beingLiquidated = true;
  }

  return {
    venue: layout.venue,
    layoutChecked: layout.checked,
    authority: read.at(8).publicKey(),
    delegate: read.at(40).publicKey(),
    subAccountId: read.at(layout.subAccountId).u16(),
    realizedPnl: clampI64(realized),
    loss: clampU64(loss),
    flat,
    beingLiquidated,
    liquidationId: read.at(layout.nextLiquidationId).u16(),
    totalDeposits: read.at(layout.totalDeposits).u64(),
    totalWithdraws: read.at(layout.totalWithdraws).u64(),
    totalSocialLoss,
    settledPerpPnl,
    positions: perpPositions,
  };
}

/**
 * Lifetime net realized perp PnL of a venue user, i64 in 1e-6 quote.
 * @throws VenueUserError as `readVenueUser`
 */
export function readRealizedPnl(owner: PublicKey, data: Uint8Array): bigint {
  return readVenueUser(owner, data).realizedPnl;
}

function layoutOf(owner: PublicKey, data: Uint8Array): UserLayout {
  const ofOwner = USER_LAYOUTS.filter((layout) => layout.owner.equals(owner));
  if (ofOwner.length === 0) {
    const venues = [...new Set(USER_LAYOUTS.map(({ venue, owner: program }) => `${venue} ${program.toBase58()}`))];
    throw new VenueUserError(
      "owner",
      `The account is owned by ${owner.toBase58()}, which is no venue: pass a user account of ${venues.join(" or ")}`,
    );
  }
  const layout = ofOwner.find((candidate) => fits(candidate, data));
  const { venue } = ofOwner[0]!;
  if (layout === undefined) {
    const longer = ofOwner.some(({ grows }) => grows) ? ", or more with zeros after it" : "";
    const lengths = ofOwner.map(({ length }) => length).join(" or ") + longer;
    throw new VenueUserError(
      "length",
      `The ${venue} account has ${data.length} bytes, a user account has ${lengths}: pass a user account, or update this SDK`,
    );
  }
  const discriminator = data.subarray(0, USER_DISCRIMINATOR.length);
  if (!equalBytes(discriminator, USER_DISCRIMINATOR)) {
    throw new VenueUserError(
      "discriminator",
      `The ${venue} account begins with ${hex(discriminator)}, a user account with ${hex(USER_DISCRIMINATOR)}: pass a user account`,
    );
  }
  return layout;
}

/** Bytes after a layout that have to be zero: a newer layout has its own fields there, and would be misread. */
const ZERO_TAIL = 64;

function fits({ length, grows }: UserLayout, data: Uint8Array): boolean {
  if (data.length <= length || !grows) return data.length === length;
  return data.subarray(length, length + ZERO_TAIL).every((byte) => byte === 0);
}
