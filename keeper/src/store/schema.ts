/** The tables as the migrations make them. References are hexadecimal, addresses and signatures base58. */
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";

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
    /** What the balance had paid of it by then, lifetime, base units; null while pending. */
    credited: numeric("credited", { precision: 20, scale: 0, mode: "bigint" }),
    /** Profit of this close that the day's cap cut off for good, base units; null while pending, and while only an account tells of it. */
    dropped: numeric("dropped", { precision: 20, scale: 0, mode: "bigint" }),
    /** What the creator had waived by the first look that showed it settled, lifetime, base units; null until then. */
    waived: numeric("waived", { precision: 20, scale: 0, mode: "bigint" }),
    /** Of the transaction that settled it; null while pending. */
    signature: text("signature"),
    /** In which it was settled; null while pending. */
    slot: bigint("slot", { mode: "number" }),
    recordedAt: timestamp("recorded_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.subscription, table.instance, table.reference] }),
    unique().on(table.subscription, table.instance, table.sequence),
  ],
);

/**
 * Closes as they were handed over, before anything was asked of the chain. An address and a trade make one, whichever agreement
 * the address holds.
 */
export const intake = pgTable(
  "intake",
  {
    /** In the order in which they came. */
    number: bigint("number", { mode: "bigint" }).generatedByDefaultAsIdentity(),
    subscription: text("subscription").notNull(),
    reference: text("reference").notNull(),
    tradeId: text("trade_id"),
    /** 1e-6 quote. */
    closePnl: bigint("close_pnl", { mode: "bigint" }).notNull(),
    /** The wallet that traded, as it was said; null if it was not. */
    agent: text("agent"),
    /** Whether the host said that nothing of the position is left. */
    positionClosed: boolean("position_closed").notNull().default(false),
    /**
     * `taken`: nobody has looked at the subscription since. `admitted`: it is among the closes. `refused`: it never will be.
     * `void`: there is nothing to settle, because the venue says the PnL, or the share is 0 %.
     */
    state: text("state", { enum: ["taken", "admitted", "refused", "void"] })
      .notNull()
      .default("taken"),
    /** Why it was refused, or is void. */
    reason: text("reason"),
    /** Where it was admitted. */
    instance: bigint("instance", { mode: "bigint" }),
    /** Unix seconds of the cluster's clock when a look first found no subscription; null if none did. */
    missingSince: bigint("missing_since", { mode: "bigint" }),
    takenAt: timestamp("taken_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.subscription, table.reference] }),
    index("intake_number").on(table.subscription, table.number),
  ],
);

/** Up to which settlement the closes are known to be the chain's: from there its history is read when it has more. */
export const knownHistory = pgTable(
  "known_history",
  {
    subscription: text("subscription").notNull(),
    instance: bigint("instance", { mode: "bigint" }).notNull(),
    sequence: bigint("sequence", { mode: "bigint" }).notNull(),
    /** The slot in which the subscription was seen with this sequence. */
    slot: bigint("slot", { mode: "number" }).notNull(),
    /** Base64 of the settlement's record, as far as what follows depends on it. */
    record: text("record").notNull(),
    /** Hexadecimal: the head after it. */
    head: text("head").notNull(),
    /** Base units. */
    profitTotal: numeric("profit_total", { precision: 20, scale: 0, mode: "bigint" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.subscription, table.instance] })],
);

/**
 * Transactions that are signed and whose fate is not final: not known yet, or confirmed in a slot that a fork could still
 * take away.
 */
export const flights = pgTable("flights", {
  signature: text("signature").primaryKey(),
  action: text("action").notNull(),
  lastValidBlockHeight: bigint("last_valid_block_height", { mode: "number" }).notNull(),
  /** A slot in which its blockhash was known; 0 if the version that stored it did not say. */
  blockhashSlot: bigint("blockhash_slot", { mode: "number" }).notNull(),
  /** Base64 of the signed bytes: what is sent again. */
  transaction: text("transaction").notNull(),
  /** null until it is confirmed. */
  landedSlot: bigint("landed_slot", { mode: "number" }),
  storedAt: timestamp("stored_at", { withTimezone: true }).notNull().defaultNow(),
});

/** Whose turn a transaction takes. A lane has one that is open at a time, and those that wait to be final. */
export const flightLanes = pgTable(
  "flight_lanes",
  {
    signature: text("signature")
      .notNull()
      .references(() => flights.signature, { onDelete: "cascade" }),
    /** A subscription's address, or what else has its turns. */
    lane: text("lane").notNull(),
    /** Its fate is not known: the lane signs nothing else. */
    open: boolean("open").notNull(),
    /** The lane's close that it settles; both null for other actions. */
    instance: bigint("instance", { mode: "bigint" }),
    reference: text("reference"),
  },
  (table) => [
    primaryKey({ columns: [table.signature, table.lane] }),
    uniqueIndex("flight_lanes_open").on(table.lane).where(sql`${table.open}`),
  ],
);

