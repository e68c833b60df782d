/** Sums by UTC day, of any number of settlements. */
import { AMOUNTS, type Amounts } from "@profit-share/statements";
import type { Db } from "@profit-share/storage";
import { and, eq, gte, lte, type SQL, sql } from "drizzle-orm";
import { days } from "../store/schema";

/** Amounts in base units; `realizedChange` is signed. */
export interface Sums extends Amounts {
  realizedChange: bigint;
  settlements: number;
}

const SUMMED = [...AMOUNTS, "realizedChange", "settlements"] as const;

/**
 * Days on which something happened, oldest first, by bot: as the JSON that is answered. A creator of ten bots has 3,650 of them in a
 * year, and the database writes them in less time than they take to be read here and written again.
 * @param from both are in it @returns a list of objects with the amounts as texts
 */
export async function daysOf(
  db: Db,
  of: { bot: string } | { owner: string },
  { from, to }: { from: number; to: number },
): Promise<string> {
  // A bot's day has a row for each of its owners; an owner's has one, and adding up thousands of one takes longest.
  const isOfBot = "bot" in of;
  const amounts = SUMMED.map((name) => {
    const column = sql.identifier(days[name].name);
    const amount = isOfBot ? sql`sum(${column})` : column;
    return sql`${name === "settlements" ? amount : sql`${amount}::text`} as ${sql.identifier(name)}`;
  });
  const whose = isOfBot ? eq(days.bot, of.bot) : eq(days.owner, of.owner);
  const { rows } = (await db.execute(sql`
    select coalesce(string_agg(row_to_json(one)::text, ',' order by day, bot), '') as list from (
      select to_char(date '1970-01-01' + day, 'YYYY-MM-DD') as day, bot, ${sql.join(amounts, sql`, `)} from days
      where ${and(whose, gte(days.day, from), lte(days.day, to))} ${isOfBot ? sql`group by day, bot` : sql``}
    ) as one`)) as unknown as { rows: [{ list: string }] };
  return `[${rows[0].list}]`;
}

/** Of all days, by bot. */
export async function sumsByBot(db: Db, where?: SQL): Promise<Map<string, Sums>> {
  const rows = await db
    .select({ bot: days.bot, ...summed() })
    .from(days)
    .where(where)
    .groupBy(days.bot);
  return new Map(rows.map(({ bot, ...sums }) => [bot, sumsIn(sums)]));
}

const summed = () =>
  Object.fromEntries(SUMMED.map((name) => [name, sql<string>`sum(${days[name]})::text`])) as Record<
    (typeof SUMMED)[number],
    SQL<string>
  >;

const sumsIn = (row: Record<(typeof SUMMED)[number], string>): Sums =>
  Object.fromEntries(
    SUMMED.map((name) => [name, name === "settlements" ? Number(row[name]) : BigInt(row[name])]),
  ) as unknown as Sums;
