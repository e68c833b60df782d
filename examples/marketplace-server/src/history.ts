/** What people see: the marketplace's list, a subscriber's trades with what was deducted, a creator's earnings. */
import { profitShareLedgers as ledgers, profitShareDistributions as paid } from "@profit-share/keeper/tables";
import { toDollars } from "@profit-share/sdk";
import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import type { Database } from "./database";
import { botSubscriptions, botTrades, publishedBots } from "./tables";

/** Bots that are on the chain, with what their creators earned. */
export async function marketplace(db: Database) {
  const bots = await db
    .select()
    .from(publishedBots)
    .where(isNotNull(publishedBots.publishedAt))
    .orderBy(desc(publishedBots.publishedAt));
  const estimates = await estimatesOf(db);
  return bots.map(({ id, name, creatorWallet, profitSharePercent, address, terms }) => ({
    ...{ id, name, creatorWallet, profitSharePercent, address, terms },
    /** "Creator earned $12.50 in the last 30 days": what accrued, of all subscriptions, closed ones included. No forecast. */
    earnedIn30Days: toDollars(estimates.get(address) ?? 0n),
  }));
}

/** Of each bot, by its address: how much its subscriptions' shares grew in the last 30 × 24 hours, base units. */
async function estimatesOf(db: Database): Promise<Map<string, bigint>> {
  const isOld = sql`${ledgers.seenAt} <= now() - interval '720 hours'`;
  // A share only grows: what it was then is the most that a look had shown by then.
  const grown = db
    .select({
      bot: ledgers.bot,
      accrued: sql`max(${ledgers.accrued}) - coalesce(max(${ledgers.accrued}) FILTER (WHERE ${isOld}), 0)`.as(
        "accrued",
      ),
    })
    .from(ledgers)
    .groupBy(ledgers.bot, ledgers.subscription, ledgers.instance)
    .as("grown");
  const rows = await db
    .select({ bot: grown.bot, accrued: sql`sum(${grown.accrued})`.mapWith(BigInt) })
    .from(grown)
    .groupBy(grown.bot);
  return new Map(rows.map(({ bot, accrued }) => [bot, accrued]));
}

/** Newest first. `deducted` is what was paid for the trade; a payment may come days after it. */
export async function tradesOf(db: Database, subscriptionId: string) {
  const deducted = sql`coalesce(sum(${paid.amount}), 0)`.mapWith(BigInt);
  const rows = await db
    .select({ trade: botTrades, deducted, signatures: sql<string[]>`array_remove(array_agg(${paid.signature}), NULL)` })
    .from(botTrades)
    .innerJoin(botSubscriptions, eq(botSubscriptions.id, botTrades.subscriptionId))
    .leftJoin(
      paid,
      and(eq(paid.subscription, botSubscriptions.address), eq(paid.tradeId, sql`'trade ' || ${botTrades.id}`)),
    )
    .where(eq(botTrades.subscriptionId, subscriptionId))
    .groupBy(botTrades.id)
    .orderBy(desc(botTrades.id));
  return rows.map(({ trade, ...share }) => ({
    id: `trade ${trade.id}`,
    symbol: trade.symbol,
    quantity: toDollars(trade.quantity),
    price: toDollars(trade.price),
    isClosing: trade.isClosing,
    realizedPnl: toDollars(trade.realizedPnl),
    deducted: toDollars(share.deducted),
    signatures: share.signatures,
    executedAt: trade.executedAt,
    profitShare: trade.profitShare,
    ...(trade.profitShareError === null ? {} : { profitShareError: trade.profitShareError }),
  }));
}

/** What a creator was paid, by bot. */
export async function earningsOf(db: Database, creatorWallet: string) {
  const rows = await db
    .select({ bot: paid.bot, name: publishedBots.name, received: sql`sum(${paid.amount})`.mapWith(BigInt) })
    .from(paid)
    .leftJoin(publishedBots, eq(publishedBots.address, paid.bot))
    .where(eq(paid.creator, creatorWallet))
    .groupBy(paid.bot, publishedBots.name)
    .orderBy(paid.bot);
  const total = rows.reduce((sum, { received }) => sum + received, 0n);
  return { total: toDollars(total), bots: rows.map((row) => ({ ...row, received: toDollars(row.received) })) };
}
