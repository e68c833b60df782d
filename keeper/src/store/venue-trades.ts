/** Closes on the venue that settlements include, as they were read: kept for who shows them. Nothing is decided by them. */
import type { Db } from "@profit-share/storage";
import { and, eq, exists, inArray, isNull, or, sql } from "drizzle-orm";
import { batches } from "./batches";
import { lock, type SubscriptionInstance } from "./closes";
import { venueReadings as readings } from "./schema";
import {
  profitShareDistributions as distributions,
  profitShareLedgers as ledgers,
  profitShareVenueTrades as trades,
} from "./tables";

/** A row without whose it is. */
export type NewVenueTrade = Omit<typeof trades.$inferInsert, "subscription" | "instance">;
export type VenueReading = typeof readings.$inferSelect;

export class VenueTradeStore {
  constructor(private readonly db: Db) {}

  /**
   * How far each was read. One that is new begins with the settlements behind this one.
   * @param subjects each subscription once
   */
  async readings(subjects: readonly (SubscriptionInstance & { sequence: bigint })[]): Promise<VenueReading[]> {
    const found: VenueReading[] = [];
    for (const some of batches(subjects)) {
      await this.db.insert(readings).values(some).onConflictDoNothing();
      const names = some.map(({ subscription }) => subscription);
      found.push(...(await this.db.select().from(readings).where(inArray(readings.subscription, names))));
    }
    const of = new Map(subjects.map(({ subscription, instance }) => [subscription, instance]));
    return found.filter(({ subscription, instance }) => of.get(subscription) === instance);
  }

  /**
   * Stores what was read, and names what was paid by the closes that it is of.
   * @param from the sequence that it begins behind
   * @returns whether it is stored; not if another process was first
   */
  async store(upTo: VenueReading, from: bigint, rows: readonly NewVenueTrade[]): Promise<boolean> {
    const { subscription, instance } = upTo;
    return this.db.transaction(async (tx) => {
      // Payments of it are stored before or behind, never beside.
      await lock(tx, [upTo]);
      const last = and(isOf(readings, upTo), eq(readings.sequence, from));
      const moved = await tx.update(readings).set(upTo).where(last).returning();
      if (moved.length === 0) return false;
      const all = rows.map((row) => ({ ...row, subscription, instance }));
      for (const some of batches(all)) await tx.insert(trades).values(some).onConflictDoNothing();
      const sequences = all.flatMap(({ sequence, isOnly }) => (isOnly ? [sequence!] : []));
      for (const { sequence, tradeId } of await namesOf(tx, [{ ...upTo, sequences }])) {
        const paid = and(
          isOf(distributions, upTo),
          eq(distributions.sequence, sequence),
          isNull(distributions.tradeId),
        );
        await tx.update(distributions).set({ tradeId }).where(paid);
      }
      return true;
    });
  }
}

/**
 * What settlements are called that are known to include one close. Not those behind one that no look showed: what was paid of that
 * one counts as theirs.
 */
export async function namesOf(
  tx: Db,
  wanted: readonly (SubscriptionInstance & { sequences: readonly bigint[] })[],
): Promise<(SubscriptionInstance & { sequence: bigint; tradeId: string })[]> {
  if (wanted.every(({ sequences }) => sequences.length === 0)) return [];
  const before = and(
    eq(ledgers.subscription, trades.subscription),
    eq(ledgers.instance, trades.instance),
    eq(ledgers.sequence, sql`${trades.sequence} - 1`),
  );
  const named = wanted.map((one) => and(isOf(trades, one), inArray(trades.sequence, [...one.sequences])));
  const isSplit = exists(tx.select({ slot: ledgers.slot }).from(ledgers).where(before));
  const rows = await tx
    .select()
    .from(trades)
    .where(and(or(...named), eq(trades.isOnly, true), isSplit));
  return rows.map(({ subscription, instance, sequence, marketIndex, fillRecordId }) => ({
    ...{ subscription, instance, sequence: sequence! },
    tradeId: `drift:${marketIndex}:${fillRecordId}`,
  }));
}

const isOf = (
  table: typeof readings | typeof trades | typeof distributions,
  { subscription, instance }: SubscriptionInstance,
) => and(eq(table.subscription, subscription), eq(table.instance, instance));
