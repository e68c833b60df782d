/**
 * What was paid to creators, trade by trade: derived from what a look shows of a subscription's share against what the look
 * before did. So it does not matter who paid, or whether a keeper was there when it happened.
 */
import type { Db } from "@profit-share/storage";
import { and, asc, desc, eq, gt, inArray, lte, or, sql } from "drizzle-orm";
import type { Checkpoints } from "./checkpoints";
import { lock, type SubscriptionInstance } from "./closes";
import { canBecome, isSame, NOTHING_YET, type Paid, paidBetween, type Settlement, type ShareLedger } from "./line";
import { closes, intake, lanes, UNPAID } from "./schema";
import { profitShareDistributions as distributions, profitShareLedgers as ledgers } from "./tables";
import { Turn } from "./turn";

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
  /** As the host said it; null if it did not, and of a verified subscription. */
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

/** Which rows are asked for: those to which all that is named applies. */
export interface DistributionQuery {
  /** Base58, like the others. */
  subscription?: string;
  bot?: string;
  creator?: string;
  /** Only rows with a higher id: that of the last row that was read. */
  after?: bigint;
  /** Rows at the most; 100 if left out. */
  limit?: number;
}

/** What a look showed of one subscription. */
export interface ShareLook
  extends ShareLedger,
    SubscriptionInstance,
    Pick<Distribution, "bot" | "creator" | "subscriber" | "agent" | "profitShareBps" | "slot"> {
  /** The cluster's time. */
  seenAt: Date;
}

/**
 * Called in the transaction that stores the rows: what it stores with `tx` is there if and only if they are. Not called for
 * what had been paid before the first look at a subscription. A fork can take the rows back.
 */
export type OnStored = (tx: Db, rows: readonly Distribution[]) => Promise<void>;

/** The newest look at a subscription, whichever instance it showed. */
type Known = ShareLedger & Pick<ShareLook, "instance" | "slot">;

export class DistributionStore {
  private readonly known = new Map<string, Known>();
  private readonly loading = new Turn<ShareLook>((looks) => this.load(looks));
  private readonly storing = new Turn<ShareLook>((looks) => this.storeAll(looks));

  constructor(
    private readonly db: Db,
    private readonly checkpoints: Checkpoints,
    private readonly onStored: OnStored = async () => {},
  ) {}

  /**
   * Stores what the look shows. The database is asked only if it is not what the look before showed.
   * @returns whether it is stored; an older look that says something else is not, because a node may be behind
   */
  async note(look: ShareLook): Promise<boolean> {
    const { subscription, slot } = look;
    if (!this.known.has(subscription)) await this.loading.add(look);
    const known = this.known.get(subscription);
    if (known === undefined || (!isShown(known, look) && slot > known.slot)) await this.storing.add(look);
    else known.slot = Math.max(known.slot, slot);
    const newest = this.known.get(subscription);
    // Forgotten meanwhile, as of another process.
    return newest !== undefined && isShown(newest, look);
  }

  /** The subscription does not exist any more, or another process looks after it. */
  forget(isForgotten: (subscription: string) => boolean): void {
    for (const subscription of this.known.keys()) if (isForgotten(subscription)) this.known.delete(subscription);
  }

  /** In the order of their ids. */
  list({ subscription, bot, creator, after = 0n, limit = 100 }: DistributionQuery): Promise<Distribution[]> {
    const named = [
      subscription === undefined ? undefined : eq(distributions.subscription, subscription),
      bot === undefined ? undefined : eq(distributions.bot, bot),
      creator === undefined ? undefined : eq(distributions.creator, creator),
    ];
    return this.db
      .select()
      .from(distributions)
      .where(and(gt(distributions.id, after), ...named))
      .orderBy(asc(distributions.id))
      .limit(limit);
  }

  private async load(looks: readonly ShareLook[]): Promise<void> {
    const names = looks.map(({ subscription }) => subscription);
    const rows = await this.db
      .selectDistinctOn([ledgers.subscription])
      .from(ledgers)
      .where(inArray(ledgers.subscription, names))
      .orderBy(ledgers.subscription, desc(ledgers.instance), desc(ledgers.slot));
    const found = new Set(rows.map(({ subscription }) => subscription));
    const fresh = looks.filter((look) => !found.has(look.subscription) && isSame(look, NOTHING_YET));
    if (fresh.length > 0) await this.begin(fresh);
    for (const row of [...rows, ...fresh]) this.known.set(row.subscription, knownIn(row));
  }

  /** A fleet that is new has thousands of subscriptions that have settled nothing. */
  private async begin(looks: readonly ShareLook[]): Promise<void> {
    await this.checkpoints.pass("note_share", () =>
      this.db
        .insert(ledgers)
        .values([...looks])
        .onConflictDoNothing(),
    );
  }

  private async storeAll(looks: readonly ShareLook[]): Promise<void> {
    // In one order, also by several processes: none waits for another that waits for it.
    const ordered = [...looks].sort((a, b) => (a.subscription < b.subscription ? -1 : 1));
    const newest = await this.checkpoints.pass("note_share", () =>
      this.db.transaction(async (tx) => {
        const rows: Distribution[] = [];
        const stored: Known[] = [];
        for (const look of ordered) stored.push(await store(tx, look, rows));
        if (rows.length > 0) await this.onStored(tx, rows);
        return stored;
      }),
    );
    for (const [index, known] of newest.entries()) this.known.set(ordered[index]!.subscription, knownIn(known));
  }
}

/** @param told gets what was paid since the look before @returns the newest look that is stored */
async function store(tx: Db, look: ShareLook, told: Distribution[]): Promise<Known> {
  await lock(tx, look);
  const last = await newestOf(tx, look);
  if (last !== null && (isShown(last, look) || look.slot <= last.slot)) return last;
  const before = last === null || canBecome(last, look) ? last : await takeBack(tx, look);
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

/** A copy of what is kept in mind, and no more: there may be thousands. */
const knownIn = ({ instance, slot, sequence, accrued, credited, waived }: Known): Known => ({
  ...{ instance, slot, sequence, accrued, credited, waived },
});

const isShown = (known: Known, look: ShareLook): boolean => known.instance === look.instance && isSame(known, look);

async function newestOf(tx: Db, of: SubscriptionInstance): Promise<Known | null> {
  const [row] = await tx.select().from(ledgers).where(seenOf(of)).orderBy(desc(ledgers.slot)).limit(1);
  return row ?? null;
}

/** A fork took something back: forgets what the look shows that the chain does not have. @returns the newest look that is left */
async function takeBack(tx: Db, look: ShareLook): Promise<Known | null> {
  const { sequence, accrued, credited, waived } = ledgers;
  const gone = or(
    gt(sequence, look.sequence),
    gt(accrued, look.accrued),
    gt(credited, look.credited),
    gt(waived, look.waived),
  );
  await tx.delete(ledgers).where(and(seenOf(look), gone));
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
  return new Map(rows.map(({ sequence, ...trade }) => [sequence, trade]));
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
