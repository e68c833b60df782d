/** Attested subscriptions of which the host said that no close follows. */
import type { Db } from "@profit-share/storage";
import { eq } from "drizzle-orm";
import type { Checkpoints } from "./checkpoints";
import { finishing } from "./schema";

/** The word cannot count: of another wallet's subscription, of a verified one, or of one that is not closing. */
export class FinishRefused extends Error {
  override readonly name = "FinishRefused";
}

export class Finishing {
  constructor(
    private readonly db: Db,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** @param subscription base58 */
  async request(subscription: string): Promise<void> {
    await this.checkpoints.pass("request_final", () =>
      this.db.insert(finishing).values({ subscription }).onConflictDoNothing(),
    );
  }

  async isRequested(subscription: string): Promise<boolean> {
    const rows = await this.db.select().from(finishing).where(eq(finishing.subscription, subscription));
    return rows.length > 0;
  }

  /** The word counts no more: it was given while the subscription was not closing, or it has ended. */
  async withdraw(subscription: string): Promise<void> {
    await this.checkpoints.pass("request_final", () =>
      this.db.delete(finishing).where(eq(finishing.subscription, subscription)),
    );
  }

  /** Base58. */
  async subscriptions(): Promise<string[]> {
    return (await this.db.select({ name: finishing.subscription }).from(finishing)).map(({ name }) => name);
  }
}
