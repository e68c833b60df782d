/** Where things lie at Drift's program address. */
import type { PublicKey } from "@solana/web3.js";
import { derive, u16Seed } from "../../wire/derive";
import { once } from "../../wire/once";
import { spotMarketAddress, venueUserAddress } from "../addresses";
import { DRIFT_PROGRAM_ID } from "../layout";

/** The spot market whose token is the quote currency. */
export const QUOTE_MARKET = 0;

/** A sub-account of `authority`. @param subAccountId u16 */
export const driftUserAddress = (authority: PublicKey, subAccountId: number): PublicKey =>
  venueUserAddress(DRIFT_PROGRAM_ID, authority, subAccountId);

/** Counts the sub-accounts of `authority`. */
export const driftUserStatsAddress = (authority: PublicKey): PublicKey => at("user_stats", authority.toBytes());

/** @param marketIndex u16 */
export const driftSpotMarketAddress = /* @__PURE__ */ once(
  (marketIndex: number): PublicKey => spotMarketAddress(DRIFT_PROGRAM_ID, marketIndex),
);

/** Token account that holds a spot market's deposits. @param marketIndex u16 */
export const driftVaultAddress = (marketIndex: number): PublicKey => at("spot_market_vault", u16Seed(marketIndex));

/** @param marketIndex u16 */
export const driftPerpMarketAddress = /* @__PURE__ */ once(
  (marketIndex: number): PublicKey => at("perp_market", u16Seed(marketIndex)),
);

/** Token account that Drift creates with a spot market. @param marketIndex u16 */
export const driftInsuranceVaultAddress = (marketIndex: number): PublicKey =>
  at("insurance_fund_vault", u16Seed(marketIndex));

/** Drift's state, named by every instruction. */
export const DRIFT_STATE = at("drift_state");

/** The authority of the vaults. */
export const DRIFT_SIGNER = at("drift_signer");

function at(name: string, ...seeds: Uint8Array[]): PublicKey {
  return derive(DRIFT_PROGRAM_ID, name, ...seeds);
}
