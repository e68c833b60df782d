/** What the venue's accounts said: kept for who shows a course over time. Nothing is decided by it. */
import type { VenueUser } from "@profit-share/sdk";
import type { Db } from "@profit-share/storage";
import { desc, inArray } from "drizzle-orm";
import { batches } from "./batches";
import { observations } from "./schema";

export interface Observation {
  /** Base58. */
  subscription: string;
  instance: bigint;
  slot: number;
  /** Unix seconds of the cluster's clock. */
  at: bigint;
  /** null: the account is gone. */
  user: VenueUser | null;
}

type Row = Omit<typeof observations.$inferInsert, "recordedAt">;

export class ObservationStore {
  /** The newest of each subscription that is known to be stored. */
  private readonly last = new Map<string, Row>();

  constructor(private readonly db: Db) {}

  /**
   * Stores those that say something else than the newest of their subscription. Looks that are not newer are left out: a node
   * may be behind.
   * @throws Error what the database says: the next look is compared with what was stored before
   */
  async note(seen: readonly Observation[]): Promise<void> {
    await this.load(seen.map(({ subscription }) => subscription));
    const latest = new Map(this.last);
    const fresh: Row[] = [];
    for (const row of seen.map(rowOf).sort((a, b) => a.slot - b.slot)) {
      const before = latest.get(row.subscription);
      if (before !== undefined && (row.slot <= before.slot || contentOf(row) === contentOf(before))) continue;
      latest.set(row.subscription, row);
      fresh.push(row);
    }
    for (const rows of batches(fresh)) {
      // Two keepers may have looked at it in one slot.
      await this.db.insert(observations).values(rows).onConflictDoNothing();
      for (const row of rows) this.last.set(row.subscription, row);
    }
  }

  /** Another process may have stored newer ones of these, or will. */
  forget(isForgotten: (subscription: string) => boolean): void {
    for (const subscription of this.last.keys()) if (isForgotten(subscription)) this.last.delete(subscription);
  }

  private async load(subscriptions: readonly string[]): Promise<void> {
    const unknown = [...new Set(subscriptions)].filter((subscription) => !this.last.has(subscription));
    for (const names of batches(unknown)) {
      const rows = await this.db
        .selectDistinctOn([observations.subscription])
        .from(observations)
        .where(inArray(observations.subscription, names))
        .orderBy(observations.subscription, desc(observations.slot));
      for (const { recordedAt: _, ...row } of rows) this.last.set(row.subscription, row);
    }
  }
}

function rowOf({ subscription, instance, slot, at, user }: Observation): Row {
  return {
    subscription,
    instance,
    slot,
    at,
    realizedPnl: user?.realizedPnl ?? null,
    loss: user?.loss ?? null,
    settledPerpPnl: user?.settledPerpPnl ?? null,
    totalDeposits: user?.totalDeposits ?? null,
    totalWithdraws: user?.totalWithdraws ?? null,
    totalSocialLoss: user?.totalSocialLoss ?? null,
    beingLiquidated: user?.beingLiquidated ?? null,
    liquidationId: user?.liquidationId ?? null,
    flat: user?.flat ?? null,
  };
}

/** All but when it was. */
function contentOf({ slot: _slot, at: _at, subscription: _subscription, ...content }: Row): string {
  return Object.values(content).map(String).join();
}
