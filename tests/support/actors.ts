/** Who takes part. The same keys in every run. */
import { createHash } from "node:crypto";
import { Keypair } from "@solana/web3.js";

const NAMES = [
  "creator",
  "subscriber",
  "agent",
  // Registers the keeper account and holds its admin key.
  "marketplace",
  // The keeper's hot key.
  "keeperSigner",
  "payoutWallet",
  // Pays rent or deposits for others.
  "sponsor",
  // Pays the fee of every transaction and is no party to anything.
  "postman",
  // Wants what is not hers.
  "eve",
] as const;

export type ActorName = (typeof NAMES)[number];
export type Actors = Readonly<Record<ActorName, Keypair>>;

/** A key that only depends on `name`. */
export const keyOf = (name: string): Keypair =>
  Keypair.fromSeed(createHash("sha256").update(`profit_share tests: ${name}`).digest());

export const ACTORS = Object.fromEntries(NAMES.map((name) => [name, keyOf(name)])) as Actors;
