/** Creators publish bots: the server makes the transaction, the creator's wallet signs and sends it. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { botAddress, NotFound, type ProfitShareClient, publishBot, toBaseUnits } from "@profit-share/sdk";
import { PublicKey, TransactionMessage, VersionedTransaction } from "@solana/web3.js";
import { eq } from "drizzle-orm";
import type { Database } from "./database";
import { Problem } from "./problem";
import { publishedBots } from "./tables";

export interface NewBot {
  name: string;
  creatorWallet: string;
  profitSharePercent: string;
  terms: string;
}

export interface BotOptions {
  db: Database;
  client: ProfitShareClient;
  /** The keeper account that states closes. */
  keeper: PublicKey;
  mint: PublicKey;
}

/** Base units: what a subscriber keeps in the escrow, and the least cap a day. */
const MIN_BALANCE = 5_000_000n;
const MIN_DAILY_CAP = 1_000_000n;
/** One cent: less than that stays claimable until it is more. */
const MIN_PAYOUT = 10_000n;

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

export class Bots {
  constructor(private readonly options: BotOptions) {}

  /** @returns base64 of what the creator's wallet signs, and the secret for signals, which is shown once */
  async publish({ name, creatorWallet, profitSharePercent, terms }: NewBot) {
    const { db, client, keeper, mint } = this.options;
    const creator = new PublicKey(creatorWallet);
    const id = randomUUID();
    const botId = Buffer.from(id.replaceAll("-", ""), "hex");
    const instruction = publishBot({
      creator,
      id: botId,
      terms: {
        source: "attested",
        feeBasis: "high_water_mark",
        // One basis point is 0.01 %.
        profitShareBps: Number(toBaseUnits(profitSharePercent) / 10_000n),
        minBalance: MIN_BALANCE,
        minDailyCap: MIN_DAILY_CAP,
        keeper,
        mint,
        hash: sha256(terms),
      },
      minPayout: MIN_PAYOUT,
      payoutWallet: creator,
    });
    const address = botAddress(creator, botId).toBase58();
    const signalSecret = randomBytes(24).toString("base64url");
    const signalSecretHash = sha256(signalSecret).toString("hex");
    await db
      .insert(publishedBots)
      .values({ id, name, creatorWallet, profitSharePercent, terms, address, signalSecretHash });
    const { blockhash } = await client.connection.getLatestBlockhash();
    const message = new TransactionMessage({
      payerKey: creator,
      recentBlockhash: blockhash,
      instructions: [instruction],
    });
    const transaction = new VersionedTransaction(message.compileToV0Message());
    return { id, address, signalSecret, transaction: Buffer.from(transaction.serialize()).toString("base64") };
  }

  /** The creator says that it is on the chain; the server looks. */
  async confirm(id: string): Promise<void> {
    const { db, client } = this.options;
    const bot = await this.get(id);
    await client.bot(new PublicKey(bot.address)).catch((error: Error) => {
      throw error instanceof NotFound ? new Problem(409, `The bot ${bot.address} is not on the chain yet`) : error;
    });
    if (bot.publishedAt === null) {
      await db.update(publishedBots).set({ publishedAt: new Date() }).where(eq(publishedBots.id, id));
    }
  }

  async get(id: string) {
    const [bot] = await this.options.db.select().from(publishedBots).where(eq(publishedBots.id, id));
    if (bot === undefined) throw new Problem(404, `There is no bot ${id}`);
    return bot;
  }

  /** Whether who sends a signal knows this bot's secret. */
  isSecretOf({ signalSecretHash }: { signalSecretHash: string }, secret: string): boolean {
    return sha256(secret).toString("hex") === signalSecretHash;
  }
}
