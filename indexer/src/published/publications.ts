/** Takes profiles and texts of terms from whoever may publish them, and gives them to everybody. */

import { createHash } from "node:crypto";
import { InvalidInput } from "@profit-share/sdk";
import { type Deployment, isSignedBy, type Profile } from "@profit-share/sdk/profiles";
import type { Db } from "@profit-share/storage";
import { PublicKey } from "@solana/web3.js";
import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { checkAvatar } from "./avatar";
import { avatars, profiles, termsTexts } from "./database";

export interface SignedProfile extends Profile {
  /** Who signed it. */
  wallet: PublicKey;
  /** 64 bytes. */
  signature: Uint8Array;
}

/** An older profile than the one that is kept, or the same number with another content. */
export class OldProfile extends Error {
  override readonly name = "OldProfile";
}

/** What the index knows of a bot's owner and of terms. It decides what is kept, so it has to be asked each time. */
export interface Known {
  /** null: there is no such bot. */
  ownerOf(bot: string): Promise<string | null>;
  /** Whether terms with this hash are offered by a bot or agreed to in a subscription. */
  isTermsHash(hash: string): Promise<boolean>;
}

export class NotPublished extends Error {
  override readonly name = "NotPublished";
}

export class Publications {
  constructor(
    private readonly db: Db,
    private readonly known: Known,
  ) {}

  /** The profile that its present owner signed. @throws NotPublished */
  async profile(bot: string): Promise<SignedProfile> {
    const owner = await this.known.ownerOf(bot);
    const [row] = await this.db.select().from(profiles).where(eq(profiles.bot, bot));
    if (row === undefined || row.wallet !== owner) {
      throw new NotPublished(`The owner of ${bot} has published no profile`);
    }
    return profileIn(row);
  }

  /** Names by bot, of those that their present owners signed. @param owners by bot */
  async names(owners: ReadonlyMap<string, string>): Promise<Map<string, string>> {
    const rows = await this.db
      .select({ bot: profiles.bot, name: profiles.name, wallet: profiles.wallet })
      .from(profiles)
      .where(inArray(profiles.bot, [...owners.keys()]));
    return new Map(rows.filter(({ bot, wallet }) => owners.get(bot) === wallet).map(({ bot, name }) => [bot, name]));
  }

  /**
   * @param png its picture; null: it is kept already, or there is none
   * @throws InvalidInput, NotPublished if there is no such bot, OldProfile
   */
  async putProfile(
    profile: Profile,
    signature: Uint8Array,
    png: Uint8Array | null,
    deployment: Deployment,
  ): Promise<void> {
    const bot = profile.bot.toBase58();
    const owner = await this.known.ownerOf(bot);
    if (owner === null) throw new NotPublished(`There is no bot ${bot}`);
    if (!isSignedBy(profile, deployment, new PublicKey(owner), signature)) {
      throw new InvalidInput(
        `signature is not that of ${owner}, who owns the bot, under this text on the cluster ${deployment.genesisHash}`,
      );
    }
    if (profile.avatar !== null) await this.keepAvatar(profile.avatar, png);
    const row = rowOf(profile, owner, signature);
    const kept = await this.db
      .insert(profiles)
      .values(row)
      .onConflictDoUpdate({
        target: profiles.bot,
        set: row,
        // Another owner begins anew; the same profile again changes nothing.
        setWhere: sql`${profiles.wallet} <> ${owner} or ${lt(profiles.number, profile.number)} or ${eq(profiles.signature, row.signature)}`,
      })
      .returning({ bot: profiles.bot });
    if (kept.length === 0) throw new OldProfile(await this.whyOld(bot, profile.number));
  }

  /** @throws NotPublished */
  async avatar(hash: string): Promise<Uint8Array> {
    const [row] = await this.db.select().from(avatars).where(eq(avatars.hash, hash));
    if (row === undefined) throw new NotPublished(`There is no picture ${hash}`);
    return row.png;
  }

  /** The bytes whose hash is on the chain. @throws NotPublished */
  async terms(hash: string): Promise<Uint8Array> {
    const [row] = await this.db.select().from(termsTexts).where(eq(termsTexts.hash, hash));
    if (row === undefined) throw new NotPublished(`Nobody has published the text of the terms ${hash}`);
    return row.content;
  }

  /** @throws InvalidInput, NotPublished if no terms have this hash */
  async putTerms(hash: string, content: Uint8Array): Promise<void> {
    const found = createHash("sha256").update(content).digest("hex");
    if (found !== hash) throw new InvalidInput(`The text's hash is ${found}, not ${hash}`);
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(content);
    } catch {
      throw new InvalidInput("The text is no UTF-8");
    }
    if (!(await this.known.isTermsHash(hash))) {
      throw new NotPublished(`No bot offers terms with the hash ${hash}, and no subscription has them`);
    }
    await this.db.insert(termsTexts).values({ hash, content }).onConflictDoNothing();
  }

  private async keepAvatar(hash: string, png: Uint8Array | null): Promise<void> {
    if (png !== null) {
      await checkAvatar(png, hash);
      await this.db.insert(avatars).values({ hash, png }).onConflictDoNothing();
      return;
    }
    await this.avatar(hash).catch((error: Error) => {
      throw error instanceof NotPublished ? new InvalidInput(`${error.message}: send it as avatarPng`) : error;
    });
  }

  private async whyOld(bot: string, number: number): Promise<string> {
    const [row] = await this.db
      .select({ number: profiles.number })
      .from(profiles)
      .where(and(eq(profiles.bot, bot)));
    return `number has to be above ${row!.number}, which is kept, not ${number}`;
  }
}

const rowOf = (profile: Profile, wallet: string, signature: Uint8Array): typeof profiles.$inferInsert => ({
  ...profile,
  bot: profile.bot.toBase58(),
  wallet,
  signature: Buffer.from(signature).toString("base64"),
});

const profileIn = (row: typeof profiles.$inferSelect): SignedProfile => ({
  ...row,
  bot: new PublicKey(row.bot),
  wallet: new PublicKey(row.wallet),
  signature: Uint8Array.from(Buffer.from(row.signature, "base64")),
});
