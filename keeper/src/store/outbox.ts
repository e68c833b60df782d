/**
 * Messages until they are delivered. One that is in hand is nobody else's for a while: a process that dies before it noted what
 * became of it leaves it to the next one, so a message is delivered once or, rarely, twice.
 */
import type { Db } from "@profit-share/storage";
import { and, asc, count, desc, eq, inArray, lt, lte, min, ne, type SQL, sql } from "drizzle-orm";
import type { Checkpoints } from "./checkpoints";
import { type Channel, type OutboxRow, outbox } from "./message-tables";

export type Message = Pick<OutboxRow, "id" | "kind" | "channel" | "target" | "payload">;

/** How many messages there are, and since when the oldest waits; null without one. */
export interface OutboxCounts {
  waiting: number;
  since: Date | null;
  dead: number;
}

const waiting = eq(outbox.state, "waiting");

/** Within a transaction that stores why. What is there already stays as it is. */
export async function addMessages(tx: Db, messages: readonly Message[], now: Date): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map((message) => ({ ...message, dueAt: now, madeAt: now }));
  await tx.insert(outbox).values(rows).onConflictDoNothing();
}

export class Outbox {
  constructor(
    private readonly db: Db,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** Takes messages that are due in hand, until a moment. */
  take(now: Date, most: number, until: Date): Promise<OutboxRow[]> {
    const due = this.db
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(waiting, lte(outbox.dueAt, now)))
      .orderBy(asc(outbox.dueAt))
      .limit(most)
      .for("update", { skipLocked: true });
    return this.db.update(outbox).set({ dueAt: until }).where(inArray(outbox.id, due)).returning();
  }

  /** It was delivered. */
  async sent(id: string, now: Date): Promise<void> {
    await this.note(eq(outbox.id, id), { state: "sent", sentAt: now, lastError: null });
  }

  /** It was not, and is tried again. */
  async failed(id: string, lastError: string, dueAt: Date): Promise<void> {
    await this.note(eq(outbox.id, id), { attempts: sql`${outbox.attempts} + 1`, lastError, dueAt });
  }

  /** It was not, and is not tried again unless somebody asks for it. */
  async died(id: string, lastError: string): Promise<void> {
    await this.note(eq(outbox.id, id), { attempts: sql`${outbox.attempts} + 1`, lastError, state: "dead" });
  }

  /** Out of hand, untried. */
  async giveBack(ids: readonly string[], dueAt: Date): Promise<void> {
    if (ids.length > 0) await this.note(inArray(outbox.id, ids), { dueAt });
  }

  /** Nothing goes to a channel, or to one target of it, before a moment. */
  async hold(channel: Channel, target: string | null, until: Date): Promise<void> {
    const there = target === null ? undefined : eq(outbox.target, target);
    await this.note(and(eq(outbox.channel, channel), there, lt(outbox.dueAt, until)), { dueAt: until });
  }

  async counts(): Promise<OutboxCounts> {
    const rows = await this.db
      .select({ state: outbox.state, count: count(), since: min(outbox.madeAt) })
      .from(outbox)
      .where(ne(outbox.state, "sent"))
      .groupBy(outbox.state);
    const of = (state: OutboxRow["state"]) => rows.find((row) => row.state === state);
    return { waiting: of("waiting")?.count ?? 0, since: of("waiting")?.since ?? null, dead: of("dead")?.count ?? 0 };
  }

  /** Those that are not delivered, the newest first. */
  undelivered(states: readonly ("waiting" | "dead")[], most: number): Promise<OutboxRow[]> {
    return this.db.select().from(outbox).where(inArray(outbox.state, states)).orderBy(desc(outbox.madeAt)).limit(most);
  }

  /** Tries a dead one again, as if it had never been tried. @returns whether there is such a dead one */
  async revive(id: string, now: Date): Promise<boolean> {
    const rows = await this.db
      .update(outbox)
      .set({ state: "waiting", attempts: 0, dueAt: now })
      .where(and(eq(outbox.id, id), eq(outbox.state, "dead")))
      .returning({ id: outbox.id });
    return rows.length > 0;
  }

  /** Forgets what was delivered or died, and was made before a moment. */
  async prune(before: Date): Promise<void> {
    await this.db.delete(outbox).where(and(ne(outbox.state, "waiting"), lt(outbox.madeAt, before)));
  }

  /** Only of one that waits: it may have been delivered by somebody who took it when its time in hand was over. */
  private async note(where: SQL | undefined, values: Parameters<ReturnType<Db["update"]>["set"]>[0]): Promise<void> {
    await this.checkpoints.pass("note_message", () => this.db.update(outbox).set(values).where(and(where, waiting)));
  }
}
