import { profitShareDistributions } from "@profit-share/keeper/tables";
import { eq } from "drizzle-orm";
import { type PgDatabase, type PgQueryResultHKT, pgTable, text } from "drizzle-orm/pg-core";

const botTrades = pgTable("bot_trades", { id: text("id").primaryKey(), symbol: text("symbol").notNull() });

/** A host's trades with what was deducted from them. */
export async function deductions(
  db: PgDatabase<PgQueryResultHKT>,
): Promise<{ symbol: string; amount: bigint | null }[]> {
  const { amount, tradeId } = profitShareDistributions;
  return db
    .select({ symbol: botTrades.symbol, amount })
    .from(botTrades)
    .leftJoin(profitShareDistributions, eq(tradeId, botTrades.id));
}
