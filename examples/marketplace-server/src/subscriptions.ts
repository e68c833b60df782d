/** Subscribing: the server makes an agent's wallet and a row; browser, wallet and keeper do the rest. */
import { randomUUID } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  attestedSubscriptionAddress,
  keyFileText,
  NotFound,
  type ProfitShareClient,
  toBaseUnits,
} from "@profit-share/sdk";
import { Keypair, PublicKey } from "@solana/web3.js";
import { eq, sql } from "drizzle-orm";
import type { Bots } from "./bots";
import type { Database } from "./database";
import { Problem } from "./problem";
import { agentWallets, botSubscriptions } from "./tables";

export interface NewSubscription {
  botId: string;
  subscriberWallet: string;
  /** Dollars: of one position, the most that may accrue in a day, and what goes into the escrow now. */
  stake: string;
  dailyCap: string;
  deposit: string;
}

export interface SubscriptionOptions {
  db: Database;
  client: ProfitShareClient;
  bots: Bots;
  agentKeys: string;
}

export class Subscriptions {
  constructor(private readonly options: SubscriptionOptions) {}

  /** @returns what the browser passes to the keeper's `/v1/subscriptions/prepare`, and after signing to `/v1/subscriptions/cosign` */
  async begin({ botId, subscriberWallet, stake, dailyCap, deposit }: NewSubscription) {
    const { db, bots } = this.options;
    const bot = await bots.get(botId);
    if (bot.publishedAt === null) throw new Problem(409, `The bot ${botId} is not published yet`);
    const agent = await this.agentOf(subscriberWallet);
    return db.transaction(async (tx) => {
      // Two requests of one subscriber at once would take the same number.
      await tx.select().from(agentWallets).where(eq(agentWallets.agent, agent)).for("update");
      const [row] = await tx
        .select({ next: sql<number>`coalesce(max(${botSubscriptions.accountNo}) + 1, 0)`.mapWith(Number) })
        .from(botSubscriptions)
        .where(eq(botSubscriptions.agent, agent));
      const accountNo = row!.next;
      const id = randomUUID();
      const address = attestedSubscriptionAddress(new PublicKey(agent), accountNo).toBase58();
      await tx.insert(botSubscriptions).values({ id, botId, subscriberWallet, agent, accountNo, address, stake });
      const request = {
        bot: bot.address,
        subscriber: subscriberWallet,
        agent,
        account: { accountNo },
        dailyCap: toBaseUnits(dailyCap).toString(),
        deposit: toBaseUnits(deposit).toString(),
      };
      return { id, address, request };
    });
  }

  /** The browser says that it is on the chain; the server looks. From then on it trades. */
  async confirm(id: string): Promise<void> {
    const { db, client } = this.options;
    const subscription = await this.get(id);
    await client.subscription(new PublicKey(subscription.address)).catch((error: Error) => {
      if (!(error instanceof NotFound)) throw error;
      throw new Problem(409, `The subscription ${subscription.address} is not on the chain yet`);
    });
    if (subscription.startedAt === null) {
      await db.update(botSubscriptions).set({ startedAt: new Date() }).where(eq(botSubscriptions.id, id));
    }
  }

  async get(id: string) {
    const [row] = await this.options.db.select().from(botSubscriptions).where(eq(botSubscriptions.id, id));
    if (row === undefined) throw new Problem(404, `There is no subscription ${id}`);
    return row;
  }

  /** The subscriber's agent; a new one's key is in its file before anybody is told of it. */
  private async agentOf(subscriber: string): Promise<string> {
    const { db, agentKeys } = this.options;
    const known = () => db.select().from(agentWallets).where(eq(agentWallets.subscriber, subscriber));
    const [before] = await known();
    if (before !== undefined) return before.agent;
    const key = Keypair.generate();
    const agent = key.publicKey.toBase58();
    const file = join(agentKeys, `${agent}.json`);
    writeFileSync(`${file}.new`, keyFileText(key), { mode: 0o600 });
    // The keeper never sees half a file.
    renameSync(`${file}.new`, file);
    await db.insert(agentWallets).values({ agent, subscriber }).onConflictDoNothing();
    const [now] = await known();
    return now!.agent;
  }
}
