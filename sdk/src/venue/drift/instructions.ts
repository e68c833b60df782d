/**
 * Drift's own instructions, with the discriminators, arguments and accounts of its IDL. Amounts are base units of the quote
 * token (1e-6), base amounts 1e-9. The simulator on the local chain runs the same ones.
 */
import {
  type AccountMeta,
  PublicKey,
  SYSVAR_RENT_PUBKEY,
  SystemProgram,
  TransactionInstruction,
} from "@solana/web3.js";
import { TOKEN_PROGRAM_ID } from "../../spl/token";
import { type ByteWriter, toBuffer } from "../../wire/bytes";
import { DRIFT_PROGRAM_ID } from "../layout";
import * as at from "./addresses";
import { instructionData, name32 } from "./data";
import type { DriftMarkets } from "./markets";

/** A sub-account and who may act for it. */
interface Acting {
  user: PublicKey;
  /** Signs; the account's authority. */
  authority: PublicKey;
}

interface Moving extends Acting {
  amount: bigint;
  /** Takes at most what is there; false if left out. */
  reduceOnly?: boolean;
  /** The quote market if left out. */
  marketIndex?: number;
}

/** Creates spot market 0 for `mint` (6 decimals) with the terms that Drift's USDC market has. */
export function initializeSpotMarket({ mint, admin }: { mint: PublicKey; admin: PublicKey }): TransactionInstruction {
  const QUOTE_ASSET = 2;
  const data = instructionData("initialize_spot_market")
    // Optimal utilization, optimal and highest borrow rate, oracle source.
    .u32(800_000)
    .u32(70_000)
    .u32(480_000)
    .u8(QUOTE_ASSET);
  const weights = [10_000, 10_000, 10_000, 10_000];
  const factorAndFees = [0, 0, 0];
  for (const value of [...weights, ...factorAndFees]) data.u32(value);
  // Active, asset tier, scale start, withdraw guard, tick and step size, insurance factor.
  data.u8(1).u8(0).u64(0n).u64(0n).u64(1n).u64(1n).u32(0).bytes(name32("USDC"), 32);
  return instruction(data, [
    writes(at.driftSpotMarketAddress(at.QUOTE_MARKET)),
    reads(mint),
    writes(at.driftVaultAddress(at.QUOTE_MARKET)),
    writes(at.driftInsuranceVaultAddress(at.QUOTE_MARKET)),
    reads(at.DRIFT_SIGNER),
    writes(at.DRIFT_STATE),
    reads(PublicKey.default),
    pays(admin),
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
  const data = instructionData("initialize_user")
    .u16(a.subAccountId)
    .bytes(name32(a.name ?? "Main Account"), 32);
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
export function deposit(a: Moving & { from: PublicKey }): TransactionInstruction {
  return instruction(moving("deposit", a), [
    reads(at.DRIFT_STATE),
    writes(a.user),
    writes(at.driftUserStatsAddress(a.authority)),
    signs(a.authority),
    writes(at.driftVaultAddress(at.QUOTE_MARKET)),
    writes(a.from),
    reads(TOKEN_PROGRAM_ID),
  ]);
}

/**
 * Moves tokens from the deposit to a token account of the mint. With `reduceOnly` never more than the deposit, so it never
 * borrows.
 * @param a.markets those that the account uses, as the venue weighs its risk with them; none where it has only the deposit
 */
export function withdraw(a: Moving & { to: PublicKey; markets?: DriftMarkets }): TransactionInstruction {
  return instruction(moving("withdraw", a), [
    reads(at.DRIFT_STATE),
    writes(a.user),
    writes(at.driftUserStatsAddress(a.authority)),
    signs(a.authority),
    writes(at.driftVaultAddress(at.QUOTE_MARKET)),
    reads(at.DRIFT_SIGNER),
    writes(a.to),
    reads(TOKEN_PROGRAM_ID),
    ...(a.markets === undefined ? [] : weighed(a.markets, null)),
  ]);
}

/**
 * Books funding and moves a market's PnL into the deposit.
 * @param a.markets those that the account uses; left out, the quote market and this one
 */
export function settlePnl(a: Acting & { marketIndex: number; markets?: DriftMarkets }): TransactionInstruction {
  return instruction(instructionData("settle_pnl").u16(a.marketIndex), [
    reads(at.DRIFT_STATE),
    writes(a.user),
    signs(a.authority),
    reads(at.driftVaultAddress(at.QUOTE_MARKET)),
    ...(a.markets === undefined ? quoteAnd(a.marketIndex) : weighed(a.markets, a.marketIndex)),
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
  const data = instructionData("liquidate_perp_pnl_for_deposit")
    .u16(a.marketIndex)
    .u16(a.spotMarketIndex ?? at.QUOTE_MARKET)
    .u128(a.maxPnlTransfer);
  const limit = a.limitPrice ?? null;
  if (limit === null) data.u8(0);
  else data.u8(1).u64(limit);
  return instruction(data, [
    reads(at.DRIFT_STATE),
    signs(a.authority),
    writes(a.liquidator),
    writes(at.driftUserStatsAddress(a.authority)),
    writes(a.user),
    writes(at.driftUserStatsAddress(a.userAuthority)),
    ...quoteAnd(a.marketIndex),
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
  const data = instructionData("transfer_perp_position").u16(a.marketIndex);
  const amount = a.amount ?? null;
  if (amount === null) data.u8(0);
  else data.u8(1).i64(amount);
  return instruction(data, [
    writes(a.from),
    writes(a.to),
    writes(at.driftUserStatsAddress(a.authority)),
    signs(a.authority),
    reads(at.DRIFT_STATE),
    ...quoteAnd(a.marketIndex),
  ]);
}

/** Closes an empty sub-account; the rent goes to `authority`. */
export function deleteUser(a: Acting): TransactionInstruction {
  return instruction(instructionData("delete_user"), [
    writes(a.user),
    writes(at.driftUserStatsAddress(a.authority)),
    writes(at.DRIFT_STATE),
    pays(a.authority),
  ]);
}

const moving = (name: string, { marketIndex = at.QUOTE_MARKET, amount, reduceOnly = false }: Moving): ByteWriter =>
  instructionData(name)
    .u16(marketIndex)
    .u64(amount)
    .u8(reduceOnly ? 1 : 0);

/** The markets an instruction touches, after its own accounts, in Drift's order. */
const quoteAnd = (perpMarket: number): AccountMeta[] => [
  writes(at.driftSpotMarketAddress(at.QUOTE_MARKET)),
  writes(at.driftPerpMarketAddress(perpMarket)),
];

/**
 * What the venue weighs the account's risk with, in its order: oracles, spot markets, perp markets. The quote market is
 * written, and so is the perp market that is settled.
 */
function weighed({ spot, perp }: DriftMarkets, settled: number | null): AccountMeta[] {
  const all = [...spot.values(), ...perp.values()];
  const oracles = new Map(all.flatMap(({ oracle }) => (oracle === null ? [] : [[oracle.toBase58(), oracle]])));
  return [
    ...[...oracles.values()].map(reads),
    ...[...spot].map(([index, { address }]) => (index === at.QUOTE_MARKET ? writes(address) : reads(address))),
    ...[...perp].map(([index, { address }]) => (index === settled ? writes(address) : reads(address))),
  ];
}

const instruction = (data: ByteWriter, keys: AccountMeta[]): TransactionInstruction =>
  new TransactionInstruction({ programId: DRIFT_PROGRAM_ID, keys, data: toBuffer(data.finish()) });

const reads = (pubkey: PublicKey): AccountMeta => ({ pubkey, isSigner: false, isWritable: false });
const writes = (pubkey: PublicKey): AccountMeta => ({ pubkey, isSigner: false, isWritable: true });
const signs = (pubkey: PublicKey): AccountMeta => ({ pubkey, isSigner: true, isWritable: false });
const pays = (pubkey: PublicKey): AccountMeta => ({ pubkey, isSigner: true, isWritable: true });
