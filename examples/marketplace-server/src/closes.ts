/**
 * Tells the keeper of closes. A trade is done when it is done: this runs after it, and asks again until the keeper has the close.
 * The trade's id makes it happen once.
 */
import { randomUUID } from "node:crypto";
import { toDollars } from "@profit-share/sdk";
import { and, asc, eq } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import type { Database } from "./database";
import { botSubscriptions, botTrades } from "./tables";

/** Milliseconds between two rounds when nobody wakes it, and for an answer. */
const EVERY_MS = 2_000;
const ANSWER_MS = 15_000;
/** Statuses that say: not like this, and not later either. */
const NEVER = [400, 413, 422];

interface Waiting {
  id: number;
  subscriptionId: string;
  agent: string;
  realizedPnl: bigint;
}

export interface CloseOptions {
  db: Database;
  keeperUrl: string;
  webhookSecret: string;
  everyMs?: number;
}

export class Closes {
  private readonly webhook: Webhook;
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> | null = null;

  constructor(private readonly options: CloseOptions) {
    this.webhook = new Webhook(options.webhookSecret);
  }

  start(): void {
    this.timer = setInterval(() => this.wake(), this.options.everyMs ?? EVERY_MS);
    this.wake();
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.round;
  }

  /** There may be something to tell. */
  wake(): void {
    this.round ??= this.tell()
      .catch((error: Error) => console.error(`Closes wait: ${error.message}`))
      .finally(() => {
        this.round = null;
      });
  }

  private async tell(): Promise<void> {
    const { db } = this.options;
    const waiting = await db
      .select({
        id: botTrades.id,
        subscriptionId: botTrades.subscriptionId,
        agent: botSubscriptions.agent,
        realizedPnl: botTrades.realizedPnl,
      })
      .from(botTrades)
      .innerJoin(botSubscriptions, eq(botSubscriptions.id, botTrades.subscriptionId))
      .where(eq(botTrades.profitShare, "waiting"))
      .orderBy(asc(botTrades.id));
    // In the order of the trades: losses and profits of one subscription count one after the other.
    const behind = new Set<string>();
    for (const close of waiting) {
      if (behind.has(close.subscriptionId)) continue;
      if (!(await this.tellOne(close))) behind.add(close.subscriptionId);
    }
  }

  /** @returns whether the keeper has it, or never will */
  private async tellOne({ id, subscriptionId, agent, realizedPnl }: Waiting): Promise<boolean> {
    const body = JSON.stringify({
      subscriberBotId: subscriptionId,
      subscriberAgentWallet: agent,
      tradeId: `trade ${id}`,
      isClosingTrade: true,
      tradePnl: toDollars(realizedPnl),
    });
    const response = await this.post(body);
    if (!response.ok && !NEVER.includes(response.status)) {
      console.error(`Trade ${id}: the keeper answers ${response.status}: ${await response.text()}`);
      return false;
    }
    const set = response.ok
      ? ({ profitShare: "taken", profitShareError: null } as const)
      : ({ profitShare: "refused", profitShareError: await response.text() } as const);
    await this.options.db
      .update(botTrades)
      .set(set)
      .where(and(eq(botTrades.id, id), eq(botTrades.profitShare, "waiting")));
    return true;
  }

  private post(body: string): Promise<Response> {
    const id = `msg_${randomUUID()}`;
    const now = new Date();
    return fetch(`${this.options.keeperUrl}/v1/closes`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
        "webhook-signature": this.webhook.sign(id, now, body),
      },
      body,
      signal: AbortSignal.timeout(ANSWER_MS),
    });
  }
}
