/** Creators who asked to be told what they earn. Without a row a creator is told nothing. */
import { U64_MAX } from "@profit-share/sdk";
import type { Db } from "@profit-share/storage";
import type { PublicKey } from "@solana/web3.js";
import { eq } from "drizzle-orm";
import { TELEGRAM_CHAT } from "../config/notifications";
import { scheduleProblem } from "../time/schedule";
import { recipients } from "./message-tables";

/** How a creator is told. */
export interface Recipient {
  /** The chat's id as Telegram has it, or `@channel`. The bot can write there: its user has started it, or it is a member. */
  telegramChat: string;
  /** One message for each settlement, or one summary at each time of a cron expression. `timeZone`: IANA name, UTC if left out. */
  every: "payment" | { cron: string; timeZone?: string };
  /** Base units: a settlement of less is not told; of a summary it waits for the next one. 0 tells everything. */
  leastAmount: bigint;
}

/** It cannot be a recipient: the message names the key. */
export class UnfitRecipient extends Error {
  override readonly name = "UnfitRecipient";
}

/** Spelled out, because it is part of what the package declares to a host, which may not have Drizzle. */
export interface Recipients {
  /** From now on the creator is told so. @throws UnfitRecipient */
  set(creator: PublicKey, recipient: Recipient): Promise<void>;
  /** How the creator is told; null: not at all. */
  get(creator: PublicKey): Promise<Recipient | null>;
  /** The creator is told nothing any more, not even what is due. @returns whether there was something to remove */
  remove(creator: PublicKey): Promise<boolean>;
}

export class RecipientStore implements Recipients {
  constructor(private readonly db: Db) {}

  async set(creator: PublicKey, recipient: Recipient): Promise<void> {
    const { telegramChat, every, leastAmount } = recipient;
    const { cron, timeZone = "UTC" } = every === "payment" ? { cron: null } : every;
    if (!TELEGRAM_CHAT.test(telegramChat)) {
      throw new UnfitRecipient(`telegramChat: has to be a chat's number or "@channel", not "${telegramChat}"`);
    }
    const problem = cron === null ? null : scheduleProblem(cron, timeZone);
    if (problem !== null) throw new UnfitRecipient(`every: ${problem}`);
    if (leastAmount < 0n || leastAmount > U64_MAX) {
      throw new UnfitRecipient(`leastAmount: has to be base units from 0 to ${U64_MAX}, not ${leastAmount}`);
    }
    const values = { telegramChat, cron, timeZone, leastAmount };
    await this.db
      .insert(recipients)
      .values({ creator: creator.toBase58(), ...values })
      .onConflictDoUpdate({ target: recipients.creator, set: values });
  }

  async get(creator: PublicKey): Promise<Recipient | null> {
    const [row] = await this.db.select().from(recipients).where(eq(recipients.creator, creator.toBase58()));
    if (row === undefined) return null;
    const { telegramChat, cron, timeZone, leastAmount } = row;
    return { telegramChat, every: cron === null ? "payment" : { cron, timeZone }, leastAmount };
  }

  async remove(creator: PublicKey): Promise<boolean> {
    const rows = await this.db
      .delete(recipients)
      .where(eq(recipients.creator, creator.toBase58()))
      .returning({ creator: recipients.creator });
    return rows.length > 0;
  }
}
