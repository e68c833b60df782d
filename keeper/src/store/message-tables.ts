/** The tables of what is told to creators and operators. Addresses are base58. */
import { bigint, boolean, integer, numeric, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true });
/** Base units, as large as a u64. */
const amount = (name: string) => numeric(name, { precision: 20, scale: 0, mode: "bigint" });

/** How somebody is reached. */
const channel = () => text("channel", { enum: ["telegram", "webhook"] }).notNull();

/** Creators who asked to be told what they earn. */
export const recipients = pgTable("recipients", {
  creator: text("creator").primaryKey(),
  telegramChat: text("telegram_chat").notNull(),
  /** When there is a summary; null: every settlement is told. */
  cron: text("cron"),
  timeZone: text("time_zone").notNull(),
  /** Base units: what is less is not told, or waits for the next summary. */
  leastAmount: amount("least_amount").notNull(),
  setAt: moment("set_at").notNull().defaultNow(),
});

/** Rows of `profit_share_distributions` that are to be told and are in no message yet. */
export const news = pgTable(
  "news",
  {
    channel: channel(),
    /** The creator, or a webhook's URL. */
    recipient: text("recipient").notNull(),
    /** Its id. A fork can take the row away. */
    distribution: bigint("distribution", { mode: "bigint" }).notNull(),
    dueAt: moment("due_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.channel, table.recipient, table.distribution] })],
);

/** Messages, each to one chat or URL. */
export const outbox = pgTable("outbox", {
  /** The same for the same content: a receiver can drop what it has. */
  id: text("id").primaryKey(),
  kind: text("kind", { enum: ["payment", "summary", "problem", "over"] }).notNull(),
  channel: channel(),
  /** A chat, or a webhook's URL. */
  target: text("target").notNull(),
  /** As it is sent: a text, or a webhook's JSON. */
  payload: text("payload").notNull(),
  state: text("state", { enum: ["waiting", "sent", "dead"] })
    .notNull()
    .default("waiting"),
  /** Not tried before. While it is in hand: when somebody else may take it. */
  dueAt: moment("due_at").notNull(),
  /** Those that failed. */
  attempts: integer("attempts").notNull().default(0),
  lastError: text("last_error"),
  madeAt: moment("made_at").notNull(),
  sentAt: moment("sent_at"),
});

/** What operators have to mend, by the kind of problem; a row stays when it is over. */
export const alerts = pgTable("alerts", {
  problem: text("problem").primaryKey(),
  /** As it was said last. */
  sentence: text("sentence").notNull(),
  since: moment("since").notNull(),
  /** When a keeper had it last. */
  seenAt: moment("seen_at").notNull(),
  /** When operators were told last that there is such a problem; null if they never were. */
  toldAt: moment("told_at"),
  /** They were told of it, and not that it is over. */
  isTold: boolean("is_told").notNull(),
});

export type OutboxRow = typeof outbox.$inferSelect;
export type Channel = OutboxRow["channel"];
export type AlertRow = typeof alerts.$inferSelect;
