/** Attested closes, stored before they are sent. */
import type { Db } from "@profit-share/storage";
import { and, asc, eq, max, min, sql } from "drizzle-orm";
import { needsReconciliation, type Reconciliation, reconcile, type SettledClose, type StoredEnds } from "./align";
import type { Checkpoints } from "./checkpoints";
import { type CloseRow, closes } from "./schema";

/** One subscription: an address can be used again, and sequences count in each instance. */
export interface SubscriptionInstance {
  /** Base58. */
  subscription: string;
  instance: bigint;
}

export interface NewClose {
  /** Hexadecimal, 32 bytes: sha256 of the trade's id. */
  reference: string;
  tradeId: string | null;
  /** i64, 1e-6 quote. */
  closePnl: bigint;
}

/** The same trade was recorded before with another PnL. */
export class CloseConflict extends Error {
  override readonly name = "CloseConflict";
}

export class CloseStore {
  constructor(
    private readonly db: Db,
    private readonly checkpoints: Checkpoints,
  ) {}

  /**
   * Gives the close the next sequence, durably. A close that is recorded already keeps its own.
   * @param chainSequence the subscription's sequence; the rows have to be in line with it, see `isBehind`
   * @throws CloseConflict if the reference is recorded with another PnL
   */
  add(instance: SubscriptionInstance, close: NewClose, chainSequence: bigint): Promise<CloseRow> {
    return this.checkpoints.pass("record_close", () =>
      this.db.transaction(async (tx) => {
        await lock(tx, instance);
        const [known] = await tx
          .select()
          .from(closes)
          .where(and(of(instance), eq(closes.reference, close.reference)));
        if (known !== undefined) {
          if (known.closePnl === close.closePnl) return known;
          throw new CloseConflict(
            `The trade ${close.tradeId ?? close.reference} of subscription ${instance.subscription} was recorded with a PnL of ` +
              `${known.closePnl} base units, now it is said to be ${close.closePnl}: a close is settled once, pass a new trade id for another one`,
          );
        }
        const [last] = await tx
          .select({ sequence: max(closes.sequence) })
          .from(closes)
          .where(of(instance));
        const taken = last?.sequence ?? 0n;
        const sequence = (taken > chainSequence ? taken : chainSequence) + 1n;
        const [row] = await tx
          .insert(closes)
          .values({ ...instance, ...close, sequence, status: "pending" })
          .returning();
        return row!;
      }),
    );
  }

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

  /** Subscriptions with pending closes. */
  async subscriptions(): Promise<string[]> {
    const rows = await this.db
      .selectDistinct({ subscription: closes.subscription })
      .from(closes)
      .where(eq(closes.status, "pending"));
    return rows.map(({ subscription }) => subscription);
  }

  /** The creator's share of a settled close, base units; null while it is pending or its predecessor is unknown. */
  async shareOf(instance: SubscriptionInstance, { sequence, accrued }: CloseRow): Promise<bigint | null> {
    if (accrued === null) return null;
    if (sequence === 1n) return accrued;
    const [before] = await this.db
      .select({ accrued: closes.accrued })
      .from(closes)
      .where(and(of(instance), eq(closes.sequence, sequence - 1n)));
    return before?.accrued == null ? null : accrued - before.accrued;
  }

  /** Whether the chain has settlements that the rows do not know: then `reconcile` comes before anything else. */
  async isBehind(instance: SubscriptionInstance, chainSequence: bigint): Promise<boolean> {
    return needsReconciliation(await this.ends(instance), chainSequence);
  }

  /** @param history every settlement of the instance, from sequence 1 */
  async reconcile(instance: SubscriptionInstance, history: readonly SettledClose[]): Promise<Reconciliation> {
    return this.checkpoints.pass("reconcile_closes", () =>
      this.db.transaction(async (tx) => {
        await lock(tx, instance);
        const rows = await tx.select().from(closes).where(of(instance));
        const result = reconcile(rows, history);
        for (const close of result.settled) {
          const values = { ...close, status: "settled" as const };
          await tx
            .insert(closes)
            .values({ ...instance, ...values })
            .onConflictDoUpdate({ target: [closes.subscription, closes.instance, closes.reference], set: values });
        }
        for (const { reference, sequence } of result.renumbered) {
          await tx
            .update(closes)
            .set({ sequence })
            .where(and(of(instance), eq(closes.reference, reference)));
        }
        return result;
      }),
    );
  }

  private async ends(instance: SubscriptionInstance): Promise<StoredEnds> {
    const end = async (status: CloseRow["status"], bound: ReturnType<typeof min<typeof closes.sequence>>) => {
      const [row] = await this.db
        .select({ sequence: bound })
        .from(closes)
        .where(and(of(instance), eq(closes.status, status)));
      return row?.sequence ?? null;
    };
    return {
      lastSettled: (await end("settled", max(closes.sequence))) ?? 0n,
      firstPending: await end("pending", min(closes.sequence)),
    };
  }
}

/** Until the transaction ends: sequences are given one after the other, also by several processes. */
const lock = (tx: Db, { subscription, instance }: SubscriptionInstance) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`closes of ${subscription} ${instance}`}, 0))`);

const of = ({ subscription, instance }: SubscriptionInstance) =>
  and(eq(closes.subscription, subscription), eq(closes.instance, instance));
