/** The venue account of a subscription, as its bytes say. Pure. */
import { type Subscription, VenueUserError, venueUserOrGone } from "@profit-share/sdk";
import {
  type DriftMarkets,
  driftPerpMarketAddress,
  driftSpotMarketAddress,
  marketsOf,
  readDriftAccount,
  readPerpMarket,
  readSpotMarket,
} from "@profit-share/sdk/drift";
import type { PublicKey } from "@solana/web3.js";
import type { VenueReading } from "./observed";
import type { Accounts } from "./reading";

export function venueIn({ venueUser }: Subscription, accounts: Accounts): VenueReading {
  if (venueUser === null) return { kind: "none" };
  const account = accounts.get(venueUser.toBase58());
  // Not asked for yet: what the rest of the reading shows does not depend on it.
  if (account === undefined) return { kind: "gone" };
  try {
    const user = venueUserOrGone(account);
    if (user === null || account === null) return { kind: "gone" };
    if (user.venue !== "drift") return { kind: "read", user, drift: null };
    const drift = readDriftAccount(account.data);
    return { kind: "read", user, drift: { account: drift, markets: marketsIn(marketsOf(drift), accounts) } };
  } catch (error) {
    if (!(error instanceof VenueUserError)) throw error;
    return { kind: "unreadable", problem: error.message };
  }
}

function marketsIn({ spot, perp }: ReturnType<typeof marketsOf>, accounts: Accounts): DriftMarkets {
  const data = (key: PublicKey) => accounts.get(key.toBase58())?.data ?? null;
  return {
    spot: new Map(spot.map((index) => [index, readSpotMarket(index, data(driftSpotMarketAddress(index)))])),
    perp: new Map(perp.map((index) => [index, readPerpMarket(index, data(driftPerpMarketAddress(index)))])),
  };
}
