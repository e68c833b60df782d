/**
 * Stores what one look showed of a subscription's share, and what was paid of it since the look before, trade by trade. So it
 * does not matter who paid, or whether a keeper was there when it happened.
 */
import type { Db } from "@profit-share/storage";
import { and, desc, eq, gt, inArray, lt, lte, or, sql } from "drizzle-orm";
import { lock, type SubscriptionInstance } from "./closes";
import { canBecome, isSame, NOTHING_YET, type Paid, paidBetween, type Settlement, type ShareLedger } from "./line";
import { closes, intake, lanes, UNPAID } from "./schema";
import { profitShareDistributions as distributions, profitShareLedgers as ledgers } from "./tables";
import { namesOf } from "./venue-trades";

/**
 * What one payment paid of one settlement's share. Addresses and signatures are base58, amounts base units. Spelled out, because
 * it is part of what the package declares to a host, which may not have Drizzle.
 */
export interface Distribution extends SubscriptionInstance {
  /** Rises with every row. */
  id: bigint;
  /** Of the settlement whose share is paid. */
  sequence: bigint;
  bot: string;
  creator: string;
  subscriber: string;
  agent: string;
  /**
   * As the host said it; null if it did not. Of a verified subscription `drift:<market>:<fill record id>` of the only close that its
   * settlement includes, once that is read; else null.
   */
  tradeId: string | null;
  /** 1e-6 quote; null if it is not known, and of a verified subscription. */
  closePnl: bigint | null;
  profitShareBps: number;
  /** What was paid, above zero. */
  amount: bigint;
  /** What was paid of the subscription with this row and all before it. */
  credited: bigint;
  /** Of the transaction that paid it; null if somebody else sent it, or the node did not say what it did. */
  signature: string | null;
  /** Of that transaction; without one, of the look that showed the payment. */
  slot: number;
  /** The cluster's time at the look that showed the payment. */
  distributedAt: Date;
}

/** What a look showed of one subscription. */
export interface ShareLook
  extends ShareLedger,
    SubscriptionInstance,
    Pick<Distribution, "bot" | "creator" | "subscriber" | "agent" | "profitShareBps" | "slot"> {
  /** The cluster's time. */
  seenAt: Date;
}

/** The newest look at a subscription, whichever instance it showed. */
export type Known = ShareLedger & Pick<ShareLook, "instance" | "slot">;

/**
 * Longer than any fork, a minute. What was still there so many slots later is there for good: a node that shows less has kept an
 * old answer.
 */
const FINAL_SLOTS = 300;

/**
 * @param lastSlot of the newest look before
 * @param told gets what was paid since then
 * @returns the newest look that is stored
 */
export async function storeLook(tx: Db, look: ShareLook, lastSlot: number, told: Distribution[]): Promise<Known> {
  await lock(tx, look);
  const last = await newestOf(tx, look);
  if (last !== null && (isShown(last, look) || look.slot <= last.slot)) return last;
  const isFork = last !== null && !canBecome(last, look);
  if (isFork && (await hasFinal(tx, look, lastSlot))) return last;
  const before = isFork ? await takeBack(tx, look) : last;
  if (before !== null && isShown(before, look)) return { ...before, slot: look.slot };
  await tx.insert(ledgers).values(look);
  const payment = await paymentOf(tx, look);
  const paid = paidBetween(before ?? NOTHING_YET, look, await settlementsFrom(tx, look, before ?? NOTHING_YET));
  if (paid.length === 0) return look;
  const rows = await tx
    .insert(distributions)
    .values(await rowsOf(tx, look, payment, paid))
    .returning();
  if (before !== null) told.push(...rows);
  return look;
}

export const isShown = (known: Known, look: ShareLook): boolean =>
  known.instance === look.instance && isSame(known, look);

async function newestOf(tx: Db, of: SubscriptionInstance): Promise<Known | null> {
  const [row] = await tx.select().from(ledgers).where(seenOf(of)).orderBy(desc(ledgers.slot)).limit(1);
  return row ?? null;
}

/** What is stored, and the look does not show. */
function goneIn(look: ShareLook) {
  const { sequence, accrued, credited, waived } = ledgers;
  const more = or(
    gt(sequence, look.sequence),
    gt(accrued, look.accrued),
    gt(credited, look.credited),
    gt(waived, look.waived),
  );
  return and(seenOf(look), more);
}

