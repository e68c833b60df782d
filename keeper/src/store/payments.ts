/**
 * Stores what one look showed of a subscription's share, and what was paid of it since the look before, trade by trade. So it
 * does not matter who paid, or whether a keeper was there when it happened.
 */
import type { Db } from "@profit-share/storage";
import { and, desc, eq, gt, lt, lte, or, sql } from "drizzle-orm";
import { batches } from "./batches";
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

/** So many looks at a time: each question is one statement for all of them. */
const TOGETHER = 100;

/** A look that showed what the one before did not. */
interface Change {
  look: ShareLook;
  /** null: it is the first. */
  before: Known | null;
}

/**
 * @param looks in the order of their subscriptions
 * @param lastSlotOf of the newest look before
 * @param told gets what was paid since then
 * @returns of each the newest look that is stored
 */
export async function storeLooks(
  tx: Db,
  looks: readonly ShareLook[],
  lastSlotOf: (look: ShareLook) => number,
  told: Distribution[],
): Promise<Known[]> {
  const stored: Known[] = [];
  for (const round of roundsOf(looks)) {
    await lock(tx, round);
    const newest = await newestOf(tx, round);
    const changes: Change[] = [];
    for (const look of round) {
      const one = await changeIn(tx, look, newest.get(look.subscription) ?? null, lastSlotOf(look));
      const isChange = "look" in one;
      if (isChange) changes.push(one);
      stored.push(isChange ? look : one);
    }
    if (changes.length > 0) await storeChanges(tx, changes, told);
  }
  return stored;
}

/** A look goes on from the one before it, so that of one subscription each is in a round of its own. */
function roundsOf(looks: readonly ShareLook[]): ShareLook[][] {
  const rounds: ShareLook[][] = [];
  for (const look of looks) {
    const round = rounds.at(-1);
    if (round === undefined || round.length === TOGETHER || round.at(-1)!.subscription === look.subscription) {
      rounds.push([look]);
    } else round.push(look);
  }
  return rounds;
}

/** @returns what is stored already, where the look says nothing else, or is not believed */
async function changeIn(tx: Db, look: ShareLook, last: Known | null, lastSlot: number): Promise<Change | Known> {
  if (last !== null && (isShown(last, look) || look.slot <= last.slot)) return last;
  const isFork = last !== null && !canBecome(last, look);
  if (isFork && (await hasFinal(tx, look, lastSlot))) return last;
  const before = isFork ? await takeBack(tx, look) : last;
  return before !== null && isShown(before, look) ? { ...before, slot: look.slot } : { look, before };
}

async function storeChanges(tx: Db, changes: readonly Change[], told: Distribution[]): Promise<void> {
  const looks = changes.map(({ look }) => look);
  await tx.insert(ledgers).values(looks);
  const payments = await paymentsOf(tx, looks);
  const settlements = await settlementsOf(tx, changes);
  const paying = changes.map(({ look, before }) => {
    const known = settlements.get(look.subscription) ?? [];
    return { look, known, paid: paidBetween(before ?? NOTHING_YET, look, known) };
  });
  const names = await venueNamesOf(tx, paying);
  const rows = paying.flatMap(({ look, known, paid }) => {
    const { sequence: _sequence, accrued: _accrued, waived: _waived, seenAt, slot, ...parties } = look;
    const payment = payments.get(look.subscription) ?? { signature: null, slot };
    return paid.map((one) => {
      const handed = known.find(({ sequence, trade }) => sequence === one.sequence && trade !== null)?.trade;
      const named = { tradeId: names.get(nameOf(look, one)) ?? null, closePnl: null };
      return { ...parties, ...one, ...(handed ?? named), ...payment, distributedAt: seenAt };
    });
  });
  const first = new Set(changes.flatMap(({ look, before }) => (before === null ? [look.subscription] : [])));
  for (const some of batches(rows)) {
    const stored = await tx.insert(distributions).values(some).returning();
    told.push(...stored.filter(({ subscription }) => !first.has(subscription)));
  }
}

export const isShown = (known: Known, look: ShareLook): boolean =>
  known.instance === look.instance && isSame(known, look);

/** By subscription. */
async function newestOf(tx: Db, all: readonly SubscriptionInstance[]): Promise<Map<string, Known>> {
  const rows = await tx
    .selectDistinctOn([ledgers.subscription])
    .from(ledgers)
    .where(or(...all.map(seenOf)))
    .orderBy(ledgers.subscription, desc(ledgers.slot));
  return new Map(rows.map((row) => [row.subscription, row]));
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
  const left = (await newestOf(tx, [look])).get(look.subscription) ?? null;
  await tx.delete(distributions).where(and(paidOf(look), gt(distributions.credited, left?.credited ?? 0n)));
  return left;
}

