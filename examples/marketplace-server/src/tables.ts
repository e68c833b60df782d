/** The tables of schema.sql, for Drizzle. */
import { bigint, boolean, integer, numeric, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

const amount = (name: string) => numeric(name, { precision: 30, scale: 0, mode: "bigint" });
const moment = (name: string) => timestamp(name, { withTimezone: true });

export const publishedBots = pgTable("publishedBots", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  creatorWallet: text("creatorWallet").notNull(),
  profitSharePercent: numeric("profitSharePercent", { precision: 4, scale: 2 }).notNull(),
  terms: text("terms").notNull(),
  address: text("address").notNull(),
  signalSecretHash: text("signalSecretHash").notNull(),
  publishedAt: moment("publishedAt"),
});

export const agentWallets = pgTable("agentWallets", {
  agent: text("agent").primaryKey(),
  subscriber: text("subscriber").notNull(),
});

export const botSubscriptions = pgTable("botSubscriptions", {
  id: uuid("id").primaryKey(),
  botId: uuid("botId").notNull(),
  subscriberWallet: text("subscriberWallet").notNull(),
  agent: text("agent").notNull(),
  accountNo: integer("accountNo").notNull(),
  address: text("address").notNull(),
  stake: numeric("stake", { precision: 20, scale: 6 }).notNull(),
  startedAt: moment("startedAt"),
});

export const botPositions = pgTable(
  "botPositions",
  {
    subscriptionId: uuid("subscriptionId").notNull(),
    symbol: text("symbol").notNull(),
    quantity: amount("quantity").notNull(),
    quote: amount("quote").notNull(),
  },
  (table) => [primaryKey({ columns: [table.subscriptionId, table.symbol] })],
);

export const botSignals = pgTable(
  "botSignals",
  { botId: uuid("botId").notNull(), signalId: text("signalId").notNull() },
  (table) => [primaryKey({ columns: [table.botId, table.signalId] })],
);

export const botTrades = pgTable("botTrades", {
  id: bigint("id", { mode: "number" }).generatedAlwaysAsIdentity().primaryKey(),
  subscriptionId: uuid("subscriptionId").notNull(),
  symbol: text("symbol").notNull(),
  quantity: amount("quantity").notNull(),
  price: amount("price").notNull(),
  isClosing: boolean("isClosing").notNull(),
  realizedPnl: amount("realizedPnl").notNull(),
  executedAt: moment("executedAt").notNull().defaultNow(),
  profitShare: text("profitShare", { enum: ["none", "waiting", "taken", "refused"] }).notNull(),
  profitShareError: text("profitShareError"),
});
