/** Reads what happened to a subscription from the transactions of its address, and proves it. */
import type { PublicKey } from "@solana/web3.js";
import type { Located, ProfitShareReader } from "../client/reader";
import { HistoryUnavailable, NotFound } from "../failures";
import type { Subscription } from "../program/accounts";
import {
  type ClosedEvent,
  historyEvents,
  type LogEvent,
  loggedEvents,
  type SettledEvent,
  subscriptionOf,
} from "./events";
import { offeredTerms } from "./offered-terms";
import { type BotInstance, beginningAt, sameInstance, settlementsOf } from "./settlements";
import { type Place, transactionsOf, type WalkedTransaction } from "./transactions";
import { type HistoryReport, verifyHistory } from "./verify";

/** What a subscription's account and its `Closed` event both say. */
export type Totals = Pick<
  Subscription,
  "bot" | "instance" | "terms" | "sequence" | "head" | "accrued" | "credited" | "claimed" | "waived"
>;

/** A subscription's history with the verdict on it. */
export interface VerifiedHistory {
  /** As its account has it, or as it was closed. */
  subscription: Located<Totals>;
  /** Every settlement, oldest first. */
  events: (SettledEvent & Place)[];
  /** The end; null while the subscription exists. */
  closed: (ClosedEvent & Place) | null;
  report: HistoryReport;
}

/**
 * All settlements of a subscription since it was made, verified: see `verifyHistory`. Settlements that come while this reads
 * are left for the next time. Where a verified one began is read from its `Subscribed` event; without it the report's
 * `startMark` is null.
 *
 * Of a closed subscription the history is verified against the head in its `Closed` event. Its terms are read from the
 * transactions of its bot; the first head binds them, so wrong ones do not verify.
 * @param which subscription, where the address was used more than once; left out, the one that exists, else the last that was
 *   closed. `readClosings` lists them.
 * @throws NotFound if there is no such subscription; HistoryUnavailable if the node no longer keeps what it takes
 */
export async function readHistory(
  reader: ProfitShareReader,
  address: PublicKey,
  which: BotInstance | null = null,
): Promise<VerifiedHistory> {
  const { programId } = reader;
  const live = await reader.subscriptionIfAny(address);
  const wanted = { address, agreement: which, live };
  const found = await settlementsOf(transactionsAt(reader, address), wanted, programId);
  if (found === null) {
    const message = `No such subscription exists or was closed at ${address.toBase58()}: check address and cluster`;
    throw new NotFound("subscription", address, message);
  }
  const { events, closed, beginning } = found;
  const subscription = closed === null ? live! : await closedSubscription(reader, closed, beginning?.termsVersion);
  const start = { ...subscription, programId, subscription: address };
  const ends = { startMark: beginning?.mark ?? null, account: subscription };
  return { subscription: { ...subscription, address }, events, closed, report: verifyHistory(start, events, ends) };
}

/** The ends of all subscriptions that were closed at an address, the latest first. */
export async function readClosings(reader: ProfitShareReader, address: PublicKey): Promise<(ClosedEvent & Place)[]> {
  const ends: (ClosedEvent & Place)[] = [];
  for await (const { transaction, ...place } of transactionsAt(reader, address)) {
    for (const { name, data } of historyEvents(transaction, reader.programId).reverse()) {
      if (name === "Closed" && data.subscription.equals(address)) ends.push({ ...data, ...place });
    }
  }
  return ends;
}

/**
 * The logged events of a subscription since it was made, oldest first: deposits, claims, withdrawals. Nodes truncate long logs,
 * so they inform and prove nothing; totals and token transfers do.
 * @param which as for `readHistory`
 */
export async function readMovements(
  reader: ProfitShareReader,
  address: PublicKey,
  which: BotInstance | null = null,
): Promise<(LogEvent & Place)[]> {
  const wanted = which ?? (await reader.subscriptionIfAny(address));
  let newestFirst: (LogEvent & Place)[] = [];
  for await (const { transaction, ...place } of transactionsAt(reader, address)) {
    for (const event of loggedEvents(transaction, reader.programId).reverse()) {
      if (!subscriptionOf(event)?.equals(address)) continue;
      newestFirst.push({ ...event, ...place });
      const beginning = beginningAt(address, event);
      if (beginning === null) continue;
      if (wanted === null || sameInstance(wanted, beginning)) return newestFirst.reverse();
      // All of that was of a later agreement.
      newestFirst = [];
    }
  }
  return newestFirst.reverse();
}

const transactionsAt = (
  { connection, commitment }: ProfitShareReader,
  address: PublicKey,
): AsyncGenerator<WalkedTransaction> => transactionsOf(connection, address, commitment);

async function closedSubscription(
  reader: ProfitShareReader,
  closed: ClosedEvent,
  termsVersion: number | undefined,
): Promise<Totals> {
  const bot = await reader.bot(closed.bot);
  const terms =
    termsVersion === undefined
      ? null
      : await offeredTerms(transactionsAt(reader, bot.address), bot, termsVersion, reader.programId);
  if (terms === null) {
    throw new HistoryUnavailable(
      `The node no longer keeps what tells the terms of instance ${closed.instance} of bot ${bot.address.toBase58()}: ask an archive node`,
    );
  }
  return { ...closed, terms };
}
