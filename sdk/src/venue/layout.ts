/** Where a venue's program keeps what a subscription is settled on. Offsets count from the account's first byte. */
import { PublicKey } from "@solana/web3.js";

export type Venue = "drift" | "velocity";

export const DRIFT_PROGRAM_ID = new PublicKey("dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH");
export const VELOCITY_PROGRAM_ID = new PublicKey("vELoC1audYbSYVRXn1vPaV8Axoa9oU6BYmNGZZBDZ1P");

/** sha256("account:User")[..8]: the same on Drift and on its fork, so owner and length decide too. */
export const USER_DISCRIMINATOR = Uint8Array.of(0x9f, 0x75, 0x5f, 0xe3, 0xef, 0x97, 0x3a, 0xec);

export const POSITION_COUNT = 8;

/** One version of a venue's `User` account. */
export interface UserLayout {
  venue: Venue;
  owner: PublicKey;
  /** Least length of an account. */
  length: number;
  /** Whether the venue lets accounts grow: then one may be longer, with zeros in the 64 bytes after the layout. */
  grows: boolean;
  /** Whether the offsets were checked on live accounts, or only come from the venue's published source. */
  checked: boolean;
  positions: { start: number; stride: number; marketIndex: number; lpShares: number | null; flag: number };
  /** Nonzero if the account once provided liquidity: then it keeps values of the field that the flags replaced. */
  lastAddPerpLpSharesTs: number | null;
  totalDeposits: number;
  totalWithdraws: number;
  totalSocialLoss: number;
  settledPerpPnl: number;
  nextLiquidationId: number;
  subAccountId: number;
  status: number;
}

/** Drift v2. */
export const DRIFT = {
  venue: "drift",
  owner: DRIFT_PROGRAM_ID,
  length: 4376,
  grows: false,
  checked: true,
  positions: { start: 424, stride: 96, marketIndex: 92, lpShares: 64, flag: 95 },
  lastAddPerpLpSharesTs: 4264,
  totalDeposits: 4272,
  totalWithdraws: 4280,
  totalSocialLoss: 4288,
  settledPerpPnl: 4296,
  nextLiquidationId: 4344,
  subAccountId: 4346,
  status: 4348,
} as const satisfies UserLayout;

const VELOCITY_OLDER: UserLayout = {
  venue: "velocity",
  owner: VELOCITY_PROGRAM_ID,
  length: 4496,
  grows: true,
  checked: false,
  positions: { start: 424, stride: 80, marketIndex: 76, lpShares: null, flag: 79 },
  lastAddPerpLpSharesTs: null,
  totalDeposits: 4392,
  totalWithdraws: 4400,
  totalSocialLoss: 4408,
  settledPerpPnl: 4416,
  nextLiquidationId: 4464,
  subAccountId: 4466,
  status: 4468,
};

const VELOCITY_NEWER: UserLayout = {
  venue: "velocity",
  owner: VELOCITY_PROGRAM_ID,
  length: 4560,
  grows: true,
  checked: false,
  positions: { start: 424, stride: 88, marketIndex: 76, lpShares: null, flag: 80 },
  lastAddPerpLpSharesTs: null,
  totalDeposits: 4456,
  totalWithdraws: 4464,
  totalSocialLoss: 4472,
  settledPerpPnl: 4480,
  nextLiquidationId: 4528,
  subAccountId: 4530,
  status: 4532,
};

/** Shorter ones before longer ones: an account that grew still has the shorter layout, and zeros where the longer one goes on. */
export const USER_LAYOUTS: readonly UserLayout[] = [DRIFT, VELOCITY_OLDER, VELOCITY_NEWER];

/** The program of a venue. */
export const venueProgram = (venue: Venue): PublicKey => (venue === "drift" ? DRIFT_PROGRAM_ID : VELOCITY_PROGRAM_ID);
