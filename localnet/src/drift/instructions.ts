/**
 * Instructions that exist on Drift, with its discriminators, arguments and accounts. They would be valid there; the
 * simulator runs them on the local chain. Amounts are base units of the quote token (1e-6), base amounts 1e-9.
 */
import { TOKEN_PROGRAM_ID } from "@solana/spl-token";
import {
  type AccountMeta,
  PublicKey,
  SYSVAR_RENT_PUBKEY,
  SystemProgram,
  TransactionInstruction,
} from "@solana/web3.js";
import * as at from "./addresses";
import { bool, i64, instructionData, name32, option, u8, u16, u32, u64, u128 } from "./encode";

const reads = (pubkey: PublicKey): AccountMeta => ({ pubkey, isSigner: false, isWritable: false });
const writes = (pubkey: PublicKey): AccountMeta => ({ pubkey, isSigner: false, isWritable: true });
const signs = (pubkey: PublicKey): AccountMeta => ({ pubkey, isSigner: true, isWritable: false });
const pays = (pubkey: PublicKey): AccountMeta => ({ pubkey, isSigner: true, isWritable: true });

const instruction = (data: Buffer, keys: AccountMeta[]): TransactionInstruction =>
  new TransactionInstruction({ programId: at.DRIFT_PROGRAM_ID, keys, data });

/** The markets an instruction touches, after its own accounts, in Drift's order. */
const markets = (perpMarket: number): AccountMeta[] => [
  writes(at.driftSpotMarketAddress(at.QUOTE_MARKET)),
  writes(at.driftPerpMarketAddress(perpMarket)),
];

/** Creates spot market 0 for `mint` (6 decimals) with the terms that Drift's USDC market has. */
export function initializeSpotMarket(a: { mint: PublicKey; admin: PublicKey }): TransactionInstruction {
  const quoteAsset = u8(2);
  const weights = [10_000, 10_000, 10_000, 10_000].map(u32);
  const [imfFactor, liquidatorFee, insuranceFee, insuranceFactor] = [0, 0, 0, 0].map(u32);
  const [optimalUtilization, optimalBorrowRate, maxBorrowRate] = [800_000, 70_000, 480_000].map(u32);
  const [scaleStart, withdrawGuard, tickSize, stepSize] = [0n, 0n, 1n, 1n].map(u64);
  const terms = [
    ...[optimalUtilization!, optimalBorrowRate!, maxBorrowRate!, quoteAsset],
    ...[...weights, imfFactor!, liquidatorFee!, insuranceFee!, bool(true), u8(0)],
    ...[scaleStart!, withdrawGuard!, tickSize!, stepSize!, insuranceFactor!, name32("USDC")],
  ];
  return instruction(instructionData("initialize_spot_market", ...terms), [
    writes(at.driftSpotMarketAddress(at.QUOTE_MARKET)),
    reads(a.mint),
    writes(at.driftVaultAddress(at.QUOTE_MARKET)),
    writes(at.driftInsuranceVaultAddress(at.QUOTE_MARKET)),
    reads(at.DRIFT_SIGNER),
    writes(at.DRIFT_STATE),
    reads(PublicKey.default),
    pays(a.admin),
    reads(SYSVAR_RENT_PUBKEY),
    reads(SystemProgram.programId),
    reads(TOKEN_PROGRAM_ID),
  ]);
}

/** Once per authority, before its first sub-account. */
export function initializeUserStats(a: { authority: PublicKey; payer: PublicKey }): TransactionInstruction {
  return instruction(instructionData("initialize_user_stats"), [
    writes(at.driftUserStatsAddress(a.authority)),
    writes(at.DRIFT_STATE),
    reads(a.authority),
    pays(a.payer),
    reads(SYSVAR_RENT_PUBKEY),
    reads(SystemProgram.programId),
  ]);
}

/** Creates a sub-account. @param a.subAccountId u16: the authority's next, counted from 0 */
export function initializeUser(a: {
  authority: PublicKey;
  payer: PublicKey;
  subAccountId: number;
  name?: string;
}): TransactionInstruction {
  const data = instructionData("initialize_user", u16(a.subAccountId), name32(a.name ?? "Main Account"));
  return instruction(data, [
    writes(at.driftUserAddress(a.authority, a.subAccountId)),
    writes(at.driftUserStatsAddress(a.authority)),
    writes(at.DRIFT_STATE),
    reads(a.authority),
    pays(a.payer),
    reads(SYSVAR_RENT_PUBKEY),
    reads(SystemProgram.programId),
  ]);
}

