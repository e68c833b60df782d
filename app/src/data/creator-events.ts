/** What happened to a creator's money: settlements from the feed of all, claims from the transactions of its bots. */
import type { ProfitShareClient } from "@profit-share/sdk";
import { type FeedEvent, loggedEvents, transactionsOf } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import { Accruals } from "./accruals";
import type { ListedBot } from "./bots";
import type { Chain } from "./chain";
import { readBack } from "./feed";

export interface CreatorEvent {
  what: "Settled" | "Claimed" | "VaultClaimed" | "Waived";
  /** base58 */
  bot: string;
  /** base58; null: the bot's vault. */
  subscription: string | null;
  /** Of a settlement the share, of the others what was moved or given up. */
  amount: bigint;
  /** Unix seconds. */
  time: bigint;
  signature: string;
}

/** Of one bot: more than so many are an index' work, not a browser's. */
const MOST_TRANSACTIONS = 3_000;

/** Newest first; null if it is too much. @param from unix seconds */
export async function readCreatorEvents(
  chain: Chain,
  bots: readonly ListedBot[],
  from: bigint,
  signal: AbortSignal,
): Promise<CreatorEvent[] | null> {
  const settlements = await readSettlements(chain, bots, from, signal);
  if (settlements === null) return null;
  // One transaction can claim of several bots, and then it is among those of each.
  const claims = new Map<string, CreatorEvent>();
  const botOf = living(bots);
  for (const { bot } of bots) {
    const found = await readClaims(chain.client, bot.address, { botOf, from, signal });
    if (found === null) return null;
    for (const [key, claim] of found) if (!claims.has(key)) claims.set(key, claim);
  }
  const events = [...settlements, ...claims.values()];
  return events.sort((a, b) => Number(b.time - a.time));
}

const living = (bots: readonly ListedBot[]): Map<string, string> =>
  new Map(
    bots.flatMap(({ bot, subscriptions }) =>
      subscriptions.map(({ address }): [string, string] => [address.toBase58(), bot.address.toBase58()]),
    ),
  );

async function readSettlements(
  chain: Chain,
  bots: readonly ListedBot[],
  from: bigint,
  signal: AbortSignal,
): Promise<CreatorEvent[] | null> {
  const accruals = new Accruals(living(bots), from - 1n);
  const feed: FeedEvent[] = [];
  const hasAll = (event: FeedEvent): boolean => {
    accruals.add(event);
    feed.push(event);
    return event.time !== null && BigInt(event.time) <= from && accruals.isComplete;
  };
  if (!(await readBack(chain, hasAll, signal))) return null;
  const own = new Set(bots.map(({ bot }) => bot.address.toBase58()));
  return sharesOf(feed, living(bots)).filter(({ bot, time, amount }) => own.has(bot) && time >= from && amount > 0n);
}

/** @param feed newest first @param botOf the bot of each subscription that lives */
function sharesOf(feed: readonly FeedEvent[], botOf: Map<string, string>): CreatorEvent[] {
  const shares: CreatorEvent[] = [];
  /** The settlement after the one that is looked at, of which the share is not known yet. */
  const later = new Map<string, { event: CreatorEvent; accrued: bigint; sequence: bigint }>();
  for (const { name, data, signature } of feed) {
    const subscription = data.subscription.toBase58();
    if (name === "Closed") {
      botOf.set(subscription, data.bot.toBase58());
      later.delete(subscription);
      continue;
    }
    const { accrued, sequence, time } = data.record;
    const after = later.get(subscription);
    if (after !== undefined && after.sequence === sequence + 1n) after.event.amount = after.accrued - accrued;
    const bot = botOf.get(subscription);
    if (bot === undefined) continue;
    // Until the one before is found: of the first one it is all that accrued.
    const amount = sequence === 1n ? accrued : 0n;
    const event: CreatorEvent = { what: "Settled", bot, subscription, amount, time, signature };
    shares.push(event);
    later.set(subscription, { event, accrued, sequence });
  }
  return shares;
}

/** By transaction and place in it. */
async function readClaims(
  { connection, commitment, programId }: ProfitShareClient,
  address: PublicKey,
  { botOf, from, signal }: { botOf: ReadonlyMap<string, string>; from: bigint; signal: AbortSignal },
): Promise<Map<string, CreatorEvent> | null> {
  const found = new Map<string, CreatorEvent>();
  const own = address.toBase58();
  let read = 0;
  for await (const one of transactionsOf(connection, address, commitment, { signal })) {
    read += 1;
    if (read > MOST_TRANSACTIONS) return null;
    const time = BigInt(one.time ?? 0);
    if (one.time !== null && time < from) break;
    const { signature } = one;
    for (const [index, { name, data }] of loggedEvents(one.transaction, programId).entries()) {
      const key = `${signature} ${index}`;
      if (name === "VaultClaimed") {
        const bot = data.bot.toBase58();
        found.set(key, { what: name, bot, subscription: null, amount: data.amount, time, signature });
      } else if (name === "Claimed" || name === "Waived") {
        const subscription = data.subscription.toBase58();
        const bot = botOf.get(subscription) ?? own;
        found.set(key, { what: name, bot, subscription, amount: data.amount, time, signature });
      }
    }
  }
  return found;
}
