/** Sums of the last so many days, to the second: whole days from their sums, the one in which the window begins from its entries. */
import { SECONDS_PER_DAY } from "@profit-share/sdk";
import type { Db } from "@profit-share/storage";
import { and, eq, gt, sql } from "drizzle-orm";
import { days, entries } from "../store/schema";
import { sumsByBot } from "./days";

/** Base units, of settlements. */
export interface Gained {
  /** Profit that was charged. */
  profit: bigint;
  /** The creator's share of it. */
  accrued: bigint;
  /** By how much realized PnL changed, losses too; signed. */
  realizedChange: bigint;
}

/** What the last so many times 24 hours say of a bot. */
export interface Window extends Gained {
  /** Days of the window; of a younger bot those since it began, a day that has begun counting whole. */
  days: number;
  /** Whether the bot is younger than the window, so that this is all it ever did. */
  sinceItBegan: boolean;
}

const DAY = Number(SECONDS_PER_DAY);
const NOTHING: Gained = { profit: 0n, accrued: 0n, realizedChange: 0n };

/** By bot. A settlement exactly as long ago as the window is does not count any more. @param now unix seconds */
export async function gainedSince(
  db: Db,
  length: number,
  now: number,
  bot: string | null,
): Promise<(bot: string) => Gained> {
  const start = now - length * DAY;
  const first = Math.floor(start / DAY);
  const ofBot = (table: typeof days | typeof entries) => (bot === null ? undefined : eq(table.bot, bot));
  const whole = await sumsByBot(db, and(gt(days.day, first), ofBot(days)));
  const rows = await db
    .select({
      bot: entries.bot,
      profit: sql<string>`sum(${entries.profit})::text`,
      accrued: sql<string>`sum(${entries.accrued})::text`,
      realizedChange: sql<string>`sum(${entries.realizedChange})::text`,
    })
    .from(entries)
    .where(and(eq(entries.day, first), gt(entries.time, start), eq(entries.kind, "settlement"), ofBot(entries)))
    .groupBy(entries.bot);
  const begun = new Map(rows.map(({ bot: key, ...sums }) => [key, sums]));
  return (key) => {
    const day = begun.get(key);
    const rest = whole.get(key) ?? NOTHING;
    const total = (name: keyof Gained) => rest[name] + BigInt(day?.[name] ?? 0);
    return { profit: total("profit"), accrued: total("accrued"), realizedChange: total("realizedChange") };
  };
}

/** @param began unix seconds */
export function windowOf(gained: Gained, length: number, now: number, began: number): Window {
  const age = now - began;
  const sinceItBegan = age < length * DAY;
  return { ...gained, sinceItBegan, days: sinceItBegan ? Math.max(1, Math.ceil(age / DAY)) : length };
}
