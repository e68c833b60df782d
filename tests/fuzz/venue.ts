/** A venue user in the model: the values that trading moves, their bytes, and what a settlement may learn from them. */
import { encodeDriftUser } from "@profit-share/localnet";
import { PublicKey } from "@solana/web3.js";
import { type Address, DRIFT, STRANGER_PROGRAM, SYSTEM } from "./addresses";
import { toI64, toU64 } from "./rule";

/** Readable, deleted, or there but nothing that the program reads. */
export type VenueForm = "user" | "gone" | "other owner" | "other length" | "other discriminator";

export interface Position {
  base: bigint;
  quote: bigint;
  entry: bigint;
  lpShares: bigint;
  flag: number;
}

/** Never changed in place: every move makes a new one. */
export interface VenueUser {
  form: VenueForm;
  authority: Address;
  positions: readonly Position[];
  settled: bigint;
  socialLoss: bigint;
  deposits: bigint;
  withdraws: bigint;
  liquidationId: number;
  status: number;
  /** Time of the last liquidity provision; then flags do not count. */
  lpTime: bigint;
}

export interface Reading {
  realized: bigint;
  /** Negative PnL in the positions, which a liquidation can take. */
  loss: bigint;
  flat: boolean;
  beingLiquidated: boolean;
  liquidationId: number;
  deposits: bigint;
  withdraws: bigint;
}

export const newUser = (authority: Address): VenueUser => ({
  form: "user",
  authority,
  positions: [],
  settled: 0n,
  socialLoss: 0n,
  deposits: 0n,
  withdraws: 0n,
  liquidationId: 1,
  status: 0,
  lpTime: 0n,
});

export function readingOf(user: VenueUser): Reading {
  const { positions, status, lpTime } = user;
  const sum = positions.reduce((total, { quote, entry }) => total + quote - entry, user.settled - user.socialLoss);
  const losses = positions.map(({ quote, entry }) => (entry > quote ? entry - quote : 0n));
  const flagged = lpTime === 0n && positions.some(({ flag }) => (flag & 6) !== 0);
  return {
    realized: toI64(sum),
    loss: toU64(losses.reduce((total, loss) => total + loss, 0n)),
    flat: positions.every(({ base, lpShares }) => base === 0n && lpShares === 0n),
    beingLiquidated: (status & 3) !== 0 || flagged,
    liquidationId: user.liquidationId,
    deposits: user.deposits,
    withdraws: user.withdraws,
  };
}

const LP_TIME = 4_264;

/** Owner and data of the account; null if there is none. */
export function venueAccount(user: VenueUser): { owner: Address; data: Buffer } | null {
  if (user.form === "gone") return null;
  const data = encodeDriftUser({
    authority: new PublicKey(user.authority.bytes),
    perpPositions: user.positions.map(({ base, quote, entry, lpShares, flag }, marketIndex) => ({
      marketIndex,
      baseAssetAmount: base,
      quoteAssetAmount: quote,
      quoteEntryAmount: entry,
      lpShares,
      positionFlag: flag,
    })),
    totalDeposits: user.deposits,
    totalWithdraws: user.withdraws,
    totalSocialLoss: user.socialLoss,
    settledPerpPnl: user.settled,
    nextLiquidationId: user.liquidationId,
    status: user.status,
  });
  data.writeBigInt64LE(user.lpTime, LP_TIME);
  if (user.form === "other length") return { owner: DRIFT, data: data.subarray(0, data.length - 8) };
  if (user.form === "other discriminator") data[0]! ^= 1;
  return { owner: user.form === "other owner" ? STRANGER_PROGRAM : DRIFT, data };
}

/** Who owns the account on chain. */
export const venueOwner = ({ form }: VenueUser): Address =>
  form === "gone" ? SYSTEM : form === "other owner" ? STRANGER_PROGRAM : DRIFT;
