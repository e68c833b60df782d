/** The transactions that nodes listed, and what became of each. */
import type { Db } from "@profit-share/storage";
import { and, asc, eq, gt, gte, inArray, lt, lte, max, min, or, sql } from "drizzle-orm";
import { chunksOf } from "./chunks";
import { daysFrom, sumAnew } from "./days";
import {
  bots,
  entries,
  type Progress,
  records,
  retractions,
  subscriptions,
  type TransactionRow,
  transactions,
} from "./schema";

/** A transaction as a node lists it. */
export interface Listed {
  signature: string;
  slot: number;
  /** Unix seconds; null if the node does not say it. */
  time: number | null;
  place: number;
}

/**
 * Stores what a walk listed. One that is listed in another slot than before was moved by a fork, and one that turns up in a slot
 * that is entered was missed: the entries since are taken back.
 */
export async function keepListed(tx: Db, page: readonly Listed[], walk: number, floor: number): Promise<void> {
  const known = await slotsOf(tx, page);
  const isFinal = ({ signature }: Listed) => (known.get(signature) ?? floor) < floor;
  const listed = [...new Map(page.map((one) => [one.signature, one])).values()].filter((one) => !isFinal(one));
  const entered = (await newestEntered(tx)) ?? -1;
  const disturbed = listed.flatMap(({ signature, slot }) => {
    const before = known.get(signature);
    if (before === undefined) return slot <= entered ? [slot] : [];
    return before === slot ? [] : [slot, before];
  });
  if (disturbed.length > 0) await takeBack(tx, Math.min(...disturbed));
  for (const chunk of chunksOf(listed)) {
    const isMoved = sql`${transactions.slot} <> excluded.slot`;
    await tx
      .insert(transactions)
      .values(chunk.map((one) => ({ ...one, walk, state: "listed" as const })))
      .onConflictDoUpdate({
        target: transactions.signature,
        set: {
          slot: sql`excluded.slot`,
          place: sql`excluded.place`,
          walk: sql`excluded.walk`,
          time: sql`coalesce(excluded.time, ${transactions.time})`,
          state: sql`case when ${isMoved} then 'listed' else ${transactions.state} end`,
          essentials: sql`case when ${isMoved} then null else ${transactions.essentials} end`,
        },
      });
  }
}

/** Those that could still be taken back, and that the last walk did not list. */
export const unlisted = (db: Db, floor: number, walk: number): Promise<{ signature: string; slot: number }[]> =>
  db
    .select({ signature: transactions.signature, slot: transactions.slot })
    .from(transactions)
    .where(and(gte(transactions.slot, floor), lt(transactions.walk, walk)));

/** A fork took them away. */
export async function forget(tx: Db, gone: readonly { signature: string; slot: number }[]): Promise<void> {
  if (gone.length === 0) return;
  await takeBack(tx, Math.min(...gone.map(({ slot }) => slot)));
  for (const chunk of chunksOf(gone)) {
    await tx.delete(transactions).where(
      inArray(
        transactions.signature,
        chunk.map(({ signature }) => signature),
      ),
    );
  }
}

/** The newest slot that is final, of what a walk listed; null if there is none. */
export async function finalAmong(
  tx: Db,
  { walk, floor }: Pick<Progress, "walk" | "floor">,
  finalSlot: number,
): Promise<number | null> {
  const { slot } = transactions;
  const [found] = await tx
    .select({ slot: max(slot) })
    .from(transactions)
    .where(and(eq(transactions.walk, walk), gte(slot, floor), lte(slot, finalSlot)));
  return found?.slot ?? null;
}

export type Behind = Pick<TransactionRow, "slot" | "place">;

/** The oldest that are to be fetched, behind one of them. */
export const toFetch = (db: Db, behind: Behind | null, limit: number): Promise<TransactionRow[]> =>
  db
    .select()
    .from(transactions)
    .where(
      and(
        eq(transactions.state, "listed"),
        behind === null
          ? undefined
          : or(
              gt(transactions.slot, behind.slot),
              and(eq(transactions.slot, behind.slot), gt(transactions.place, behind.place)),
            ),
      ),
    )
    .orderBy(asc(transactions.slot), asc(transactions.place))
    .limit(limit);

