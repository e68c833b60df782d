/** How a subscription ends: the final close of an attested one, and the closing of one that has ended. Pure. */
import { claimable, endsAt, hasEnded, max, owed, type Subscription, writeOffAt } from "@profit-share/sdk";
import type { KeeperSettings } from "../config/config";
import type { Observed } from "../observe/observed";
import { type Action, type Cause, FOREIGN_SIGNER, type Hindrance, UNREADABLE_ESCROW } from "./actions";
import { canMakeAccount, overBudget } from "./budget";

type LeavingSettings = Pick<KeeperSettings, "dailyBudgetPerBot" | "lastCallSeconds">;

/** Why something that could be done is not. */
interface NotNow {
  skip: Hindrance;
}

/**
 * A final close ends the subscription: no close counts any more. So it is sent on the host's word that none follows, or when
 * the clock is about to end it anyway, and never before the closes that are stored.
 * @returns null if it is not to be
 */
export function finalOf(observed: Observed, { lastCallSeconds }: LeavingSettings): Action | NotNow | null {
  const { subscription, now, closes, closesWait, finish, keeperSigns } = observed;
  if (subscription.terms.source !== "attested" || subscription.state !== "closing") return null;
  const end = endsAt(subscription)!;
  const eve = now >= end - BigInt(lastCallSeconds);
  if (hasEnded(subscription, now) || !(finish || eve)) return null;
  if (closes.length > 0 || closesWait !== null)
    return notNow("closes_wait", "the closes that are stored are settled first");
  if (!keeperSigns) return { skip: FOREIGN_SIGNER };
  const reason = finish ? "the host said that no close follows" : `its clock runs out at ${end} (unix seconds)`;
  return { kind: "final", reason };
}

/**
 * Closes one that has ended and owes nothing. One that owes is the bot's owner's to close, because that writes the debt off.
 * @param after the subscription as it will be after what is planned before
 * @param before whether the plan makes all of the escrow balance, and whether a payout failed that could still be
 * @returns null if it has not ended
 */
export function closeOf(
  observed: Observed,
  after: Subscription,
  settings: LeavingSettings,
  before: { synced: boolean; waitsForPayout: boolean },
): Action | NotNow | null {
  const { now, escrowAmount, subscription, refund } = observed;
  if (!hasEnded(after, now)) return null;
  const debt = owed(after);
  if (debt > 0n) {
    const from = `from ${writeOffAt(after)} (unix seconds) on`;
    const reason = `${debt} base units are owed: to close it writes them off, ${from}, which is for the bot's owner to decide`;
    return notNow("owes", reason);
  }
  if (before.waitsForPayout) return notNow("payout_first", "the payout comes first");
  if (escrowAmount === null) return { skip: UNREADABLE_ESCROW };
  // What was not worth a sync is the subscriber's, too.
  const unsynced = before.synced ? 0n : max(0n, escrowAmount - subscription.balance - claimable(subscription));
  const rest = after.balance + unsynced;
  const problem = rest === 0n ? null : noRefund(observed, settings);
  if (problem !== null) return { skip: problem };
  const createAccount = rest > 0n && refund.state === "missing";
  return { kind: "close", reason: "it has ended and owes nothing", refund: rest, createAccount };
}

/** Why the rest cannot go to the subscriber; null if it can. */
function noRefund(observed: Observed, settings: LeavingSettings): Hindrance | null {
  const { refund, subscription } = observed;
  const account = `the token account of the subscriber ${subscription.subscriber.toBase58()}`;
  switch (refund.state) {
    case "ready":
      return null;
    case "missing":
      return canMakeAccount(observed, settings) ? null : overBudget(`${account} is missing`, observed, settings);
    case "frozen":
      return { cause: "account_frozen", reason: `${account} is frozen` };
    case "foreign":
      return { cause: "account_foreign", reason: `${account} belongs to another owner by now` };
  }
}

const notNow = (cause: Cause, reason: string): NotNow => ({ skip: { cause, reason } });
