/** Attested closes with their sequences, stored before they are sent. */
import { min } from "@profit-share/sdk";
import type { Db } from "@profit-share/storage";
import {
  and,
  asc,
  count as countOf,
  eq,
  gt,
  inArray,
  isNull,
  min as leastOf,
  lte,
  max,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import { type ChainEnd, type HistoryPart, type Reconciliation, reconcile, type StoredEnds } from "./align";
import type { Checkpoints } from "./checkpoints";
import { type CloseRow, closes, intake, type KnownHistoryRow, knownHistory } from "./schema";

/** One subscription: an address can be used again, and sequences count in each instance. */
export interface SubscriptionInstance {
  /** Base58. */
  subscription: string;
  instance: bigint;
}

/** Up to which settlement the rows are known to be the chain's. */
export type KnownHistory = Omit<KnownHistoryRow, keyof SubscriptionInstance>;

/** Base units. Over all closes of a subscription `accrued` and `paid` add up to what the chain has. */
export interface CloseAmounts {
  /** The creator's share of this close. */
  accrued: bigint;
  /** What was paid of the creator's share since the close before, by the balance and by deposits: of older debts, too. */
  paid: bigint;
  /** What is owed after it, of all closes so far, without what the creator had waived by the first look that showed it settled. */
  owed: bigint;
  /** Profit of this close that the day's cap cut off for good. */
  dropped: bigint;
}

export class CloseStore {
  constructor(
    private readonly db: Db,
    private readonly checkpoints: Checkpoints,
  ) {}

  async get(instance: SubscriptionInstance, reference: string): Promise<CloseRow | null> {
    const [row] = await this.db
      .select()
      .from(closes)
      .where(and(of(instance), eq(closes.reference, reference)));
    return row ?? null;
  }

  /** In the order of their sequences. */
  pending(instance: SubscriptionInstance): Promise<CloseRow[]> {
    return this.db
      .select()
      .from(closes)
      .where(and(of(instance), eq(closes.status, "pending")))
      .orderBy(asc(closes.sequence));
  }

  /** How many closes are pending, and since when the oldest is; null without one. */
  async waiting(): Promise<{ count: number; since: Date | null }> {
    const [row] = await this.db
      .select({ count: countOf(), since: leastOf(closes.recordedAt) })
      .from(closes)
      .where(eq(closes.status, "pending"));
    return row!;
  }

  /** Subscriptions with pending closes. */
  async subscriptions(): Promise<string[]> {
    const rows = await this.db
      .selectDistinct({ subscription: closes.subscription })
      .from(closes)
      .where(eq(closes.status, "pending"));
    return rows.map(({ subscription }) => subscription);
  }

  /**
   * What a close led to; null while it is pending or its predecessor is unknown. Null, too, for one of which only an account
   * told that it is settled, because the node keeps no history: when the history is read the next time, it says the rest.
   */
  async amountsOf(instance: SubscriptionInstance, close: CloseRow): Promise<CloseAmounts | null> {
    if (close.accrued === null) return null;
    const [before] = await this.db
      .select({ accrued: closes.accrued, credited: closes.credited, waived: closes.waived })
      .from(closes)
      .where(and(of(instance), eq(closes.sequence, close.sequence - 1n)));
    return amountsAfter(close, before);
  }

  /** Up to which settlement the rows are known to be the chain's; null if nothing is known. */
  async known(instance: SubscriptionInstance): Promise<KnownHistory | null> {
    const [row] = await this.db
      .select()
      .from(knownHistory)
      .where(and(eq(knownHistory.subscription, instance.subscription), eq(knownHistory.instance, instance.instance)));
    return row ?? null;
  }

  /** The rows beside what the chain says. @param known as `known` answers */
  async ends(
    instance: SubscriptionInstance,
    known: Pick<KnownHistory, "sequence"> | null,
    { sequence }: Pick<ChainEnd, "sequence">,
  ): Promise<StoredEnds> {
    const from = known?.sequence ?? 0n;
    const settled = eq(closes.status, "settled");
    const beyond = and(settled, gt(closes.sequence, sequence));
    const [row] = await this.db
      .select({
        settledSince: count(and(settled, gt(closes.sequence, from), lte(closes.sequence, sequence))),
        reference: sql<
          string | null
        >`max(${closes.reference}) FILTER (WHERE ${and(settled, eq(closes.sequence, sequence))})`,
        beyond: count(beyond),
        slotBeyond: sql`max(${closes.slot}) FILTER (WHERE ${beyond})`.mapWith(Number),
        firstPending: sql`min(${closes.sequence}) FILTER (WHERE ${eq(closes.status, "pending")})`.mapWith(BigInt),
      })
      .from(closes)
      .where(of(instance));
    const { reference, slotBeyond, firstPending, ...counts } = row!;
    return {
      known: from,
      settledSince: counts.settledSince,
      atChain: reference === null ? null : { reference },
      beyond: counts.beyond > 0n,
      slotBeyond: slotBeyond ?? 0,
      firstPending: firstPending ?? null,
    };
  }

  /** Whether an account alone told that some of them are settled. */
  async isIncomplete(instance: SubscriptionInstance): Promise<boolean> {
    const incomplete = and(of(instance), eq(closes.status, "settled"), isNull(closes.dropped));
    return (await this.db.select({ sequence: closes.sequence }).from(closes).where(incomplete).limit(1)).length > 0;
  }

  /** The rows are in line with the chain up to there. @param waived by the creator so far, base units */
  async note(instance: SubscriptionInstance, known: KnownHistory, waived: bigint): Promise<void> {
    await this.checkpoints.pass("note_history", () =>
      this.db.transaction(async (tx) => {
        await setKnown(tx, instance, known);
        await noteWaived(tx, instance, waived);
      }),
    );
  }

  /**
   * @param known what is known afterwards; null if the chain has no settlement of the instance
   * @param waived by the creator so far, base units
   */
  async reconcile(
    instance: SubscriptionInstance,
    part: HistoryPart,
    known: KnownHistory | null,
    waived: bigint,
  ): Promise<Reconciliation> {
    return this.checkpoints.pass("reconcile_closes", () =>
      this.db.transaction(async (tx) => {
        await lock(tx, [instance]);
        const named = part.settlements.map(({ reference }) => reference);
        const concerned = or(
          eq(closes.status, "pending"),
          gt(closes.sequence, part.after),
          named.length === 0 ? undefined : inArray(closes.reference, named),
        );
        const rows = await tx
          .select()
          .from(closes)
          .where(and(of(instance), concerned));
        const result = reconcile(rows, part, await ownOf(tx, instance, rows));
        await apply(tx, instance, result);
        await tx.delete(knownHistory).where(eq(knownHistory.subscription, instance.subscription));
        if (known !== null) await setKnown(tx, instance, known);
        await noteWaived(tx, instance, waived);
        return result;
      }),
    );
  }
}

/** What a close led to, from its row and the one before; null as `amountsOf` says. */
export function amountsAfter(
  { sequence, accrued, credited, dropped, waived }: CloseRow,
  before: Pick<CloseRow, "accrued" | "credited" | "waived"> | undefined,
): CloseAmounts | null {
  if (accrued === null || credited === null || dropped === null) return null;
  const since = sequence === 1n ? { accrued: 0n, credited: 0n, waived: 0n } : before;
  if (since?.accrued == null || since.credited === null) return null;
  const unpaid = accrued - credited;
  // No look yet: at least what was waived before is. In rows of a lost database it can be what was waived later.
  const owed = unpaid - min(unpaid, waived ?? since.waived ?? 0n);
  return { accrued: accrued - since.accrued, paid: credited - since.credited, owed, dropped };
}

/** What a settlement says, of a close that has none (any more). */
export const UNSETTLED = { accrued: null, credited: null, dropped: null, waived: null, signature: null, slot: null };

async function apply(tx: Db, instance: SubscriptionInstance, result: Reconciliation): Promise<void> {
  const { settled, pending, forgotten } = result;
  if (forgotten.length > 0) await tx.delete(closes).where(and(of(instance), inArray(closes.reference, forgotten)));
  for (const close of settled) {
    const values = { ...close, status: "settled" as const };
    await tx
      .insert(closes)
      .values({ ...instance, ...values })
      .onConflictDoUpdate({ target: [closes.subscription, closes.instance, closes.reference], set: values });
  }
  for (const { reference, sequence } of pending) {
    await tx
      .update(closes)
      .set({ ...UNSETTLED, sequence, status: "pending" })
      .where(and(of(instance), eq(closes.reference, reference)));
  }
}

/** References among the rows that were handed over. */
async function ownOf(
  tx: Db,
  { subscription, instance }: SubscriptionInstance,
  rows: readonly CloseRow[],
): Promise<Set<string>> {
  const settled = rows.filter(({ status }) => status === "settled").map(({ reference }) => reference);
  if (settled.length === 0) return new Set();
  const here = and(eq(intake.subscription, subscription), eq(intake.instance, instance));
  const own = await tx
    .select({ reference: intake.reference })
    .from(intake)
    .where(and(here, inArray(intake.reference, settled)));
  return new Set(own.map(({ reference }) => reference));
}

/** Of those that no look has shown settled before. */
async function noteWaived(tx: Db, instance: SubscriptionInstance, waived: bigint): Promise<void> {
  await tx
    .update(closes)
    .set({ waived })
    .where(and(of(instance), eq(closes.status, "settled"), isNull(closes.waived)));
}

async function setKnown(db: Db, instance: SubscriptionInstance, known: KnownHistory) {
  await db
    .insert(knownHistory)
    .values({ ...instance, ...known })
    .onConflictDoUpdate({ target: [knownHistory.subscription, knownHistory.instance], set: known });
}

/** Gives a close the next sequence, behind every row and behind what the chain has. */
export async function insertNext(
  tx: Db,
  instance: SubscriptionInstance,
  close: Pick<CloseRow, "reference" | "tradeId" | "closePnl">,
  chainSequence: bigint,
): Promise<void> {
  const [last] = await tx
    .select({ sequence: max(closes.sequence) })
    .from(closes)
    .where(of(instance));
  const taken = last?.sequence ?? 0n;
  const sequence = (taken > chainSequence ? taken : chainSequence) + 1n;
  await tx.insert(closes).values({ ...instance, ...close, sequence, status: "pending" });
}

/** Until the transaction ends, one after the other: sequences are given in turn, also by several processes. */
export function lock(tx: Db, all: readonly SubscriptionInstance[]): Promise<unknown> {
  const names = all.map(({ subscription, instance }) => `closes of ${subscription} ${instance}`);
  return tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(${sql.param(names)}::text[]) as name`,
  );
}

const count = (condition: SQL | undefined) => sql`count(*) FILTER (WHERE ${condition})`.mapWith(BigInt);

const of = ({ subscription, instance }: SubscriptionInstance) =>
  and(eq(closes.subscription, subscription), eq(closes.instance, instance));
