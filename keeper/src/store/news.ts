/**
 * Payments that are to be told. They are noted in the transaction that stores the payment, and become messages a while later: a
 * fork may take a payment back, and a summary waits for its time.
 */
import type { Db } from "@profit-share/storage";
import { and, eq, inArray, lte, sql } from "drizzle-orm";
import { nextTime } from "../time/schedule";
import type { Checkpoints } from "./checkpoints";
import type { Distribution } from "./distributions";
import { type Channel, news, recipients } from "./message-tables";
import { addMessages, type Message } from "./outbox";
import { profitShareDistributions as distributions } from "./tables";

type RecipientRow = typeof recipients.$inferSelect;
type NewsRow = typeof news.$inferSelect;

/** Whom payments are told to, and how. */
export interface Audience {
  channel: Channel;
  /** A webhook's URL, or a creator's chat. */
  target: string;
  /** null for a webhook. */
  recipient: RecipientRow | null;
}

export interface Composed {
  messages: Message[];
  /** When the payments are looked at again; null if they are not. */
  later: Date | null;
}

/** What becomes of payments that are due for somebody. */
export type Compose = (audience: Audience, payments: readonly Distribution[], now: Date) => Composed;

/** Some 150 slots: what a fork took back is not told. */
const FORK_MS = 30_000;
/** Rows in one statement: a server takes no more than 65,535 values. */
const BATCH = 2_000;
/** Whose news become messages in one transaction. */
const MOST_AUDIENCES = 50;

export class NewsStore {
  constructor(
    private readonly db: Db,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** Within the transaction that stores the payments. @param webhooks the URLs that are told everything */
  async note(tx: Db, payments: readonly Distribution[], webhooks: readonly string[], now: Date): Promise<void> {
    const final = new Date(now.getTime() + FORK_MS);
    const creators = [...new Set(payments.map(({ creator }) => creator))];
    const asked = await tx.select().from(recipients).where(inArray(recipients.creator, creators));
    const dueOf = new Map(asked.map((one) => [one.creator, timeOf(one, final)]));
    const rows = payments.flatMap(({ id: distribution, creator }): NewsRow[] => {
      const told = webhooks.map((recipient) => ({
        channel: "webhook" as const,
        recipient,
        distribution,
        dueAt: final,
      }));
      const dueAt = dueOf.get(creator) ?? null;
      return dueAt === null ? told : [...told, { channel: "telegram", recipient: creator, distribution, dueAt }];
    });
    await insert(tx, rows);
  }

  /**
   * Makes messages of what is due. Of several keepers one does it at a time, so that what belongs together is one message.
   * @returns whether there was something
   */
  async gather(now: Date, compose: Compose): Promise<boolean> {
    const due = lte(news.dueAt, now);
    const audiences = await this.db
      .selectDistinct({ channel: news.channel, recipient: news.recipient })
      .from(news)
      .where(due)
      .limit(MOST_AUDIENCES);
    if (audiences.length === 0) return false;
    return this.checkpoints.pass("make_messages", () =>
      this.db.transaction(async (tx) => {
        if (!(await isAlone(tx))) return false;
        for (const { channel, recipient } of audiences) {
          const theirs = and(eq(news.channel, channel), eq(news.recipient, recipient));
          const rows = await tx.delete(news).where(and(due, theirs)).returning();
          const audience = await audienceOf(tx, channel, recipient);
          // Who has changed their mind is not told what was due.
          if (audience === null) continue;
          const payments = await paymentsOf(tx, rows);
          const { messages, later } = compose(audience, payments, now);
          await addMessages(tx, messages, now);
          if (later !== null)
            await insert(
              tx,
              rows.map((row) => ({ ...row, dueAt: later })),
            );
        }
        return true;
      }),
    );
  }
}

/** null: never. @param after when it can be told at the earliest */
export function timeOf({ cron, timeZone }: Pick<RecipientRow, "cron" | "timeZone">, after: Date): Date | null {
  if (cron === null) return after;
  const seconds = nextTime(cron, timeZone, BigInt(Math.floor(after.getTime() / 1_000)));
  return seconds === null ? null : new Date(Number(seconds) * 1_000);
}

async function insert(tx: Db, rows: readonly NewsRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += BATCH) {
    // Nothing that is told may make a payment's transaction fail.
    await tx
      .insert(news)
      .values(rows.slice(start, start + BATCH))
      .onConflictDoNothing();
  }
}

/** Those that no fork took back. */
async function paymentsOf(tx: Db, rows: readonly NewsRow[]): Promise<Distribution[]> {
  const payments: Distribution[] = [];
  for (let start = 0; start < rows.length; start += BATCH) {
    const ids = rows.slice(start, start + BATCH).map(({ distribution }) => distribution);
    payments.push(...(await tx.select().from(distributions).where(inArray(distributions.id, ids))));
  }
  return payments.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function audienceOf(tx: Db, channel: Channel, name: string): Promise<Audience | null> {
  if (channel === "webhook") return { channel, target: name, recipient: null };
  const [recipient] = await tx.select().from(recipients).where(eq(recipients.creator, name));
  return recipient === undefined ? null : { channel, target: recipient.telegramChat, recipient };
}

/** Until the transaction ends. */
async function isAlone(tx: Db): Promise<boolean> {
  const [row] = await tx
    .select({ alone: sql<boolean>`pg_try_advisory_xact_lock(hashtextextended('profit-share messages', 0))` })
    .from(sql`(select 1) as one`);
  return row!.alone;
}
