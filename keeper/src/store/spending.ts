/** What the keeper spent on accounts of others, for each bot and UTC day. */
import type { Db } from "@profit-share/storage";
import { and, eq, sql } from "drizzle-orm";
import type { Checkpoints } from "./checkpoints";
import { spending } from "./schema";

export class Spending {
  constructor(
    private readonly db: Db,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** Lamports. @param bot base58 @param day unix time div 86,400 */
  async of(bot: string, day: number): Promise<bigint> {
    const [row] = await this.db
      .select()
      .from(spending)
      .where(and(eq(spending.bot, bot), eq(spending.day, day)));
    return row?.lamports ?? 0n;
  }

  /** Noted before it is sent, so that a kill in between spends too little rather than too much. @param lamports negative: not spent after all */
  async note(bot: string, day: number, lamports: bigint): Promise<void> {
    await this.checkpoints.pass("note_spending", () =>
      this.db
        .insert(spending)
        .values({ bot, day, lamports })
        .onConflictDoUpdate({
          target: [spending.bot, spending.day],
          set: { lamports: sql`${spending.lamports} + excluded.lamports` },
        }),
    );
  }
}