/** @param a.from token account of `authority` */
export function deposit(a: {
  user: PublicKey;
  authority: PublicKey;
  from: PublicKey;
  amount: bigint;
  reduceOnly?: boolean;
  marketIndex?: number;
}): TransactionInstruction {
  const args = [u16(a.marketIndex ?? at.QUOTE_MARKET), u64(a.amount), bool(a.reduceOnly ?? false)];
  return instruction(instructionData("deposit", ...args), [
    reads(at.DRIFT_STATE),
    writes(a.user),
    writes(at.driftUserStatsAddress(a.authority)),
    signs(a.authority),
    writes(at.driftVaultAddress(at.QUOTE_MARKET)),
    writes(a.from),
    reads(TOKEN_PROGRAM_ID),
  ]);
}

/** @param a.to any token account of the mint @param a.reduceOnly takes at most the deposit */
export function withdraw(a: {
  user: PublicKey;
  authority: PublicKey;
  to: PublicKey;
  amount: bigint;
  reduceOnly?: boolean;
  marketIndex?: number;
}): TransactionInstruction {
  const args = [u16(a.marketIndex ?? at.QUOTE_MARKET), u64(a.amount), bool(a.reduceOnly ?? false)];
  return instruction(instructionData("withdraw", ...args), [
    reads(at.DRIFT_STATE),
    writes(a.user),
    writes(at.driftUserStatsAddress(a.authority)),
    signs(a.authority),
    writes(at.driftVaultAddress(at.QUOTE_MARKET)),
    reads(at.DRIFT_SIGNER),
    writes(a.to),
    reads(TOKEN_PROGRAM_ID),
  ]);
}

/** Books funding and moves a market's PnL into the deposit. */
export function settlePnl(a: { user: PublicKey; authority: PublicKey; marketIndex: number }): TransactionInstruction {
  return instruction(instructionData("settle_pnl", u16(a.marketIndex)), [
    reads(at.DRIFT_STATE),
    writes(a.user),
    signs(a.authority),
    reads(at.driftVaultAddress(at.QUOTE_MARKET)),
    ...markets(a.marketIndex),
  ]);
}

/**
 * Takes a user's deposit for a flat position's negative PnL.
 * @param a.authority of the liquidator @param a.userAuthority of the liquidated user
 * @param a.limitPrice least price (1e-6) at which to take over, null for any
 */
export function liquidatePerpPnlForDeposit(a: {
  authority: PublicKey;
  liquidator: PublicKey;
  user: PublicKey;
  userAuthority: PublicKey;
  marketIndex: number;
  maxPnlTransfer: bigint;
  limitPrice?: bigint | null;
  spotMarketIndex?: number;
}): TransactionInstruction {
  const spotMarket = u16(a.spotMarketIndex ?? at.QUOTE_MARKET);
  const args = [u16(a.marketIndex), spotMarket, u128(a.maxPnlTransfer), option(a.limitPrice ?? null, u64)];
  return instruction(instructionData("liquidate_perp_pnl_for_deposit", ...args), [
    reads(at.DRIFT_STATE),
    signs(a.authority),
    writes(a.liquidator),
    writes(at.driftUserStatsAddress(a.authority)),
    writes(a.user),
    writes(at.driftUserStatsAddress(a.userAuthority)),
    ...markets(a.marketIndex),
  ]);
}

/** Moves a position to a sibling at the market's price. @param a.amount signed base that leaves `from`, null for all */
export function transferPerpPosition(a: {
  from: PublicKey;
  to: PublicKey;
  authority: PublicKey;
  marketIndex: number;
  amount?: bigint | null;
}): TransactionInstruction {
  const data = instructionData("transfer_perp_position", u16(a.marketIndex), option(a.amount ?? null, i64));
  return instruction(data, [
    writes(a.from),
    writes(a.to),
    writes(at.driftUserStatsAddress(a.authority)),
    signs(a.authority),
    reads(at.DRIFT_STATE),
    ...markets(a.marketIndex),
  ]);
}

/** Closes an empty sub-account; the rent goes to `authority`. */
export function deleteUser(a: { user: PublicKey; authority: PublicKey }): TransactionInstruction {
  return instruction(instructionData("delete_user"), [
    writes(a.user),
    writes(at.driftUserStatsAddress(a.authority)),
    writes(at.DRIFT_STATE),
    pays(a.authority),
  ]);
}
