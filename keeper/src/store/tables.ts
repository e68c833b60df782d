/**
 * The tables that a host reads, too. They name their schema, so that a host joins them with its own, whatever its search path
 * is. Addresses and signatures are base58, amounts base units.
 */
import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  numeric,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";

const schema = pgSchema("profit_share");
/** As large as a u64. */
const amount = (name: string) => numeric(name, { precision: 20, scale: 0, mode: "bigint" });

/** What was paid to creators. A row is what one payment paid of one settlement's share. */
export const profitShareDistributions = schema.table(
  "profit_share_distributions",
  {
    /** Rises with every row. */
    id: bigint("id", { mode: "bigint" }).generatedAlwaysAsIdentity().primaryKey(),
    subscription: text("subscription").notNull(),
    /** Which agreement: an address can be used again. */
    instance: bigint("instance", { mode: "bigint" }).notNull(),
    /** Of the settlement whose share is paid. */
    sequence: bigint("sequence", { mode: "bigint" }).notNull(),
    bot: text("bot").notNull(),
    creator: text("creator").notNull(),
    subscriber: text("subscriber").notNull(),
    agent: text("agent").notNull(),
    /** As the host said it; null if it did not, and of a verified subscription. */
    tradeId: text("trade_id"),
    /** 1e-6 quote; null where `tradeId` says nothing either, unless the chain told of the close. */
    closePnl: bigint("close_pnl", { mode: "bigint" }),
    profitShareBps: integer("profit_share_bps").notNull(),
    /** What was paid. */
    amount: amount("amount").notNull(),
    /** What was paid of the subscription with this row and all before it. */
    credited: amount("credited").notNull(),
    /** Of the transaction that paid it; null if somebody else sent it, or the node did not say what it did. */
    signature: text("signature"),
    /** Of that transaction; without one, of the look that showed the payment. */
    slot: bigint("slot", { mode: "number" }).notNull(),
    /** The cluster's time at the look that showed the payment. */
    distributedAt: timestamp("distributed_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    unique().on(table.subscription, table.instance, table.credited),
    check("profit_share_distributions_amount_check", sql`${table.amount} > 0`),
    index("profit_share_distributions_bot").on(table.bot, table.id),
    index("profit_share_distributions_creator").on(table.creator, table.id),
    index("profit_share_distributions_trade").on(table.tradeId),
  ],
);

/** What looks showed of the creator's lifetime share, where it was not the same as at the look before. */
export const profitShareLedgers = schema.table(
  "profit_share_ledgers",
  {
    subscription: text("subscription").notNull(),
    instance: bigint("instance", { mode: "bigint" }).notNull(),
    /** Of the look. */
    slot: bigint("slot", { mode: "number" }).notNull(),
    /** The cluster's time at the look. */
    seenAt: timestamp("seen_at", { withTimezone: true }).notNull(),
    bot: text("bot").notNull(),
    /** Of the last settlement. */
    sequence: bigint("sequence", { mode: "bigint" }).notNull(),
    accrued: amount("accrued").notNull(),
    credited: amount("credited").notNull(),
    waived: amount("waived").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subscription, table.instance, table.slot] }),
    index("profit_share_ledgers_bot").on(table.bot, table.seenAt),
  ],
);
