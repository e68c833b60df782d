/** The tables as the migrations make them. Addresses and signatures are base58, amounts base units. */
import {
  bigint,
  boolean,
  customType,
  integer,
  numeric,
  type PgNumericBigIntBuilderInitial,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
  // Buffers give their bytes to others; nobody else has these.
  fromDriver: (value) => Uint8Array.from(value),
});
const slot = () => bigint("slot", { mode: "number" }).notNull();
const u64 = (name: string) => numeric(name, { precision: 20, scale: 0, mode: "bigint" });
const unlimited = (name: string) => numeric(name, { mode: "bigint" });

/** The amounts of `@profit-share/statements`, a column each. */
const amounts = <Column extends PgNumericBigIntBuilderInitial<string>>(column: (name: string) => Column) => ({
  profit: column("profit").notNull(),
  dropped: column("dropped").notNull(),
  accrued: column("accrued").notNull(),
  credited: column("credited").notNull(),
  waived: column("waived").notNull(),
  writtenOff: column("written_off").notNull(),
  claimed: column("claimed").notNull(),
  toVault: column("to_vault").notNull(),
  vaultClaimed: column("vault_claimed").notNull(),
  deposited: column("deposited").notNull(),
  withdrawn: column("withdrawn").notNull(),
});

/** How far the index has come: one row. */
export const progress = pgTable("progress", {
  only: boolean("only").primaryKey().default(true),
  genesisHash: text("genesis_hash").notNull(),
  program: text("program").notNull(),
  /** Steps stored so far: a step that rests on an older number is refused. */
  steps: bigint("steps", { mode: "number" }).notNull(),
  /** A slot that is final, up to which every transaction is among the listed ones. Walks go down to it. */
  floor: bigint("floor", { mode: "number" }).notNull(),
  /** Number of the walk that is open, or was the last one. */
  walk: bigint("walk", { mode: "number" }).notNull(),
  walkOpen: boolean("walk_open").notNull(),
  /** The walk goes on behind this signature; null: it begins. */
  walkBefore: text("walk_before"),
  /** Signatures that it has listed. */
  walkListed: bigint("walk_listed", { mode: "number" }).notNull(),
  /** The newest final slot when it began. */
  walkFinalSlot: bigint("walk_final_slot", { mode: "number" }).notNull(),
  /** Unix seconds of the cluster's clock when the last walk began; null before the first. */
  chainTime: bigint("chain_time", { mode: "number" }),
});

/** Transactions that name the program and succeeded. */
export const transactions = pgTable("transactions", {
  signature: text("signature").primaryKey(),
  slot: slot(),
  /** Orders those of a slot as the node listed them, oldest first. */
  place: bigint("place", { mode: "number" }).notNull(),
  /** The last walk that listed it. */
  walk: bigint("walk", { mode: "number" }).notNull(),
  /** Unix seconds; null until a node says it. */
  time: bigint("time", { mode: "number" }),
  state: text("state", { enum: ["listed", "fetched", "entered"] }).notNull(),
  /** As `chain/essentials` packs them; null before it is fetched, and if it calls nothing of the program. */
  essentials: bytes("essentials"),
  /** Why it could not be fetched or entered, the last time; null if nothing was wrong. */
  problem: text("problem"),
  /** How often it did not fit, each time fetched anew. */
  refused: integer("refused").notNull().default(0),
});

/** Bots as they were after a slot, the newest slot is now. Older rows are kept for as long as a fork could bring them back. */
export const bots = pgTable(
  "bots",
  {
    address: text("address").notNull(),
    slot: slot(),
    creator: text("creator").notNull(),
    owner: text("owner").notNull(),
    /** Unix seconds: when it was published. */
    began: bigint("began", { mode: "number" }).notNull(),
    /** 120 bytes. */
    terms: bytes("terms").notNull(),
    subscriptions: bigint("subscriptions", { mode: "bigint" }).notNull(),
    inVault: unlimited("in_vault").notNull(),
    /** In its vault, as it was seen last. */
    held: u64("held").notNull(),
  },
  (table) => [primaryKey({ columns: [table.address, table.slot] })],
);

