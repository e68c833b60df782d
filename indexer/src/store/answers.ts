/** What the index is asked. Rows as they are stored; amounts are base units. */
import { AMOUNTS } from "@profit-share/statements";
import type { Db } from "@profit-share/storage";
import { and, asc, eq, gt, gte, isNotNull, lte, or, type SQL, sql } from "drizzle-orm";
import { newestEntered } from "./listed";
import { entries, progress, transactions } from "./schema";

export type EntryRow = typeof entries.$inferSelect;

/** Orders entries for good. */
export type Place = Pick<EntryRow, "slot" | "place">;

export interface Standing {
  /** The newest slot of which something is entered; null before the first. */
  slot: number | null;
  /** Up to this slot nothing can be taken back. */
  finalSlot: number;
  /** Transactions that are listed and not entered. */
  waiting: number;
  /** Why the oldest of them waits; null if nothing is wrong. */
  problem: { signature: string; reason: string } | null;
  /** Whether everything that a node listed last is listed here. */
  listedWhole: boolean;
}

/** null before the first pass. */
export async function standing(db: Db): Promise<Standing | null> {
  const [now] = await db.select().from(progress);
  if (now === undefined) return null;
  const isWaiting = or(eq(transactions.state, "listed"), eq(transactions.state, "fetched"));
  const [counted] = await db.select({ count: sql<string>`count(*)` }).from(transactions).where(isWaiting);
  const [wrong] = await db
    .select({ signature: transactions.signature, reason: transactions.problem })
    .from(transactions)
    .where(and(eq(transactions.state, "listed"), isNotNull(transactions.problem)))
    .orderBy(asc(transactions.slot), asc(transactions.place))
    .limit(1);
  return {
    slot: await newestEntered(db),
    finalSlot: now.floor,
    waiting: Number(counted!.count),
    problem: wrong === undefined ? null : { signature: wrong.signature, reason: wrong.reason! },
    listedWhole: !now.walkOpen,
  };
}

/** Oldest first. @param after the last that is known; null: from the first */
export const entriesOf = (db: Db, subscription: string, after: Place | null, limit: number): Promise<EntryRow[]> =>
  db
    .select()
    .from(entries)
    .where(and(eq(entries.subscription, subscription), after === null ? undefined : behind(after)))
    .orderBy(asc(entries.slot), asc(entries.place))
    .limit(limit);

const behind = ({ slot, place }: Place): SQL =>
  or(gt(entries.slot, slot), and(eq(entries.slot, slot), gt(entries.place, place)))!;

/** Sums of a UTC day, by the amounts' names; decimal digits. */
export type DaySums = { day: number } & Record<(typeof AMOUNTS)[number], string>;

/** Days on which something happened, oldest first. @param from unix seconds div 86,400, as `to`; both are in it */
export async function earningsOf(db: Db, bot: string, from: number, to: number): Promise<DaySums[]> {
  const sums = Object.fromEntries(AMOUNTS.map((name) => [name, sql<string>`sum(${entries[name]})::text`]));
  const rows = await db
    .select({ day: entries.day, ...sums })
    .from(entries)
    .where(and(eq(entries.bot, bot), gte(entries.day, from), lte(entries.day, to)))
    .groupBy(entries.day)
    .orderBy(asc(entries.day));
  return rows as DaySums[];
}
