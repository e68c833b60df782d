/** Where a subscription stands, out of its account and what the venue says now. Values in, values out. */
import {
  claimable,
  dailyWindow,
  hasEnded,
  max,
  min,
  owed,
  previewVerified,
  type Subscription,
  type VenueUser,
  withdrawable,
} from "@profit-share/sdk";

/** Realized PnL since it began, exact but for what liquidations took and were forgiven. */
export function realizedSinceBegin({ terms, last, mark, profitTotal }: Subscription): bigint {
  // An attested one begins at zero; a verified one at a mark that has risen by the profit since.
  return terms.source === "attested" ? last : last - (mark - profitTotal);
}

/** What has to be won before the next share; zero where losses are not carried forward. */
export const toWinBack = ({ terms, mark, last }: Pick<Subscription, "terms" | "mark" | "last">): bigint =>
  terms.feeBasis === "high_water_mark" ? max(0n, mark - last) : 0n;

export interface Standing {
  owed: bigint;
  claimable: bigint;
  /** What the subscriber can take out now, after the settlement that a withdrawal makes first. */
  withdrawable: bigint;
  /** What accrued today, and the most that may. */
  usedToday: bigint;
  dailyCap: bigint;
  /** The share of what the venue has and nothing has settled yet; zero if attested or the venue was not read. */
  unsettledShare: bigint;
  ended: boolean;
}

/** @param user the venue's account, null if it is gone; undefined if there is none or it was not read @param now unix seconds */
export function standingOf(subscription: Subscription, user: VenueUser | null | undefined, now: bigint): Standing {
  const preview = user === undefined ? null : previewVerified(subscription, user, now);
  const after = preview === null ? subscription : { ...subscription, ...preview.settlement.ledger };
  const { window } = dailyWindow(subscription, now);
  return {
    owed: owed(subscription),
    claimable: claimable(subscription),
    withdrawable: withdrawable(after, now),
    usedToday: window.windowAccrued,
    dailyCap: window.dailyCap,
    unsettledShare: preview?.settlement.share ?? 0n,
    ended: hasEnded(subscription, now),
  };
}

/** Where the money of an escrow goes when the subscription is closed, to the base unit, as the ledger stands. */
export interface Parting {
  toSubscriber: bigint;
  /** Claimable already, and what the balance pays of a debt. */
  toCreator: bigint;
  /** What stays unpaid. */
  debt: bigint;
}

export function partingOf(subscription: Subscription): Parting {
  const paid = min(owed(subscription), subscription.balance);
  return {
    toSubscriber: subscription.balance - paid,
    toCreator: claimable(subscription) + paid,
    debt: owed(subscription) - paid,
  };
}
