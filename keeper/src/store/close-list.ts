/** Everything that the database holds of closes, however far they came: for reading only. */
import type { Db } from "@profit-share/storage";
import { and, asc, eq, isNull } from "drizzle-orm";
import { amountsAfter, type CloseAmounts } from "./closes";
import { type CloseRow, closes, flightLanes, flights, type IntakeRow, intake } from "./schema";

export interface ListedClose {
  /** Base58. */
  subscription: string;
  /** `taken`: nobody has looked at its subscription since. `void`: there is nothing to settle of it. */
  status: "taken" | "pending" | "settled" | "refused" | "void";
  /** null where only the chain tells of it. */
  tradeId: string | null;
  /** Hexadecimal. */
  reference: string;
  /** i64, 1e-6 quote. */
  closePnl: bigint;
  /** null until it is pending. */
  sequence: bigint | null;
  /** null until it is settled, and where that is not known. */
  amounts: CloseAmounts | null;
  /** Of the transaction that settled it, or of the one in flight that is to. */
  signature: string | null;
  /** When it was handed over, or read from the chain. */
  since: Date;
  /** Why it was refused, is void, or waits; null if it is settled. */
  reason: string | null;
}

/** @param subscription base58; null for all, one subscription after the other */
export async function* listCloses(db: Db, subscription: string | null): AsyncGenerator<ListedClose> {
  const names = subscription === null ? await subscriptionsOf(db) : [subscription];
  for (const name of names) yield* await closesOf(db, name);
}

async function subscriptionsOf(db: Db): Promise<string[]> {
  const taken = await db.selectDistinct({ name: intake.subscription }).from(intake);
  const known = await db.selectDistinct({ name: closes.subscription }).from(closes);
  return [...new Set([...taken, ...known].map(({ name }) => name))].sort();
}

/** Those with a sequence in its order, then the others in the order in which they came. */
async function closesOf(db: Db, subscription: string): Promise<ListedClose[]> {
  const handed = await db
    .select()
    .from(intake)
    .where(eq(intake.subscription, subscription))
    .orderBy(asc(intake.number));
  const rows = await db
    .select()
    .from(closes)
    .where(eq(closes.subscription, subscription))
    .orderBy(asc(closes.instance), asc(closes.sequence));
  const flying = await inFlight(db, subscription);
  const known = new Set(rows.map(keyOf));
  return [
    ...rows.map((row, index) => listed(row, rows[index - 1], flying.get(keyOf(row)) ?? null)),
    ...handed.filter((close) => !known.has(keyOf(close))).map(handedOver),
  ];
}

const keyOf = ({ instance, reference }: { instance: bigint | null; reference: string }): string =>
  `${instance} ${reference}`;

/** Signatures by the closes that they are to settle. */
async function inFlight(db: Db, subscription: string): Promise<Map<string, string>> {
  const found = await db
    .select({ instance: flightLanes.instance, reference: flightLanes.reference, signature: flights.signature })
    .from(flightLanes)
    .innerJoin(flights, eq(flights.signature, flightLanes.signature))
    .where(and(eq(flightLanes.lane, subscription), eq(flightLanes.open, true), isNull(flights.landedSlot)));
  return new Map(
    found.flatMap(({ instance, reference, signature }) =>
      reference === null ? [] : [[keyOf({ instance, reference }), signature] as const],
    ),
  );
}

function listed(row: CloseRow, previous: CloseRow | undefined, flying: string | null): ListedClose {
  const { subscription, status, tradeId, reference, closePnl, sequence, recordedAt } = row;
  const said = { subscription, status, tradeId, reference, closePnl, sequence, since: recordedAt };
  const before = previous?.instance === row.instance && previous.sequence === sequence - 1n ? previous : undefined;
  if (status === "settled") {
    return { ...said, amounts: amountsAfter(row, before), signature: row.signature, reason: null };
  }
  return { ...said, amounts: null, signature: flying, reason: whyPending(before, flying) };
}

function whyPending(before: CloseRow | undefined, flying: string | null): string {
  if (flying !== null) return "its transaction is in flight";
  if (before?.status === "pending") return "the close before it is settled first";
  return "it is the next to be settled: explain says what keeps it";
}

function handedOver(close: IntakeRow): ListedClose {
  const { subscription, state, tradeId, reference, closePnl, takenAt, reason, missingSince } = close;
  const said = { subscription, tradeId, reference, closePnl, sequence: null, amounts: null, signature: null };
  // Admitted, and forgotten with its row: the chain's next reading brings it back.
  if (state === "admitted") return { ...said, status: "pending", since: takenAt, reason: "the history is read first" };
  if (state !== "taken") return { ...said, status: state, since: takenAt, reason };
  const waits =
    missingSince === null
      ? "the keeper has not looked at its subscription since"
      : "no node shows its subscription: after a day it is refused";
  return { ...said, status: "taken", since: takenAt, reason: waits };
}