/** A settlement of the line, with what the host said of it. */
interface Told extends Settlement {
  /** null: nobody handed its close over, or only a look tells of it. */
  trade: Pick<Distribution, "tradeId" | "closePnl"> | null;
}

/** The settlements that may own what is behind the covered part of each line, by subscription. */
async function settlementsOf(tx: Db, changes: readonly Change[]): Promise<Map<string, Told[]>> {
  const behind = (table: typeof ledgers | typeof closes, { before }: Change) =>
    gt(table.accrued, (before?.credited ?? 0n) + (before?.waived ?? 0n));
  const seen = await tx
    .select({ subscription: ledgers.subscription, sequence: ledgers.sequence, accrued: ledgers.accrued })
    .from(ledgers)
    .where(or(...changes.map((one) => and(seenOf(one.look), behind(ledgers, one)))));
  const handed = and(eq(intake.subscription, closes.subscription), eq(intake.reference, closes.reference));
  const settled = await tx
    .select({
      subscription: closes.subscription,
      sequence: closes.sequence,
      accrued: sql<bigint>`${closes.accrued}`.mapWith(BigInt),
      closePnl: closes.closePnl,
      // A row that was rebuilt from the chain has none.
      tradeId: sql<string | null>`coalesce(${closes.tradeId}, ${intake.tradeId})`,
    })
    .from(closes)
    .leftJoin(intake, handed)
    .where(
      or(
        ...changes.map((one) => and(settledOf(one.look), behind(closes, one), lte(closes.sequence, one.look.sequence))),
      ),
    );
  const told = new Map<string, Told[]>(changes.map(({ look }) => [look.subscription, []]));
  for (const { subscription, ...one } of seen) told.get(subscription)!.push({ ...one, trade: null });
  for (const { subscription, sequence, accrued, ...trade } of settled) {
    told.get(subscription)!.push({ sequence, accrued, trade });
  }
  return told;
}

/** Of settlements whose close nobody handed over, as the venue's log names it. */
async function venueNamesOf(
  tx: Db,
  paying: readonly { look: ShareLook; known: readonly Told[]; paid: readonly Paid[] }[],
): Promise<Map<string, string>> {
  const wanted = paying.flatMap(({ look, known, paid }) => {
    const handed = new Set(known.flatMap(({ sequence, trade }) => (trade === null ? [] : [sequence])));
    const sequences = paid.map(({ sequence }) => sequence).filter((sequence) => !handed.has(sequence));
    return sequences.length === 0 ? [] : [{ ...look, sequences }];
  });
  return new Map((await namesOf(tx, wanted)).map((one) => [nameOf(one, one), one.tradeId]));
}

const nameOf = ({ subscription }: Pick<ShareLook, "subscription">, { sequence }: Pick<Paid, "sequence">): string =>
  `${subscription} ${sequence}`;

type Payment = Pick<Distribution, "signature" | "slot">;

/**
 * By subscription: a transaction of ours that no look has shown before, if it may have paid; of the others nobody knows which one
 * did. It settled or funded, so the first look behind it shows a change, and what later ones show is not its own.
 */
async function paymentsOf(tx: Db, looks: readonly ShareLook[]): Promise<Map<string, Payment>> {
  const shown = or(
    ...looks.map(({ subscription, slot }) => and(eq(lanes.lane, subscription), lte(lanes.paidSlot, slot))),
  );
  const rows = await tx.select().from(lanes).where(shown);
  if (rows.length > 0) await tx.update(lanes).set(UNPAID).where(shown);
  return new Map(rows.map(({ lane, paidBy, paidSlot }) => [lane, { signature: paidBy, slot: paidSlot! }]));
}

const seenOf = ({ subscription, instance }: SubscriptionInstance) =>
  and(eq(ledgers.subscription, subscription), eq(ledgers.instance, instance));

const paidOf = ({ subscription, instance }: SubscriptionInstance) =>
  and(eq(distributions.subscription, subscription), eq(distributions.instance, instance));

const settledOf = ({ subscription, instance }: SubscriptionInstance) =>
  and(eq(closes.subscription, subscription), eq(closes.instance, instance), eq(closes.status, "settled"));
