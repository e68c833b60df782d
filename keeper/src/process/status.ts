/** How a keeper is: what an operator asks first. */
import type { FeedStatus } from "@profit-share/feed";
import type { Lag } from "../loop/subjects";
import type { EndpointCount } from "../send/endpoints";
import type { SetAside } from "./set-aside";

export interface KeeperStatus {
  /** Pays all fees. Base58. */
  signer: string;
  /** What it has; null if no node says. */
  lamports: bigint | null;
  lag: Lag;
  /** Milliseconds since the loop came round; null while the keeper does not run by itself. */
  loopMs: number | null;
  /** With which something failed, the longest first. */
  setAside: SetAside[];
  /** Closes that are stored and not settled: how many, and the age of the oldest in milliseconds; null without one. */
  closes: { waiting: number; oldestMs: number | null };
  /** Owed to creators, base units, by subscriptions that were looked at. */
  debts: { subscriptions: number; owed: bigint };
  /** Transactions whose end is not known: how many, and the age of the oldest in milliseconds; null without one. */
  inFlight: { count: number; oldestMs: number | null };
  endpoints: EndpointCount[];
  /** null without notifications. */
  feed: FeedStatus | null;
  /** Subscriptions whose trades are to be read from the venue's log; null where they are not read. */
  venueTrades: { unread: number } | null;
  /** To creators, operators and webhooks; null where nobody is told anything. */
  messages: MessageCounts | null;
}

export interface MessageCounts {
  waiting: number;
  /** Age of the oldest that waits; null without one. */
  oldestMs: number | null;
  /** Those that were given up. */
  dead: number;
}