export interface Fetched {
  signature: string;
  time: number | null;
  essentials: Uint8Array | null;
}

export async function keepFetched(tx: Db, fetched: readonly Fetched[]): Promise<void> {
  for (const chunk of chunksOf(fetched)) {
    const rows = sql.join(
      chunk.map(({ signature, time, essentials }) => sql`(${signature}::text, ${time}::bigint, ${essentials}::bytea)`),
      sql`, `,
    );
    await tx.execute(sql`update transactions set state = 'fetched', time = fetched.time,
      essentials = fetched.essentials, problem = null
      from (values ${rows}) as fetched (signature, time, essentials)
      where transactions.signature = fetched.signature`);
  }
}

/** It is fetched again, from another node perhaps, and nothing newer is entered before. */
export async function noteProblem(tx: Db, signature: string, problem: string): Promise<void> {
  await tx.update(transactions).set({ state: "listed", problem }).where(eq(transactions.signature, signature));
}

/** It does not fit: as `noteProblem`, and counted. */
export async function noteRefusal(tx: Db, signature: string, problem: string): Promise<void> {
  await noteProblem(tx, signature, problem);
  const refused = sql`${transactions.refused} + 1`;
  await tx.update(transactions).set({ refused }).where(eq(transactions.signature, signature));
}

/**
 * The oldest that are fetched and have nothing older in front that is not, whole slots of them: as many as the limit allows below
 * the floor; one slot above it, where each can be taken back.
 */
export async function toEnter(db: Db, floor: number, limit: number): Promise<TransactionRow[]> {
  const [gap] = await db
    .select({ slot: min(transactions.slot) })
    .from(transactions)
    .where(eq(transactions.state, "listed"));
  const before = gap?.slot ?? null;
  const ready = and(eq(transactions.state, "fetched"), before === null ? undefined : lt(transactions.slot, before));
  const ordered = (where: ReturnType<typeof and>) =>
    db.select().from(transactions).where(where).orderBy(asc(transactions.slot), asc(transactions.place));
  const some = await ordered(ready).limit(limit);
  const [first] = some;
  if (first === undefined) return [];
  const last = some.at(-1)!;
  const cut = some.length === limit ? last.slot : Number.POSITIVE_INFINITY;
  const whole = some.filter(({ slot }) => slot < Math.min(cut, floor));
  if (whole.length > 0) return whole;
  return ordered(and(ready, eq(transactions.slot, first.slot)));
}

export async function markEntered(tx: Db, rows: readonly { signature: string }[]): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    const signatures = chunk.map(({ signature }) => signature);
    await tx
      .update(transactions)
      .set({ state: "entered", problem: null, refused: 0 })
      .where(inArray(transactions.signature, signatures));
  }
}

/** Nothing of this slot and of what came after is entered any more. */
async function takeBack(tx: Db, slot: number): Promise<void> {
  const touched = await daysFrom(tx, slot);
  for (const table of [entries, records, bots, subscriptions]) await tx.delete(table).where(gte(table.slot, slot));
  await sumAnew(tx, touched);
  if (touched.length > 0) await tx.insert(retractions).values({ slot });
  await tx
    .update(transactions)
    .set({ state: "fetched" })
    .where(and(gte(transactions.slot, slot), eq(transactions.state, "entered")));
}

/** The newest slot of which something is entered; null before the first. */
export async function newestEntered(db: Db): Promise<number | null> {
  const [found] = await db
    .select({ slot: max(transactions.slot) })
    .from(transactions)
    .where(eq(transactions.state, "entered"));
  return found?.slot ?? null;
}

async function slotsOf(tx: Db, listed: readonly Listed[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const chunk of chunksOf(listed)) {
    const signatures = chunk.map(({ signature }) => signature);
    const rows = await tx
      .select({ signature: transactions.signature, slot: transactions.slot })
      .from(transactions)
      .where(inArray(transactions.signature, signatures));
    for (const { signature, slot } of rows) found.set(signature, slot);
  }
  return found;
}
