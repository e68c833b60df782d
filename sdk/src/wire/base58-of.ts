/** Addresses and their texts, worked out once: that is the dearest step of reading a long history, or many accounts. */
import { PublicKey } from "@solana/web3.js";

/** Remembers its text, also for web3.js, which asks for it again and again. */
class KnownAddress extends PublicKey {
  #text: string | undefined;

  override toBase58(): string {
    this.#text ??= super.toBase58();
    return this.#text;
  }
}

const texts = new WeakMap<PublicKey, string>();

/** Of an address that may come from anywhere. */
export function base58Of(address: PublicKey): string {
  const found = texts.get(address);
  if (found !== undefined) return found;
  const text = address.toBase58();
  texts.set(address, text);
  return text;
}

/** As many as a keeper of 10,000 subscriptions lists, with some of their accounts. */
const MOST = 30_000;
/** The addresses of a marketplace come again and again: each is one object, until there are too many. */
const known = new Map<string, PublicKey>();

function theOne(key: string, value: string | Uint8Array): PublicKey {
  const found = known.get(key);
  if (found !== undefined) return found;
  const address = new KnownAddress(value);
  if (known.size === MOST) known.clear();
  known.set(key, address);
  return address;
}

/** @throws Error if it is not the text of an address */
export const addressOf = (base58: string): PublicKey => theOne(base58, base58);

/** @param bytes 32 of them; the point keeps those apart that are letters, too */
export const addressFrom = (bytes: Uint8Array): PublicKey => theOne(`.${String.fromCharCode(...bytes)}`, bytes);