/** Subscriptions as they were after a slot, as `bots`. */
export const subscriptions = pgTable(
  "subscriptions",
  {
    bot: text("bot").notNull(),
    instance: bigint("instance", { mode: "bigint" }).notNull(),
    slot: slot(),
    subscription: text("subscription").notNull(),
    subscriber: text("subscriber").notNull(),
    escrow: text("escrow").notNull(),
    /** False: it is closed. */
    live: boolean("live").notNull(),
    /** 120 bytes. */
    terms: bytes("terms").notNull(),
    ...amounts(unlimited),
    /** By how much its realized PnL has changed since it began, as far as records say; signed. */
    realizedChange: unlimited("realized_change").notNull(),
    /** 130 bytes, and 32; both null before the first. */
    lastRecord: bytes("last_record"),
    lastHead: bytes("last_head"),
    /** In its escrow, as it was seen last. */
    held: u64("held").notNull(),
    /** Why nothing of it is entered from this slot on; null: it is. */
    aside: text("aside"),
  },
  (table) => [primaryKey({ columns: [table.bot, table.instance, table.slot] })],
);

/** The entries of `@profit-share/statements`. */
export const entries = pgTable(
  "entries",
  {
    slot: slot(),
    /** Which entry of the slot, from 0. */
    place: integer("place").notNull(),
    kind: text("kind").notNull(),
    /** Unix seconds of the cluster's clock. */
    time: bigint("time", { mode: "number" }).notNull(),
    /** UTC: unix seconds div 86,400. */
    day: integer("day").notNull(),
    signature: text("signature").notNull(),
    /** Which entry of its transaction, from 0. */
    index: integer("index").notNull(),
    bot: text("bot").notNull(),
    creator: text("creator").notNull(),
    owner: text("owner").notNull(),
    /** These three are null of what leaves a vault. */
    subscription: text("subscription"),
    instance: bigint("instance", { mode: "bigint" }),
    subscriber: text("subscriber"),
    ...amounts(u64),
    gift: u64("gift").notNull(),
    /** By how much the realized PnL had changed since the settlement before; 0 but for settlements. Signed. */
    realizedChange: unlimited("realized_change").notNull(),
    /** Of its record; null without one. */
    sequence: bigint("sequence", { mode: "bigint" }),
    destination: text("destination"),
    basis: text("basis", { enum: ["proven", "told"] }).notNull(),
    balanceAfter: u64("balance_after"),
    owedAfter: u64("owed_after"),
    claimableAfter: u64("claimable_after"),
  },
  (table) => [primaryKey({ columns: [table.slot, table.place] })],
);

/** Sums of the entries of an owner, a bot and a UTC day: what pages ask for most, of any number of settlements. */
export const days = pgTable(
  "days",
  {
    owner: text("owner").notNull(),
    bot: text("bot").notNull(),
    /** Unix seconds div 86,400. */
    day: integer("day").notNull(),
    ...amounts(unlimited),
    /** Signed. */
    realizedChange: unlimited("realized_change").notNull(),
    settlements: bigint("settlements", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.bot, table.day] })],
);

/** Each time a fork took back what was entered. Who reads entries as they come is told. */
export const retractions = pgTable("retractions", {
  number: bigint("number", { mode: "number" }).generatedAlwaysAsIdentity().primaryKey(),
  /** From this slot on. */
  slot: slot(),
});

/** Records of settlements: 130 bytes each, which chain up to the subscription's head. */
export const records = pgTable(
  "records",
  {
    bot: text("bot").notNull(),
    instance: bigint("instance", { mode: "bigint" }).notNull(),
    sequence: bigint("sequence", { mode: "bigint" }).notNull(),
    slot: slot(),
    signature: text("signature").notNull(),
    record: bytes("record").notNull(),
  },
  (table) => [primaryKey({ columns: [table.bot, table.instance, table.sequence] })],
);

export type Progress = typeof progress.$inferSelect;
export type TransactionRow = typeof transactions.$inferSelect;
