/** Entries as they come, and what forks take back of them. */
import type { Db } from "@profit-share/storage";
import { eq, gt, max, min } from "drizzle-orm";
import { progress, retractions } from "../store/schema";
import { type EntryRow, entriesOf, type Of, type Place } from "./entries";

/** Up to where somebody knows what happened. */
export interface Known extends Place {
  /** Number of the last retraction by then; 0: there was none. */
  retraction: number;
}

export type Event = { known: Known } & ({ kind: "entry"; entry: EntryRow } | { kind: "retract"; fromSlot: number });

const AT_A_TIME = 500;
/** Behind every entry of a slot. */
const END_OF_SLOT = 999_999_999;

/** Everything up to now. */
export async function knownNow(db: Db): Promise<Known> {
  const [last] = await db.select({ number: max(retractions.number) }).from(retractions);
  const [newest] = await entriesOf(db, {}, { after: null, limit: 1, newestFirst: true });
  return { slot: newest?.slot ?? 0, place: newest?.place ?? -1, retraction: last?.number ?? 0 };
}

/** What came since, as much as is given at a time. */
export async function eventsSince(db: Db, of: Of, known: Known): Promise<Event[]> {
  // All of one moment.
  return db.transaction((tx) => eventsIn(tx as unknown as Db, of, known), { isolationLevel: "repeatable read" });
}

async function eventsIn(tx: Db, of: Of, known: Known): Promise<Event[]> {
  const [since] = await tx
    .select({ slot: min(retractions.slot), newest: max(retractions.number) })
    .from(retractions)
    .where(gt(retractions.number, known.retraction));
  const now = { ...known, retraction: since?.newest ?? known.retraction };
  const events: Event[] = [];
  let place: Known = now;
  if (since?.slot != null && since.slot <= known.slot) {
    place = { ...now, slot: since.slot - 1, place: END_OF_SLOT };
    events.push({ kind: "retract", fromSlot: since.slot, known: place });
  }
  for (const entry of await entriesOf(tx, of, { after: place, limit: AT_A_TIME })) {
    events.push({ kind: "entry", entry, known: { ...now, slot: entry.slot, place: entry.place } });
  }
  return events;
}

/** Grows with everything that is stored. */
export async function stepsOf(db: Db): Promise<number> {
  const [row] = await db.select({ steps: progress.steps }).from(progress).where(eq(progress.only, true));
  return row?.steps ?? 0;
}
