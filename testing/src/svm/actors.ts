/** Who takes part. The same keys in every run. */
import type { Keypair } from "@solana/web3.js";
import { keyOf } from "../keys";

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

export const ACTORS = Object.fromEntries(NAMES.map((name) => [name, keyOf(name)])) as Actors;
