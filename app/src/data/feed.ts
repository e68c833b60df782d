/** The feed of all settlements as far as this page has read it: what came since is added, and what is older is read when it is needed. */
import { type FeedEvent, type ReadTo, readFeed, readFeedSince } from "@profit-share/sdk/history";
import type { Chain } from "./chain";

/** More transactions than this are an index' work, not a browser's. */
const MOST_TRANSACTIONS = 3_000;

interface Feed {
  newestFirst: FeedEvent[];
  newest: ReadTo | null;
  oldest: ReadTo | null;
  transactions: number;
  /** Whether there is nothing older. */
  isWhole: boolean;
}

const feeds = new WeakMap<Chain, Feed>();
/** One reader at a time, so that nothing is read twice. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Hands over the feed, newest first, until `take` says that it has enough.
 * @returns false if that would be too many
 */
export function readBack(chain: Chain, take: (event: FeedEvent) => boolean, signal: AbortSignal): Promise<boolean> {
  const reading = turn.then(() => read(chain, take, signal));
  turn = reading.catch(() => {});
  return reading;
}

async function read(chain: Chain, take: (event: FeedEvent) => boolean, signal: AbortSignal): Promise<boolean> {
  const { client } = chain;
  const empty = { newestFirst: [], newest: null, oldest: null, transactions: 0, isWhole: false };
  const feed: Feed = feeds.get(chain) ?? empty;
  feeds.set(chain, feed);
  if (feed.newest !== null) {
    for await (const { events, readTo } of readFeedSince(client, feed.newest, { signal })) {
      feed.newestFirst.unshift(...events.toReversed());
      feed.newest = readTo;
    }
  }
  for (const event of feed.newestFirst) if (take(event)) return true;
  if (feed.isWhole) return true;
  for await (const { events, readTo } of readFeed(client, { olderThan: feed.oldest, signal })) {
    feed.newest ??= readTo;
    feed.oldest = readTo;
    feed.transactions += readTo.signatures.length;
    feed.newestFirst.push(...events);
    for (const event of events) if (take(event)) return true;
    if (feed.transactions > MOST_TRANSACTIONS) return false;
  }
  feed.isWhole = true;
  return true;
}
