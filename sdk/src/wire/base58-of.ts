/** Addresses and their texts, worked out once for each object: that is the dearest step of reading a long history. */
import { PublicKey } from "@solana/web3.js";

const texts = new WeakMap<PublicKey, string>();

export function base58Of(address: PublicKey): string {
  const known = texts.get(address);
  if (known !== undefined) return known;
  const text = address.toBase58();
  texts.set(address, text);
  return text;
}

/** @throws Error if it is not the text of an address */
export function addressOf(base58: string): PublicKey {
  const address = new PublicKey(base58);
  texts.set(address, base58);
  return address;
}
