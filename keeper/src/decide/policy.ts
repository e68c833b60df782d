/** When money moves. Settling never waits for it. Pure. */
import { claimable, hasEnded, owed, type Subscription } from "@profit-share/sdk";
import type { KeeperSettings, Policy } from "../config/config";
import type { Observed } from "../observe/observed";
import { nextTime } from "../time/schedule";

type PolicySettings = Pick<KeeperSettings, "policy" | "policies">;

export function policyOf({ subscription }: Pick<Observed, "subscription">, settings: PolicySettings): Policy {
  return settings.policies[subscription.bot.toBase58()] ?? settings.policy;
}

/**
 * @param after the subscription as it will be after what is planned before
 * @param amount base units that would move
 */
export function moneyMoves(observed: Observed, after: Subscription, amount: bigint, settings: PolicySettings): boolean {
  // What has ended is closed next, and that waits for nothing.
  if (hasEnded(after, observed.now)) return true;
  const policy = policyOf(observed, settings);
  switch (policy.kind) {
    case "immediate":
      return true;
    case "periodic": {
      const due = dueSince(observed, policy);
      return due !== null && due <= observed.now;
    }
    case "threshold":
      return amount >= policy.amount || isFlat(observed);
  }
}

/** When money that waits is due, unix seconds; null if none waits for a time. */
export function moneyDue(observed: Observed, settings: PolicySettings): bigint | null {
  const policy = policyOf(observed, settings);
  return policy.kind === "periodic" ? dueSince(observed, policy) : null;
}

/** What the creator has earned and not received, base units. */
export const outstanding = (subscription: Subscription): bigint => claimable(subscription) + owed(subscription);

/** The first time of the schedule since money waits. */
function dueSince({ moneySince }: Observed, { cron, timeZone }: Policy & { kind: "periodic" }): bigint | null {
  return moneySince === null ? null : nextTime(cron, timeZone, moneySince);
}

/** Whether nothing is left of the position: a venue's account says it, or the host. */
const isFlat = ({ venue, positionClosed }: Observed): boolean =>
  venue.kind === "gone" || (venue.kind === "read" ? venue.user.flat : positionClosed);
