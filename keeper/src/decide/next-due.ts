/** When time alone makes work of a subscription whose accounts do not change. Pure. */
import { claimable, endsAt, previewVerified, SECONDS_PER_DAY } from "@profit-share/sdk";
import type { KeeperSettings } from "../config/config";
import type { Observed } from "../observe/observed";
import { moneyDue } from "./policy";

type DueSettings = Pick<KeeperSettings, "lastCallSeconds" | "policy" | "policies">;

/**
 * Asked when nothing is left to be done now.
 * - The next UTC midnight, while a verified subscription has profit above its cap's room: then the cap has room again. Also
 *   while a payout waits for the next day's budget.
 * - The policy's next time, while money waits for it.
 * - Of one that is closing: shortly before its clock runs out, so that it is settled while that still counts, and at its end.
 * @returns unix seconds of the chain's clock; null if time changes nothing
 */
export function nextDue(observed: Observed, settings: DueSettings): bigint | null {
  const { now, subscription } = observed;
  const midnight = (now / SECONDS_PER_DAY + 1n) * SECONDS_PER_DAY;
  const end = subscription.state === "closing" ? endsAt(subscription)! : null;
  const money = moneyDue(observed, settings);
  const times = [
    ...(money === null ? [] : [money]),
    ...(isCapped(observed) || waitsForBudget(observed) ? [midnight] : []),
    ...(end === null ? [] : [end - BigInt(settings.lastCallSeconds), end]),
  ];
  return times.filter((time) => time > now).reduce<bigint | null>((a, b) => (a === null || b < a ? b : a), null);
}

/** Whether the day's cap cuts profit off that stays chargeable. */
function isCapped({ subscription, venue, now }: Observed): boolean {
  if (venue.kind !== "read" && venue.kind !== "gone") return false;
  const preview = previewVerified(subscription, venue.kind === "gone" ? null : venue.user, now);
  return preview?.settlement.capped ?? false;
}

const waitsForBudget = ({ subscription, payout, bot }: Observed): boolean =>
  payout.state === "missing" && claimable(subscription) >= bot.minPayout;
