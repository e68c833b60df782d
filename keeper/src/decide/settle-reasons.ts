/** Why a verified subscription is settled, in words. Pure. */
import type { Preview, Subscription, VenueUser } from "@profit-share/sdk";

/** What the venue account says that the subscription has not stored; null if nothing. */
export function changeOf(stored: Subscription, user: VenueUser | null): string | null {
  if (user === null) return null;
  if (user.realizedPnl !== stored.last) return `realized PnL moved from ${stored.last} to ${user.realizedPnl}`;
  if (user.liquidationId !== stored.liquidationId || user.beingLiquidated !== stored.beingLiquidated) {
    return "the venue account's liquidation state changed";
  }
  if (user.totalDeposits !== stored.totalDeposits || user.totalWithdraws !== stored.totalWithdraws) {
    return "money moved into or out of the venue account";
  }
  return null;
}

/** Why settling does something although the venue account did not change. */
export function effectOf(before: Subscription, { settlement }: Preview): string {
  if (settlement.ledger.profitTotal !== before.profitTotal) return "the day's cap has room for profit that it cut off";
  if (settlement.ledger.credited !== before.credited) return "the balance can pay what is owed";
  return "the venue account is flat, so the subscription ends";
}
