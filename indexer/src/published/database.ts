/**
 * What people publish beside the chain: signed profiles, their pictures, and the texts of terms. No chain brings it back, so it has
 * a database of its own: throwing the index away leaves it as it is.
 */
import { type Database, type Migration, openDatabase } from "@profit-share/storage";
import { bigint, customType, pgTable, text } from "drizzle-orm/pg-core";

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
  fromDriver: (value) => Uint8Array.from(value),
});

export const profiles = pgTable("profiles", {
  bot: text("bot").primaryKey(),
  number: bigint("number", { mode: "number" }).notNull(),
  name: text("name").notNull(),
  about: text("about").notNull(),
  links: text("links").array().notNull(),
  /** Hexadecimal hash of the picture; null: it has none. */
  avatar: text("avatar"),
  /** base58: who owned the bot when it was signed. */
  wallet: text("wallet").notNull(),
  /** base64. */
  signature: text("signature").notNull(),
});

/** PNGs, by their hash. */
export const avatars = pgTable("avatars", { hash: text("hash").primaryKey(), png: bytes("png").notNull() });

/** Texts of terms, by their hash. */
export const termsTexts = pgTable("terms_texts", {
  hash: text("hash").primaryKey(),
  content: bytes("content").notNull(),
});

const FIRST = `CREATE TABLE profiles (
  bot text PRIMARY KEY,
  number bigint NOT NULL,
  name text NOT NULL,
  about text NOT NULL,
  links text[] NOT NULL,
  avatar text,
  wallet text NOT NULL,
  signature text NOT NULL
);
--> statement-breakpoint
CREATE TABLE avatars (hash text PRIMARY KEY, png bytea NOT NULL);
--> statement-breakpoint
CREATE TABLE terms_texts (hash text PRIMARY KEY, content bytea NOT NULL);
`;
const MIGRATIONS: readonly Migration[] = [{ createdAt: 1_764_000_000_000, sql: FIRST }];

/** @param place as `openDatabase` of the index @throws DatabaseInUse, DatabaseUnreachable, NewerDatabase */
export const openPublished = (place: string | null): Promise<Database> =>
  openDatabase(place, { schema: "profit_share_published", migrations: MIGRATIONS });
