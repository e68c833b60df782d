/** What the index says of bots: figures of all their subscriptions, closed ones included. */
import { decodeTerms, SECONDS_PER_DAY, type Terms } from "@profit-share/sdk";
import type { Db } from "@profit-share/storage";
import { and, desc, eq, gt, max, sql } from "drizzle-orm";
import { bots, days, entries, progress } from "../store/schema";
import { type Agreement, agreementsOf } from "./agreements";
import { type Sums, sumsByBot } from "./days";
import { type Result, resultOf } from "./results";
import { gainedSince, type Window, windowOf } from "./windows";

/** Amounts are base units. */
export interface BotFigures {
  bot: string;
  /** Who published it. */
  creator: string;
  owner: string;
  /** Unix seconds: when it was published. */
  began: number;
  /** Offered to new subscribers. */
  terms: Terms;
  /** `aside`: of which later entries are missing, as `/v1/status` says. */
  subscriptions: { made: number; live: number; aside: number };
  /** Of all its days and owners; null if nothing happened yet. */
  sums: Sums | null;
  /** Of those that live. */
  owed: bigint;
  claimable: bigint;
  /** What closings put into its vault and nobody took out. */
  inVault: bigint;
  week: Window;
  month: Window;
  quarter: Window;
  /** The creator's share by UTC day, the last 30, today last. */
  sparkline: bigint[];
  subscribers: Result;
}

const DAY = Number(SECONDS_PER_DAY);
const SPARKLINE_DAYS = 30;

/** Of one bot or all. @param now unix seconds of the cluster's clock */
export async function figuresOf(db: Db, now: number, bot: string | null): Promise<BotFigures[]> {
  const known = await db
    .selectDistinctOn([bots.address])
    .from(bots)
    .where(bot === null ? undefined : eq(bots.address, bot))
    .orderBy(bots.address, desc(bots.slot));
  const lifetime = await sumsByBot(db, bot === null ? undefined : eq(days.bot, bot));
  const [week, month, quarter] = [
    await gainedSince(db, 7, now, bot),
    await gainedSince(db, 30, now, bot),
    await gainedSince(db, 90, now, bot),
  ];
  const lines = await sparklines(db, now, bot);
  const agreements = byBot(await agreementsOf(db, bot === null ? null : { bot }));
  return known.map(({ address, creator, owner, began, terms, subscriptions, inVault }) => {
    const own = agreements.get(address) ?? [];
    const live = own.filter((one) => one.live);
    const total = (amount: (one: Agreement) => bigint) => live.reduce((sum, one) => sum + amount(one), 0n);
    return {
      ...{ bot: address, creator, owner, began, inVault, terms: decodeTerms(terms) },
      subscriptions: {
        made: Number(subscriptions),
        live: live.length,
        aside: own.filter(({ aside }) => aside !== null).length,
      },
      sums: lifetime.get(address) ?? null,
      owed: total(({ owed }) => owed),
      claimable: total(({ claimable }) => claimable),
      week: windowOf(week(address), 7, now, began),
      month: windowOf(month(address), 30, now, began),
      quarter: windowOf(quarter(address), 90, now, began),
      sparkline: lines.get(address) ?? Array<bigint>(SPARKLINE_DAYS).fill(0n),
      subscribers: resultOf(own),
    };
  });
}

function byBot(agreements: readonly Agreement[]): Map<string, Agreement[]> {
  const grouped = new Map<string, Agreement[]>();
  for (const one of agreements) {
    const known = grouped.get(one.bot);
    if (known === undefined) grouped.set(one.bot, [one]);
    else known.push(one);
  }
  return grouped;
}

/** The cluster's clock as far as the index knows it, unix seconds; 0 before anything is known. */
export async function now(db: Db): Promise<number> {
  const [known] = await db.select({ time: progress.chainTime }).from(progress);
  const [newest] = await db
    .select({ time: max(entries.time) })
    .from(entries)
    .where(sql`${entries.slot} = (select max(slot) from entries)`);
  return Math.max(known?.time ?? 0, newest?.time ?? 0);
}

/** How deep the subscribers' realized PnL was below its highest, by days; base units. */
export async function drawdownOf(db: Db, bot: string): Promise<bigint> {
  const rows = await db
    .select({ change: sql<string>`sum(${days.realizedChange})::text` })
    .from(days)
    .where(eq(days.bot, bot))
    .groupBy(days.day)
    .orderBy(days.day);
  let [sum, highest, deepest] = [0n, 0n, 0n];
  for (const { change } of rows) {
    sum += BigInt(change);
    if (sum > highest) highest = sum;
    if (highest - sum > deepest) deepest = highest - sum;
  }
  return deepest;
}

async function sparklines(db: Db, time: number, bot: string | null): Promise<Map<string, bigint[]>> {
  const first = Math.floor(time / DAY) - SPARKLINE_DAYS + 1;
  const rows = await db
    .select({ bot: days.bot, day: days.day, accrued: sql<string>`sum(${days.accrued})::text` })
    .from(days)
    .where(and(gt(days.day, first - 1), bot === null ? undefined : eq(days.bot, bot)))
    .groupBy(days.bot, days.day);
  const lines = new Map<string, bigint[]>();
  for (const row of rows) {
    const line = lines.get(row.bot) ?? Array<bigint>(SPARKLINE_DAYS).fill(0n);
    line[row.day - first] = BigInt(row.accrued);
    lines.set(row.bot, line);
  }
  return lines;
}
