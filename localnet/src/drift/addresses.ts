/** Where things lie at Drift's program address, on Drift and in the simulator alike. */
import { DRIFT_PROGRAM_ID, spotMarketAddress, venueUserAddress } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";

export { DRIFT_PROGRAM_ID };

/** The spot market whose token is the quote currency; the simulator has no other. */
export const QUOTE_MARKET = 0;

/** A sub-account of `authority`. @param subAccountId u16 */
export const driftUserAddress = (authority: PublicKey, subAccountId: number): PublicKey =>
  venueUserAddress(DRIFT_PROGRAM_ID, authority, subAccountId);

/** Counts the sub-accounts of `authority`. */
export const driftUserStatsAddress = (authority: PublicKey): PublicKey => derive("user_stats", authority.toBuffer());

/** @param marketIndex u16 */
export const driftSpotMarketAddress = (marketIndex: number): PublicKey =>
  spotMarketAddress(DRIFT_PROGRAM_ID, marketIndex);

/** Token account that holds a spot market's deposits. @param marketIndex u16 */
export const driftVaultAddress = (marketIndex: number): PublicKey => derive("spot_market_vault", u16(marketIndex));

/** @param marketIndex u16 */
export const driftPerpMarketAddress = (marketIndex: number): PublicKey => derive("perp_market", u16(marketIndex));

/** Token account that Drift creates with a spot market; the simulator only names it. @param marketIndex u16 */
export const driftInsuranceVaultAddress = (marketIndex: number): PublicKey =>
  derive("insurance_fund_vault", u16(marketIndex));

/** Drift's state, named by every instruction. On the local chain the marker lies here. */
export const DRIFT_STATE = derive("drift_state");

/** The authority of the vaults. */
export const DRIFT_SIGNER = derive("drift_signer");

/**
 * The account that lets the simulator run. No transaction can create it: its owner is the native loader. Write it into
 * a local chain before the first instruction.
 */
export const LOCAL_CHAIN_MARKER = {
  address: DRIFT_STATE,
  owner: new PublicKey("NativeLoader1111111111111111111111111111111"),
  data: Buffer.from("profit_share local chain, drift0", "ascii"),
  /** Rent-exempt for its 32 bytes. */
  lamports: 1_113_600,
  executable: false,
} as const;

function derive(...seeds: (string | Uint8Array)[]): PublicKey {
  const bytes = seeds.map((seed) => (typeof seed === "string" ? Buffer.from(seed, "ascii") : seed));
  return PublicKey.findProgramAddressSync(bytes, DRIFT_PROGRAM_ID)[0];
}

function u16(value: number): Uint8Array {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
