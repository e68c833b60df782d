/**
 * The tables that a host reads, too. They name their schema, so that a host joins them with its own, whatever its search path
 * is. Addresses and signatures are base58, amounts base units.
 */
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
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
    /**
     * As the host said it; null if it did not. Of a verified subscription `drift:<market>:<fill record id>` of the only close that
     * its settlement includes, once that is read; else null.
     */
    tradeId: text("trade_id"),
    /** 1e-6 quote; null of a verified subscription, and where nobody told of the close. */
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

/**
 * Closes of verified subscriptions as Drift's log tells of them, with `venueTrades`. For whoever shows them: nothing is decided by
 * them, and they prove nothing.
 */
export const profitShareVenueTrades = schema.table(
  "profit_share_venue_trades",
  {
    subscription: text("subscription").notNull(),
    instance: bigint("instance", { mode: "bigint" }).notNull(),
    signature: text("signature").notNull(),
    /** Which of Drift's events in the transaction, from 0. */
    eventOrder: integer("event_order").notNull(),
    slot: bigint("slot", { mode: "number" }).notNull(),
    /** Of its block; null if the node did not say. */
    tradedAt: timestamp("traded_at", { withTimezone: true }),
    /** `flip`: the position was turned round. `unread`: the log was cut off or is missing, and closes with it. */
    kind: text("kind", { enum: ["fill", "flip", "liquidation", "unread"] }).notNull(),
    /** Null, like what follows, where the log was not read. */
    marketIndex: integer("market_index"),
    /** Of a liquidation that several fills made, the first one's. */
    fillRecordId: bigint("fill_record_id", { mode: "bigint" }),
    /** What was closed, 1e-9, without its sign. */
    base: amount("base"),
    /** What that was traded for, 1e-6. */
    quote: amount("quote"),
    /** Of the whole fill, 1e-6; below zero a rebate. */
    fee: bigint("fee", { mode: "bigint" }),
    /** What it realized after the fee, 1e-6, without funding; null, too, if the log does not say. */
    pnl: bigint("pnl", { mode: "bigint" }),
    /** Of the settlement that first includes it; null if one of the same slot may, and nodes do not say. */
    sequence: bigint("sequence", { mode: "bigint" }),
    /** Whether that settlement is known to include no other close. */
    isOnly: boolean("is_only").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subscription, table.instance, table.signature, table.eventOrder] }),
    index("profit_share_venue_trades_settlement").on(table.subscription, table.instance, table.sequence),
  ],
);
