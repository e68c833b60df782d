/**
 * The feed: every settlement and every end of the program, whoever it is about. Each of them is an instruction that the program's
 * event authority signs, so they are among the transactions of that address. Others can name it, too: what they hold is no event.
 */
import { PublicKey } from "@solana/web3.js";
import type { ProfitShareReader } from "../client/reader";
import { eventAuthorityAddress } from "../program/addresses";
import { type ClosedEvent, type HistoryEvent, programEvents } from "./events";
import { inSlotOrder } from "./slot-order";
import {
  type EventPlace,
  oldestFirst,
  type ReadTo,
  transactionsOf,
  type WalkedTransaction,
  type WalkOptions,
} from "./transactions";

export type FeedEvent = HistoryEvent & EventPlace;

/** The feed of one slot, which can be empty: others name the event authority as well. */
export interface FeedSlot {
  events: FeedEvent[];
  /** The feed goes on behind it, in either direction. */
  readTo: ReadTo;
}

/**
 * Newest first; stop reading to stop fetching. Within a slot the records say what came first, not the node.
 * @param options `olderThan` and `newerThan` are `readTo` of an earlier slot of the feed
 * @throws MissingTransaction, HistoryUnavailable, NodeFailure, and the signal's reason
 */
export const readFeed = (reader: ProfitShareReader, options: WalkOptions = {}): AsyncGenerator<FeedSlot> =>
  feedAt(reader, eventAuthorityAddress(reader.programId), options);

/**
 * The same, oldest first, so that each slot's `readTo` says how far a follower has come. It lists all that is new before it fetches
 * the first of it.
 * @param newerThan `readTo` of the slot that was read last; null begins with the program
 */
export async function* readFeedSince(
  reader: ProfitShareReader,
  newerThan: ReadTo | null,
  options: Pick<WalkOptions, "onFetched" | "signal"> = {},
): AsyncGenerator<FeedSlot> {
  const { connection, programId, commitment } = reader;
  const authority = eventAuthorityAddress(programId);
  const walked = oldestFirst(connection, authority, commitment, { ...options, newerThan });
  for await (const transactions of bySlot(walked)) yield slotOf(transactions, reader, { newerThan });
}

export interface ClosingOptions extends Pick<WalkOptions, "onFetched" | "signal"> {
  /** Reads no further than to so many; left out, all. */
  limit?: number;
}

/**
 * The ends of all subscriptions that were closed at an address, or of all of a bot; the latest first.
 * @param address of a subscription or a bot
 */
export async function readClosings(
  reader: ProfitShareReader,
  address: PublicKey,
  { limit = Number.POSITIVE_INFINITY, ...options }: ClosingOptions = {},
): Promise<(ClosedEvent & EventPlace)[]> {
  const ends: (ClosedEvent & EventPlace)[] = [];
  // Neither has a key: an address with one was never theirs, however much has happened there.
  if (PublicKey.isOnCurve(address.toBytes())) return ends;
  for await (const { events } of feedAt(reader, address, options)) {
    for (const { name, data, ...place } of events) {
      if (name !== "Closed" || !(data.subscription.equals(address) || data.bot.equals(address))) continue;
      ends.push({ ...data, ...place });
      if (ends.length === limit) return ends;
    }
  }
  return ends;
}

/** The feed among the transactions that name an address, newest first. */
async function* feedAt(reader: ProfitShareReader, address: PublicKey, options: WalkOptions): AsyncGenerator<FeedSlot> {
  const { connection, commitment } = reader;
  for await (const transactions of bySlot(transactionsOf(connection, address, commitment, options))) {
    const { events, readTo } = slotOf(transactions.toReversed(), reader, options);
    yield { events: events.reverse(), readTo };
  }
}

async function* bySlot(walked: AsyncIterable<WalkedTransaction>): AsyncGenerator<WalkedTransaction[]> {
  let slot: WalkedTransaction[] = [];
  for await (const transaction of walked) {
    if (slot.length > 0 && slot[0]!.slot !== transaction.slot) {
      yield slot;
      slot = [];
    }
    slot.push(transaction);
  }
  if (slot.length > 0) yield slot;
}

/** @param transactions of one slot, oldest first @param options say what was read of it before, if anything was */
function slotOf(
  transactions: readonly WalkedTransaction[],
  { programId }: ProfitShareReader,
  { newerThan, olderThan }: WalkOptions,
): FeedSlot {
  const { slot } = transactions[0]!;
  const events = transactions.map(({ transaction, ...place }) =>
    [...programEvents(transaction, programId).entries()].flatMap(([index, event]): FeedEvent[] =>
      event.name === "Settled" || event.name === "Closed" ? [{ ...event, ...place, index }] : [],
    ),
  );
  const known = (part: ReadTo | null | undefined) => (part?.slot === slot ? part.signatures : []);
  const read = transactions.map(({ signature }) => signature).reverse();
  const signatures = [...known(olderThan), ...read, ...known(newerThan)];
  return { events: inSlotOrder(events).flat(), readTo: { slot, signatures } };
}
