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

const keys = new Map<string, Keypair>();

/** A key that only depends on `name`. */
export function keyOf(name: string): Keypair {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = Keypair.fromSeed(createHash("sha256").update(`profit_share tests: ${name}`).digest());
  keys.set(name, key);
  return key;
}

export const ACTORS = Object.fromEntries(NAMES.map((name) => [name, keyOf(name)])) as Actors;
