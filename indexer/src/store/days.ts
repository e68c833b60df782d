/** Sums by owner, bot and UTC day. They follow the entries in every step, so that no page has to add up a million of them. */
import { AMOUNTS, type Amounts } from "@profit-share/statements";
import type { Db } from "@profit-share/storage";
import { and, eq, gte, or, type SQL, sql } from "drizzle-orm";
import { chunksOf } from "./chunks";
import { days, entries } from "./schema";

/** What is summed, by the columns' names in both tables. */
const SUMMED = [...AMOUNTS, "realizedChange"] as const satisfies readonly (keyof Amounts | "realizedChange")[];
const COLUMNS = SUMMED.map((name) => days[name].name);
const names = sql.raw(COLUMNS.join(", "));
const sums = sql.raw(COLUMNS.map((name) => `sum(${name})`).join(", "));
const added = sql.raw(
  [...COLUMNS, "settlements"].map((name) => `${name} = days.${name} + excluded.${name}`).join(", "),
);

/** Adds the entries from this slot on: those that were just stored. */
export const addDays = (tx: Db, slot: number): Promise<unknown> => add(tx, gte(entries.slot, slot));

/** Days of which entries from this slot on are about to be taken back. */
export const daysFrom = (tx: Db, slot: number): Promise<Pick<typeof days.$inferSelect, "owner" | "bot" | "day">[]> =>
  tx
    .selectDistinct({ owner: entries.owner, bot: entries.bot, day: entries.day })
    .from(entries)
    .where(gte(entries.slot, slot));

/** Sums these days anew, from the entries that are left. */
export async function sumAnew(tx: Db, touched: Awaited<ReturnType<typeof daysFrom>>): Promise<void> {
  for (const chunk of chunksOf(touched)) {
    const of = (table: typeof days | typeof entries) =>
      or(...chunk.map(({ owner, bot, day }) => and(eq(table.owner, owner), eq(table.bot, bot), eq(table.day, day))))!;
    await tx.delete(days).where(of(days));
    await add(tx, of(entries));
  }
}

const add = (tx: Db, where: SQL): Promise<unknown> =>
  tx.execute(sql`insert into days (owner, bot, day, ${names}, settlements)
    select owner, bot, day, ${sums}, count(*) filter (where kind = 'settlement')
    from entries where ${where} group by owner, bot, day
    on conflict (owner, bot, day) do update set ${added}`);
