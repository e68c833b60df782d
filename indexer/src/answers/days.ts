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

/** Amounts as texts, which is what is answered: a creator of ten bots has 3,650 such days in a year. */
export interface DayOfBot extends Record<Exclude<keyof Sums, "settlements">, string> {
  /** Unix seconds div 86,400. */
  day: number;
  bot: string;
  settlements: number;
}

const SUMMED = [...AMOUNTS, "realizedChange", "settlements"] as const;

/** Days on which something happened, oldest first, by bot. @param from both are in it */
export async function daysOf(
  db: Db,
  of: { bot: string } | { owner: string },
  { from, to }: { from: number; to: number },
): Promise<DayOfBot[]> {
  // A bot's day has a row for each of its owners; an owner's has one, and adding up thousands of one takes longest.
  const isOfBot = "bot" in of;
  const amounts = sql.join(
    SUMMED.map((name) => {
      const column = sql.identifier(days[name].name);
      return sql`${isOfBot ? sql`sum(${column})` : column}::text as ${sql.identifier(name)}`;
    }),
    sql`, `,
  );
  const whose = isOfBot ? eq(days.bot, of.bot) : eq(days.owner, of.owner);
  const { rows } = (await db.execute(sql`select day, bot, ${amounts} from days
    where ${and(whose, gte(days.day, from), lte(days.day, to))}
    ${isOfBot ? sql`group by day, bot` : sql``} order by day, bot`)) as unknown as { rows: Named[] };
  return rows.map((row) => ({ ...row, settlements: Number(row.settlements) }));
}

type Named = Omit<DayOfBot, "settlements"> & { settlements: string };

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
