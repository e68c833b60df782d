/** Where the accounts that a settlement reads lie, on Drift and on its fork alike. */
import type { PublicKey } from "@solana/web3.js";
import { derive, u16Seed } from "../wire/derive";

/** A sub-account on a venue. @param subAccountId u16 */
export function venueUserAddress(venueProgram: PublicKey, authority: PublicKey, subAccountId: number): PublicKey {
  return derive(venueProgram, "user", authority.toBytes(), u16Seed(subAccountId));
}

/** A venue's spot market; 0 is the quote, in which realized PnL is counted. @param marketIndex u16 */
export function spotMarketAddress(venueProgram: PublicKey, marketIndex: number): PublicKey {
  return derive(venueProgram, "spot_market", u16Seed(marketIndex));
}
