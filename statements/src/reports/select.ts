/** Which entries a report is about. */
import type { PublicKey } from "@solana/web3.js";
import type { Entry } from "../books/entry";
import { type Period, within } from "../time/period";

/** All of it applies; what is left out does not limit. */
export interface Selection {
  /** Who owned the bot at that moment: of a bot that was sold each owner has its own part. */
  owner?: PublicKey;
  /** Who published the bot. */
  creator?: PublicKey;
  subscriber?: PublicKey;
  bot?: PublicKey;
  subscription?: PublicKey;
  period?: Pick<Period, "from" | "to">;
}

export function select(
  entries: readonly Entry[],
  { owner, creator, subscriber, bot, subscription, period }: Selection,
): Entry[] {
  const is = (wanted: PublicKey | undefined, found: PublicKey | undefined) =>
    wanted === undefined || (found !== undefined && wanted.equals(found));
  return entries.filter(
    (entry) =>
      is(owner, entry.owner) &&
      is(creator, entry.creator) &&
      is(bot, entry.bot) &&
      is(subscriber, entry.parties?.subscriber) &&
      is(subscription, entry.parties?.subscription) &&
      (period === undefined || within(period, entry.time)),
  );
}