/** Whether some of it is final. */
async function hasFinal(tx: Db, look: ShareLook, lastSlot: number): Promise<boolean> {
  const final = and(goneIn(look), lt(ledgers.slot, lastSlot - FINAL_SLOTS));
  return (await tx.select({ slot: ledgers.slot }).from(ledgers).where(final).limit(1)).length > 0;
}

/** A fork took something back: forgets what the look shows that the chain does not have. @returns the newest look that is left */
async function takeBack(tx: Db, look: ShareLook): Promise<Known | null> {
  await tx.delete(ledgers).where(goneIn(look));
  const left = await newestOf(tx, look);
  await tx.delete(distributions).where(and(paidOf(look), gt(distributions.credited, left?.credited ?? 0n)));
  return left;
}

/** The settlements that may own what is behind the part of the line that is covered. */
async function settlementsFrom(tx: Db, of: ShareLook, { credited, waived }: ShareLedger): Promise<Settlement[]> {
  const covered = credited + waived;
  const seen = await tx
    .select({ sequence: ledgers.sequence, accrued: ledgers.accrued })
    .from(ledgers)
    .where(and(seenOf(of), gt(ledgers.accrued, covered)));
  const settled = await tx
    .select({ sequence: closes.sequence, accrued: sql<bigint>`${closes.accrued}`.mapWith(BigInt) })
    .from(closes)
    .where(and(settledOf(of), gt(closes.accrued, covered), lte(closes.sequence, of.sequence)));
  return [...seen, ...settled];
}

async function rowsOf(tx: Db, look: ShareLook, payment: Payment, paid: readonly Paid[]) {
  const { sequence: _sequence, accrued: _accrued, waived: _waived, seenAt, slot, ...parties } = look;
  const trades = await tradesOf(tx, look, paid);
  return paid.map((one) => {
    const { tradeId = null, closePnl = null } = trades.get(one.sequence) ?? {};
    return { ...parties, ...one, tradeId, closePnl, ...payment, distributedAt: seenAt };
  });
}

/** By their sequences. */
async function tradesOf(tx: Db, of: SubscriptionInstance, paid: readonly Paid[]) {
  const sequences = paid.map(({ sequence }) => sequence);
  const handed = and(eq(intake.subscription, closes.subscription), eq(intake.reference, closes.reference));
  const rows = await tx
    .select({
      sequence: closes.sequence,
      closePnl: closes.closePnl,
      // A row that was rebuilt from the chain has none.
      tradeId: sql<string | null>`coalesce(${closes.tradeId}, ${intake.tradeId})`,
    })
    .from(closes)
    .leftJoin(intake, handed)
    .where(and(settledOf(of), inArray(closes.sequence, sequences)));
  const trades = new Map<bigint, Pick<Distribution, "tradeId" | "closePnl">>();
  for (const { sequence, ...trade } of rows) trades.set(sequence, trade);
  const others = sequences.filter((sequence) => !trades.has(sequence));
  for (const { sequence, tradeId } of await namesOf(tx, of, others)) trades.set(sequence, { tradeId, closePnl: null });
  return trades;
}

type Payment = Pick<Distribution, "signature" | "slot">;

/**
 * A transaction of ours that no look has shown before, if it may have paid; else nobody knows which one did. It settled or
 * funded, so the first look behind it shows a change, and what later ones show is not its own.
 */
async function paymentOf(tx: Db, { subscription, slot }: ShareLook): Promise<Payment> {
  const shown = and(eq(lanes.lane, subscription), lte(lanes.paidSlot, slot));
  const [lane] = await tx.select().from(lanes).where(shown);
  if (lane === undefined) return { signature: null, slot };
  await tx.update(lanes).set(UNPAID).where(shown);
  return { signature: lane.paidBy, slot: lane.paidSlot! };
}

const seenOf = ({ subscription, instance }: SubscriptionInstance) =>
  and(eq(ledgers.subscription, subscription), eq(ledgers.instance, instance));

const paidOf = ({ subscription, instance }: SubscriptionInstance) =>
  and(eq(distributions.subscription, subscription), eq(distributions.instance, instance));

const settledOf = ({ subscription, instance }: SubscriptionInstance) =>
  and(eq(closes.subscription, subscription), eq(closes.instance, instance), eq(closes.status, "settled"));
