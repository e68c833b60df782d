/** Keys that follow from names: everybody has the same ones, so they are worth nothing, and nothing secret is kept. */
import { Keypair } from "@solana/web3.js";

/** As the demo and the tests make theirs: whoever is named like somebody of the story is that somebody. */
const PREFIX = "profit_share tests: ";

export async function keyNamed(name: string): Promise<Keypair> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(PREFIX + name));
  return Keypair.fromSeed(new Uint8Array(digest));
}