/** Payments between wallets, each by its id: asked for again, one that was paid answers its signature. */
export const transfers = pgTable("transfers", {
  id: text("id").primaryKey(),
  from: text("from_wallet").notNull(),
  to: text("to_wallet").notNull(),
  mint: text("mint").notNull(),
  amount: numeric("amount", { precision: 20, scale: 0, mode: "bigint" }).notNull(),
  /** Of the transaction that paid it; null until then. */
  signature: text("signature"),
  /** The slot in which it was paid. */
  slot: bigint("slot", { mode: "number" }),
  recordedAt: timestamp("recorded_at", { withTimezone: true }).notNull().defaultNow(),
});

/** What is read of a subscription has to be of this slot or a later one: its last transaction landed there. */
export const lanes = pgTable("lanes", {
  lane: text("lane").primaryKey(),
  slot: bigint("slot", { mode: "number" }).notNull(),
  /** The last transaction of ours that may have paid the creator, and its slot, until a look shows it; null without one. */
  paidBy: text("paid_by"),
  paidSlot: bigint("paid_slot", { mode: "number" }),
});

/** Of a lane. */
export const UNPAID = { paidBy: null, paidSlot: null };

/** The chain that the database belongs to: one row. */
export const chain = pgTable("chain", {
  only: boolean("only").primaryKey().default(true),
  genesisHash: text("genesis_hash").notNull(),
  program: text("program").notNull(),
});

/** What a look at a venue account showed that the one before did not. All of the account's are null where it is gone. */
export const observations = pgTable(
  "observations",
  {
    subscription: text("subscription").notNull(),
    instance: bigint("instance", { mode: "bigint" }).notNull(),
    slot: bigint("slot", { mode: "number" }).notNull(),
    /** Unix seconds of the cluster's clock. */
    at: bigint("at", { mode: "bigint" }).notNull(),
    /** 1e-6 quote, like all amounts here. */
    realizedPnl: bigint("realized_pnl", { mode: "bigint" }),
    loss: numeric("loss", { precision: 20, scale: 0, mode: "bigint" }),
    settledPerpPnl: bigint("settled_perp_pnl", { mode: "bigint" }),
    totalDeposits: numeric("total_deposits", { precision: 20, scale: 0, mode: "bigint" }),
    totalWithdraws: numeric("total_withdraws", { precision: 20, scale: 0, mode: "bigint" }),
    totalSocialLoss: numeric("total_social_loss", { precision: 20, scale: 0, mode: "bigint" }),
    beingLiquidated: boolean("being_liquidated"),
    liquidationId: integer("liquidation_id"),
    flat: boolean("flat"),
    recordedAt: timestamp("recorded_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.subscription, table.instance, table.slot] })],
);

/** Up to which settlement the trades on the venue were read. */
export const venueReadings = pgTable(
  "venue_readings",
  {
    subscription: text("subscription").notNull(),
    instance: bigint("instance", { mode: "bigint" }).notNull(),
    sequence: bigint("sequence", { mode: "bigint" }).notNull(),
    /** Of that settlement; null before anything was read. */
    slot: bigint("slot", { mode: "number" }),
    /** The transactions of that slot. */
    signatures: text("signatures").array().notNull().default([]),
  },
  (table) => [primaryKey({ columns: [table.subscription, table.instance] })],
);

/** Who looks after which part of the fleet, and until when by the database's clock. */
export const leases = pgTable("leases", {
  partition: integer("partition").primaryKey(),
  holder: text("holder"),
  until: timestamp("until", { withTimezone: true }),
});

/** The keepers that are alive. */
export const keepers = pgTable("keepers", {
  id: text("id").primaryKey(),
  until: timestamp("until", { withTimezone: true }).notNull(),
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
  credited: bigint | null;
  dropped: bigint | null;
  waived: bigint | null;
  signature: string | null;
  slot: number | null;
  recordedAt: Date;
}

/** Lamports that the keeper spent on accounts of others. */
export const spending = pgTable(
  "spending",
  {
    bot: text("bot").notNull(),
    /** Unix time div 86,400. */
    day: bigint("day", { mode: "number" }).notNull(),
    lamports: bigint("lamports", { mode: "bigint" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.bot, table.day] })],
);

/** Since when money of a subscription waits for the next time of a periodic policy. */
export const moneyWaits = pgTable("money_waits", {
  subscription: text("subscription").primaryKey(),
  /** Unix seconds of the cluster's clock. */
  since: bigint("since", { mode: "bigint" }).notNull(),
});

/** Address lookup tables: noted before they are made, forgotten when they are closed. */
export const lookupTables = pgTable("lookup_tables", {
  address: text("address").primaryKey(),
  /** Whoever extends and closes it. */
  authority: text("authority").notNull(),
  /** Addresses that it held when it was read last. */
  length: integer("length").notNull(),
  /** When a transaction used it last, or it was noted. */
  usedAt: timestamp("used_at", { withTimezone: true }).notNull().defaultNow(),
});

/** Attested subscriptions of which the host said that no close follows. */
export const finishing = pgTable("finishing", {
  subscription: text("subscription").primaryKey(),
  requestedAt: timestamp("requested_at", { withTimezone: true }).notNull().defaultNow(),
});

export type IntakeRow = typeof intake.$inferSelect;

export type KnownHistoryRow = typeof knownHistory.$inferSelect;
