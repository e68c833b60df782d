/** How far the index has come. */
import type { Db } from "@profit-share/storage";
import { and, asc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { newestEntered } from "../store/listed";
import { progress, subscriptions, transactions } from "../store/schema";

export interface Standing {
  /** The newest slot of which something is entered; null before the first. */
  slot: number | null;
  /** Up to this slot nothing can be taken back. */
  finalSlot: number;
  /** Unix seconds of the cluster's clock when the node was asked last; null before. */
  time: number | null;
  /** Transactions that are listed and not entered. */
  waiting: number;
  /** Why the oldest of them waits; null if nothing is wrong. */
  problem: { signature: string; reason: string } | null;
  /** Subscriptions of which nothing is entered from a slot on, because a transaction did not fit; the oldest, at most 100. */
  aside: { subscription: string; slot: number; reason: string }[];
  /** Whether everything that a node listed last is listed here. */
  listedWhole: boolean;
}

const NOTHING: Standing = {
  ...{ slot: null, finalSlot: 0, time: null, waiting: 0, problem: null },
  ...{ aside: [], listedWhole: false },
};
const MOST_ASIDE = 100;

export async function standing(db: Db): Promise<Standing> {
  const [now] = await db.select().from(progress);
  if (now === undefined) return NOTHING;
  const isWaiting = inArray(transactions.state, ["listed", "fetched"]);
  const [counted] = await db.select({ count: sql<string>`count(*)` }).from(transactions).where(isWaiting);
  const [wrong] = await db
    .select({ signature: transactions.signature, reason: transactions.problem })
    .from(transactions)
    .where(and(eq(transactions.state, "listed"), isNotNull(transactions.problem)))
    .orderBy(asc(transactions.slot), asc(transactions.place))
    .limit(1);
  const { subscription, slot, aside: reason } = subscriptions;
  const aside = await db
    .select({ subscription, slot, reason: sql<string>`${reason}` })
    .from(subscriptions)
    .where(isNotNull(reason))
    .orderBy(asc(slot), asc(subscription))
    .limit(MOST_ASIDE);
  return {
    aside,
    slot: await newestEntered(db),
    finalSlot: now.floor,
    time: now.chainTime,
    waiting: Number(counted!.count),
    problem: wrong === undefined ? null : { signature: wrong.signature, reason: wrong.reason! },
    listedWhole: !now.walkOpen,
  };
}
