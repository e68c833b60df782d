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

/** Of texts that come again and again, which those of a marketplace do. */
const addresses = new Map<string, PublicKey>();
const MOST = 10_000;

/** @throws Error if it is not the text of an address */
export function addressOf(base58: string): PublicKey {
  const known = addresses.get(base58);
  if (known !== undefined) return known;
  const address = new PublicKey(base58);
  texts.set(address, base58);
  if (addresses.size === MOST) addresses.clear();
  addresses.set(base58, address);
  return address;
}
