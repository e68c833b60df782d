/** Keys and ids made from names, so that every run has the same addresses. Worthless outside tests and local chains. */
import { createHash } from "node:crypto";
import { Keypair } from "@solana/web3.js";

const keys = new Map<string, Keypair>();

/** A key that only depends on `name`. */
export function keyOf(name: string): Keypair {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = Keypair.fromSeed(digest(`profit_share tests: ${name}`));
  keys.set(name, key);
  return key;
}

/** 16 bytes that identify a bot or keeper of that name. */
export const idOf = (name: string): Uint8Array => digest(`profit_share test id: ${name}`).subarray(0, 16);

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
