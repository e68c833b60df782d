/** The tables as the migrations make them. References are hexadecimal, addresses and signatures base58. */
import { bigint, numeric, pgTable, primaryKey, text, timestamp, unique } from "drizzle-orm/pg-core";

/**
 * Attested closes. A row exists before the first transaction of its close. Rows of one (subscription, instance) that are
 * settled mirror the chain's history; pending ones follow without a gap.
 */
export const closes = pgTable(
  "closes",
  {
    subscription: text("subscription").notNull(),
    instance: bigint("instance", { mode: "bigint" }).notNull(),
    sequence: bigint("sequence", { mode: "bigint" }).notNull(),
    reference: text("reference").notNull(),
    /** null if the row was rebuilt from the chain, which only knows the reference. */
    tradeId: text("trade_id"),
    /** 1e-6 quote. */
    closePnl: bigint("close_pnl", { mode: "bigint" }).notNull(),
    status: text("status", { enum: ["pending", "settled"] }).notNull(),
    /** The creator's lifetime share after this close, base units; null while pending. */
    accrued: numeric("accrued", { precision: 20, scale: 0, mode: "bigint" }),
    /** Of the transaction that settled it; null while pending. */
    signature: text("signature"),
    recordedAt: timestamp("recorded_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.subscription, table.instance, table.reference] }),
    unique().on(table.subscription, table.instance, table.sequence),
  ],
);

/** The one transaction of a subscription that is signed and whose fate is not known. */
export const flights = pgTable("flights", {
  /** Whose turn it holds: a subscription's address. */
  lane: text("lane").primaryKey(),
  action: text("action").notNull(),
  signature: text("signature").notNull(),
  lastValidBlockHeight: bigint("last_valid_block_height", { mode: "number" }).notNull(),
  /** Base64 of the signed bytes: what is sent again. */
  transaction: text("transaction").notNull(),
  /** The close it settles; both null for other actions. */
  instance: bigint("instance", { mode: "bigint" }),
  reference: text("reference"),
  storedAt: timestamp("stored_at", { withTimezone: true }).notNull().defaultNow(),
});

/** What is read of a subscription has to be of this slot or a later one: its last transaction landed there. */
export const lanes = pgTable("lanes", {
  lane: text("lane").primaryKey(),
  slot: bigint("slot", { mode: "number" }).notNull(),
});

/** A stored close. Spelled out, because it is part of what the package declares to a host, which may not have Drizzle. */
export interface CloseRow {
  /** Base58. */
  subscription: string;
  instance: bigint;
  sequence: bigint;
  /** Hexadecimal. */
  reference: string;
  tradeId: string | null;
  closePnl: bigint;
  status: "pending" | "settled";
  accrued: bigint | null;
  signature: string | null;
  recordedAt: Date;
}

export type FlightRow = typeof flights.$inferSelect;
