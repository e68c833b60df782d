/** Payments as the keeper stores them. */
import type { Db } from "@profit-share/storage";
import type { Distribution } from "../../src/store/distributions";
import { profitShareDistributions } from "../../src/store/tables";

/** When nothing else is said. */
export const EPOCH = Date.UTC(2026, 10, 20, 9, 0);

let count = 0;

/** $4.50 of a trade that closed with $60.00; each is of a subscription of its own unless it is said. */
export function payment(changes: Partial<Distribution> = {}): Distribution {
  count += 1;
  return {
    id: BigInt(count),
    subscription: `Subscription${count}`,
    instance: 1n,
    sequence: 1n,
    bot: "3hGtBotBotBotBotBotBotBotBotBotBotBotBotB7Kq",
    creator: "Creator",
    subscriber: "8pLmSubscriber",
    agent: "9xQeAgent",
    tradeId: "12345",
    closePnl: 60_000_000n,
    profitShareBps: 750,
    amount: 4_500_000n,
    credited: 4_500_000n,
    signature: `Signature${count}`,
    slot: 1_000 + count,
    distributedAt: new Date(EPOCH),
    ...changes,
  };
}

/** @returns the rows as they are stored */
export const storePayments = (tx: Db, payments: readonly Distribution[]): Promise<Distribution[]> =>
  tx
    .insert(profitShareDistributions)
    .values(payments.map(({ id: _, ...row }) => row))
    .returning();
