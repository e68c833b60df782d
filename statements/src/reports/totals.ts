/** Sums of entries, by period and by who they are about. */
import { type Amounts, type Entry, NO_AMOUNTS, plus } from "../books/entry";
import { type Period, periodAt, type Unit } from "../time/period";
import type { Zone } from "../time/zone";

export interface PeriodTotal {
  period: Period;
  amounts: Amounts;
}

/** The periods in which something happened, oldest first; together they sum to what all entries sum to. */
export function totalsByPeriod(entries: readonly Entry[], unit: Unit, zone: Zone): PeriodTotal[] {
  const totals: PeriodTotal[] = [];
  for (const entry of [...entries].sort((a, b) => a.time - b.time)) {
    const last = totals.at(-1);
    if (last !== undefined && entry.time < last.period.to) last.amounts = plus(last.amounts, entry.amounts);
    else totals.push({ period: periodAt(entry.time, unit, zone), amounts: plus(NO_AMOUNTS, entry.amounts) });
  }
  return totals;
}

export type Whose = "subscription" | "agreement" | "bot" | "creator" | "owner" | "subscriber";

/**
 * By address (base58), of an agreement by bot and instance such as `<bot>/1`; in the order of their first entry. What left a vault
 * is nobody's but the bot's, its creator's and its owner's.
 */
export function totalsBy(entries: readonly Entry[], whose: Whose): Map<string, Amounts> {
  const totals = new Map<string, Amounts>();
  for (const entry of entries) {
    const name = nameOf(entry, whose);
    if (name !== null) totals.set(name, plus(totals.get(name) ?? NO_AMOUNTS, entry.amounts));
  }
  return totals;
}

function nameOf({ bot, creator, owner, parties }: Entry, whose: Whose): string | null {
  const own = { bot, creator, owner };
  if (whose === "bot" || whose === "creator" || whose === "owner") return own[whose].toBase58();
  if (parties === null) return null;
  return whose === "agreement" ? `${bot.toBase58()}/${parties.instance}` : parties[whose].toBase58();
}
