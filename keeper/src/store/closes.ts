/** Attested closes, stored before they are sent. */
import { and, asc, eq, max, min } from "drizzle-orm";
import type { PgliteDatabase } from "drizzle-orm/pglite";
import { needsReconciliation, type Reconciliation, reconcile, type SettledClose, type StoredEnds } from "./align";
import type { Steps } from "./checkpoints";
import { type CloseRow, closes } from "./schema";

/** One agreement: what sequences count in. */
export interface Agreement {
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
    private readonly db: PgliteDatabase,
    private readonly steps: Steps,
  ) {}

  /**
   * Gives the close the next sequence, durably. A close that is recorded already keeps its own.
   * @param chainSequence the subscription's sequence; the rows have to be in line with it, see `isBehind`
   * @throws CloseConflict if the reference is recorded with another PnL
   */
  record(agreement: Agreement, close: NewClose, chainSequence: bigint): Promise<CloseRow> {
    return this.steps.take("record_close", () =>
      this.db.transaction(async (tx) => {
        const [known] = await tx
          .select()
          .from(closes)
          .where(and(of(agreement), eq(closes.reference, close.reference)));
        if (known !== undefined) {
          if (known.closePnl === close.closePnl) return known;
          throw new CloseConflict(
            `The trade ${close.tradeId ?? close.reference} of subscription ${agreement.subscription} was recorded with a PnL of ` +
              `${known.closePnl} base units, now it is said to be ${close.closePnl}: a close is settled once, pass a new trade id for another one`,
          );
        }
        const [last] = await tx
          .select({ sequence: max(closes.sequence) })
          .from(closes)
          .where(of(agreement));
        const taken = last?.sequence ?? 0n;
        const sequence = (taken > chainSequence ? taken : chainSequence) + 1n;
        const [row] = await tx
          .insert(closes)
          .values({ ...agreement, ...close, sequence, status: "pending" })
          .returning();
        return row!;
      }),
    );
  }

  async find(agreement: Agreement, reference: string): Promise<CloseRow | null> {
    const [row] = await this.db
      .select()
      .from(closes)
      .where(and(of(agreement), eq(closes.reference, reference)));
    return row ?? null;
  }

  /** In the order of their sequences. */
  pending(agreement: Agreement): Promise<CloseRow[]> {
    return this.db
      .select()
      .from(closes)
      .where(and(of(agreement), eq(closes.status, "pending")))
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
  async shareOf(agreement: Agreement, { sequence, accrued }: CloseRow): Promise<bigint | null> {
    if (accrued === null) return null;
    if (sequence === 1n) return accrued;
    const [before] = await this.db
      .select({ accrued: closes.accrued })
      .from(closes)
      .where(and(of(agreement), eq(closes.sequence, sequence - 1n)));
    return before?.accrued == null ? null : accrued - before.accrued;
  }

  /** Whether the chain has settlements that the rows do not know: then `reconcile` comes before anything else. */
  async isBehind(agreement: Agreement, chainSequence: bigint): Promise<boolean> {
    return needsReconciliation(await this.ends(agreement), chainSequence);
  }

  /** @param history every settlement of the agreement, from sequence 1 */
  async reconcile(agreement: Agreement, history: readonly SettledClose[]): Promise<Reconciliation> {
    return this.steps.take("reconcile_closes", () =>
      this.db.transaction(async (tx) => {
        const rows = await tx.select().from(closes).where(of(agreement));
        const result = reconcile(rows, history);
        for (const close of result.settled) {
          const values = { ...close, status: "settled" as const };
          await tx
            .insert(closes)
            .values({ ...agreement, ...values })
            .onConflictDoUpdate({ target: [closes.subscription, closes.instance, closes.reference], set: values });
        }
        for (const { reference, sequence } of result.renumbered) {
          await tx
            .update(closes)
            .set({ sequence })
            .where(and(of(agreement), eq(closes.reference, reference)));
        }
        return result;
      }),
    );
  }

  private async ends(agreement: Agreement): Promise<StoredEnds> {
    const end = async (status: CloseRow["status"], bound: ReturnType<typeof min<typeof closes.sequence>>) => {
      const [row] = await this.db
        .select({ sequence: bound })
        .from(closes)
        .where(and(of(agreement), eq(closes.status, status)));
      return row?.sequence ?? null;
    };
    return {
      lastSettled: (await end("settled", max(closes.sequence))) ?? 0n,
      firstPending: await end("pending", min(closes.sequence)),
    };
  }
}

const of = ({ subscription, instance }: Agreement) =>
  and(eq(closes.subscription, subscription), eq(closes.instance, instance));
