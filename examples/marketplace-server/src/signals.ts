/** A signal, such as an alert of a charting site, is traded for every subscriber of the bot. */
import { toBaseUnits } from "@profit-share/sdk";
import { and, eq, isNotNull } from "drizzle-orm";
import type { Database } from "./database";
import { type Fill, FLAT, fill, quantityFor } from "./positions";
import { botPositions, botSignals, botSubscriptions, botTrades } from "./tables";

export interface Signal {
  /** The same again is done once. */
  id: string;
  symbol: string;
  /** `buy` and `sell` make the whole stake long or short, whatever was before; `close` closes a part. */
  action: "buy" | "sell" | "close";
  /** Dollars of one unit. */
  price: string;
  /** How much of the position `close` closes. */
  percent: number;
}

/**
 * This example fills at the signal's price. A real one sends an order to the venue, and does the same with each fill that the
 * venue reports.
 * @returns how many trades were made
 */
export async function trade(db: Database, botId: string, signal: Signal): Promise<number> {
  return db.transaction(async (tx) => {
    const fresh = await tx.insert(botSignals).values({ botId, signalId: signal.id }).onConflictDoNothing().returning();
    if (fresh.length === 0) return 0;
    const subscriptions = await tx
      .select()
      .from(botSubscriptions)
      .where(and(eq(botSubscriptions.botId, botId), isNotNull(botSubscriptions.startedAt)));
    let trades = 0;
    for (const { id: subscriptionId, stake } of subscriptions) {
      const { symbol } = signal;
      const place = and(eq(botPositions.subscriptionId, subscriptionId), eq(botPositions.symbol, symbol));
      const [position = FLAT] = await tx.select().from(botPositions).where(place).for("update");
      const order = orderFor(signal, position.quantity, toBaseUnits(stake));
      if (order.quantity === 0n) continue;
      const filled = fill(position, order);
      await tx
        .insert(botPositions)
        .values({ subscriptionId, symbol, ...filled.position })
        .onConflictDoUpdate({ target: [botPositions.subscriptionId, botPositions.symbol], set: filled.position });
      // The trade and the word to the keeper are one row: none is without the other.
      await tx.insert(botTrades).values({
        ...{ subscriptionId, symbol, ...order },
        isClosing: filled.isClosing,
        realizedPnl: filled.realizedPnl,
        profitShare: filled.isClosing ? "waiting" : "none",
      });
      trades += 1;
    }
    return trades;
  });
}

function orderFor({ action, price, percent }: Signal, held: bigint, stake: bigint): Fill {
  const at = toBaseUnits(price);
  if (action === "close") return { quantity: -(held * BigInt(percent)) / 100n, price: at };
  const wanted = quantityFor(stake, at);
  return { quantity: (action === "buy" ? wanted : -wanted) - held, price: at };
}
