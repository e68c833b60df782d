/** Entries and records, page by page. */
import { decodeRecord, type SettlementRecord } from "@profit-share/sdk/history";
import type { Db } from "@profit-share/storage";
import { and, asc, desc, eq, gt, lt, or, type SQL } from "drizzle-orm";
import { entries, records } from "../store/schema";

export type EntryRow = typeof entries.$inferSelect;

/** Orders entries for good. */
export type Place = Pick<EntryRow, "slot" | "place">;

/** Whose entries. An owner's are those of the time in which the bot was its own. */
export type Of = Partial<Pick<EntryRow, "bot" | "owner" | "subscriber" | "subscription">>;

export interface Page {
  /** Behind this one; null: from the first. */
  after: Place | null;
  limit: number;
  newestFirst?: boolean;
}

/** Oldest first, unless the page says otherwise. */
export function entriesOf(db: Db, of: Of, { after, limit, newestFirst = false }: Page): Promise<EntryRow[]> {
  const order = newestFirst ? desc : asc;
  const where = and(wherein(of), after === null ? undefined : behind(after, newestFirst ? lt : gt));
  return db.select().from(entries).where(where).orderBy(order(entries.slot), order(entries.place)).limit(limit);
}

export interface RecordRow {
  instance: bigint;
  slot: number;
  signature: string;
  record: SettlementRecord;
  bytes: Uint8Array;
}

/** Records of an agreement, the oldest first. @param after the sequence of the last that is known */
export async function recordsOf(
  db: Db,
  { bot, instance }: { bot: string; instance: bigint },
  after: bigint,
  limit: number,
): Promise<RecordRow[]> {
  const rows = await db
    .select()
    .from(records)
    .where(and(eq(records.bot, bot), eq(records.instance, instance), gt(records.sequence, after)))
    .orderBy(asc(records.sequence))
    .limit(limit);
  return rows.map(({ instance: number, slot, signature, record }) => ({
    ...{ instance: number, slot, signature, bytes: record },
    record: decodeRecord(record),
  }));
}

const wherein = (of: Of): SQL | undefined =>
  and(...(Object.keys(of) as (keyof Of)[]).map((name) => eq(entries[name], of[name]!)));

const behind = ({ slot, place }: Place, than: typeof gt): SQL =>
  or(than(entries.slot, slot), and(eq(entries.slot, slot), than(entries.place, place)))!;
