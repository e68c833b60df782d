/** What was paid to creators, trade by trade, as looks show it. */
import type { Db } from "@profit-share/storage";
import { and, asc, desc, eq, gt, inArray } from "drizzle-orm";
import type { Checkpoints } from "./checkpoints";
import { isSame, NOTHING_YET } from "./line";
import { type Distribution, isShown, type Known, type ShareLook, storeLooks } from "./payments";
import { profitShareDistributions as distributions, profitShareLedgers as ledgers } from "./tables";
import { Turn } from "./turn";

export type { Distribution, ShareLook } from "./payments";

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

/**
 * Called in the transaction that stores the rows: what it stores with `tx` is there if and only if they are. Not called for
 * what had been paid before the first look at a subscription. A fork can take the rows back.
 */
export type OnStored = (tx: Db, rows: readonly Distribution[]) => Promise<void>;

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
   * @returns whether it is stored; an older look that says something else is not, because a node may be behind, nor one that
   *   would take back what is final
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
        const stored = await storeLooks(tx, ordered, (look) => this.lastSlotOf(look), rows);
        if (rows.length > 0) await this.onStored(tx, rows);
        return stored;
      }),
    );
    for (const [index, look] of ordered.entries()) {
      const known = knownIn(newest[index]!);
      this.known.set(look.subscription, { ...known, slot: Math.max(known.slot, this.lastSlotOf(look)) });
    }
  }

  /** The slot of the newest look, also where that showed nothing new; 0 before one. */
  private lastSlotOf({ subscription }: ShareLook): number {
    return this.known.get(subscription)?.slot ?? 0;
  }
}

/** A copy of what is kept in mind, and no more: there may be thousands. */
const knownIn = ({ instance, slot, sequence, accrued, credited, waived }: Known): Known => ({
  ...{ instance, slot, sequence, accrued, credited, waived },
});
