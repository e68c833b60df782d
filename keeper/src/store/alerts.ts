/** Which problems operators know of: after a restart, and with several keepers, nobody is told the same again. */
import type { Db } from "@profit-share/storage";
import { sql } from "drizzle-orm";
import type { Checkpoints } from "./checkpoints";
import { type AlertRow, alerts } from "./message-tables";
import { addMessages, type Message } from "./outbox";

export interface AlertChange {
  /** As they are from now on. */
  rows: AlertRow[];
  messages: Message[];
}

export class AlertStore {
  constructor(
    private readonly db: Db,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** The messages and the note that they were made are stored together. */
  async change(now: Date, decide: (rows: readonly AlertRow[]) => AlertChange): Promise<void> {
    await this.checkpoints.pass("make_messages", () =>
      this.db.transaction(async (tx) => {
        // One keeper after the other.
        await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('profit-share alerts', 0))`);
        const { rows, messages } = decide(await tx.select().from(alerts));
        for (const row of rows) {
          await tx.insert(alerts).values(row).onConflictDoUpdate({ target: alerts.problem, set: row });
        }
        await addMessages(tx, messages, now);
      }),
    );
  }
}
