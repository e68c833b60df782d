/** What a verified settlement would see: the venue account against what the subscription last stored of it. */
import { PublicKey } from "@solana/web3.js";
import type { Observation } from "../rule/rule";
import { readVenueUser, type VenueUser } from "./user";

/** The venue's counters as a subscription stores them. */
export interface StoredReading {
  last: bigint;
  loss: bigint;
  liquidationId: number;
  beingLiquidated: boolean;
  totalDeposits: bigint;
  totalWithdraws: bigint;
}

/**
 * Reads a venue account as the program does.
 * @param account null if it does not exist
 * @returns null if the account is gone: missing, or system-owned and empty
 * @throws VenueUserError if it exists but cannot be read
 */
export function venueUserOrGone(account: { owner: PublicKey; data: Uint8Array } | null): VenueUser | null {
  if (account === null) return null;
  if (account.owner.equals(PublicKey.default) && account.data.length === 0) return null;
  return readVenueUser(account.owner, account.data);
}

/**
 * The observation that settling now would make.
 * @param user null if the venue account is gone, which counts as no change
 */
export function observationOf(stored: StoredReading, user: VenueUser | null): Observation & { kind: "verified" } {
  if (user === null) {
    return { kind: "verified", realized: stored.last, loss: stored.loss, liquidated: false, recreated: false };
  }
  return {
    kind: "verified",
    realized: user.realizedPnl,
    loss: user.loss,
    liquidated: user.liquidationId > stored.liquidationId || user.beingLiquidated || stored.beingLiquidated,
    recreated:
      user.liquidationId < stored.liquidationId ||
      user.totalDeposits < stored.totalDeposits ||
      user.totalWithdraws < stored.totalWithdraws,
  };
}
