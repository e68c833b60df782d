/** Since when money of a subscription waits for the next time of a periodic policy. Unix seconds of the cluster's clock. */
import type { Db } from "@profit-share/storage";
import { eq } from "drizzle-orm";
import type { Checkpoints } from "./checkpoints";
import { moneyWaits } from "./schema";

export class MoneyWaits {
  constructor(
    private readonly db: Db,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** Money waits: since when. @param now from now on, if none did @param subscription base58 */
  async since(subscription: string, now: bigint): Promise<bigint> {
    const [row] = await this.db.select().from(moneyWaits).where(eq(moneyWaits.subscription, subscription));
    if (row !== undefined) return row.since;
    await this.begin(subscription, now);
    return now;
  }

  /** What is left waits from now on. */
  async begin(subscription: string, since: bigint): Promise<void> {
    await this.checkpoints.pass("note_money", () =>
      this.db
        .insert(moneyWaits)
        .values({ subscription, since })
        .onConflictDoUpdate({ target: moneyWaits.subscription, set: { since } }),
    );
  }

  /** None waits any more. */
  async end(subscription: string): Promise<void> {
    await this.checkpoints.pass("note_money", () =>
      this.db.delete(moneyWaits).where(eq(moneyWaits.subscription, subscription)),
    );
  }
}
