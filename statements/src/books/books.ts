/** The books: what the transactions so far came to. Plain values, never changed: each transaction makes new ones. */

import type { Terms } from "@profit-share/sdk";
import { base58Of } from "@profit-share/sdk";
import type { Verified } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import { type Amounts, NO_AMOUNTS, type Parties } from "./entry";

/** A bot, as far as the books need it. */
export interface BotStanding {
  address: PublicKey;
  creator: PublicKey;
  owner: PublicKey;
  /** Unix seconds of the cluster's clock: when it was published. */
  began: number;
  /** Offered to new subscribers. */
  terms: Terms;
  /** Subscriptions ever made. */
  subscriptions: bigint;
  /** Base units: what closings put into the vault, less what was taken out of it. */
  inVault: bigint;
}

/** A subscription, live or closed. */
export interface SubscriptionStanding extends Parties {
  bot: PublicKey;
  escrow: PublicKey;
  terms: Terms;
  /** Of all its entries. */
  sums: Amounts;
  /** The last record, proved to follow from the terms; null before the first. */
  last: Verified | null;
}

/** Whose money is followed. What is about others is passed over. */
export interface Scope {
  /** base58; null: all bots. */
  bots: ReadonlySet<string> | null;
  /** base58; null: all subscriptions. */
  subscriptions: ReadonlySet<string> | null;
}

/**
 * How the books learn of tokens that reach an escrow or a vault from elsewhere:
 * - `passed`: the transactions of escrows and vaults are passed, too. Each token is seen as it arrives, and nothing rests on a log
 * - `told`: only the program's own transactions are passed. What `sync` found is read from its log where the transaction has no
 *   token balances, and the entry says so
 */
export type Arrivals = "passed" | "told";

export interface Books {
  programId: PublicKey;
  scope: Scope;
  arrivals: Arrivals;
  /** By address (base58). */
  bots: ReadonlyMap<string, BotStanding>;
  /** By address (base58); null of one that is not followed. */
  live: ReadonlyMap<string, SubscriptionStanding | null>;
  /** By `agreementKey`. */
  closed: ReadonlyMap<string, SubscriptionStanding>;
  /** Base units in the escrow (base58) of each live subscription and in the vault of each bot, as it was seen last. */
  held: ReadonlyMap<string, bigint>;
}

export const EVERYTHING: Scope = { bots: null, subscriptions: null };

/**
 * Books in which nothing stands. They have to be given the transactions of what they follow from its beginning on: those of the
 * bots, of the subscriptions and, as `arrivals` says, of their vaults and escrows.
 */
export function openBooks(
  programId: PublicKey,
  { scope = EVERYTHING, arrivals = "passed" }: { scope?: Scope; arrivals?: Arrivals } = {},
): Books {
  return { programId, scope, arrivals, bots: new Map(), live: new Map(), closed: new Map(), held: new Map() };
}

/** Names one agreement for good. */
export const agreementKey = ({ bot, instance }: { bot: PublicKey; instance: bigint }): string =>
  `${base58Of(bot)}/${instance}`;

export const newStanding = (made: Omit<SubscriptionStanding, "sums" | "last">): SubscriptionStanding => ({
  ...made,
  sums: NO_AMOUNTS,
  last: null,
});
