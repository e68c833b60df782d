/** Addresses and their texts, worked out once: that is the dearest step of reading a long history, or many accounts. */
import { PublicKey } from "@solana/web3.js";

/** Remembers its text, also for web3.js, which asks for it again and again. */
class KnownAddress extends PublicKey {
  #text: string | undefined;

  constructor(value: string | Uint8Array) {
    super(value);
    if (typeof value === "string") this.#text = value;
  }

  override toBase58(): string {
    this.#text ??= super.toBase58();
    return this.#text;
  }
}

const texts = new WeakMap<PublicKey, string>();

/** Of an address that may come from anywhere. */
export function base58Of(address: PublicKey): string {
  const known = texts.get(address);
  if (known !== undefined) return known;
  const text = address.toBase58();
  texts.set(address, text);
  return text;
}

/** As many as a keeper of 10,000 subscriptions lists, and some of their accounts. */
const MOST = 30_000;

/** The addresses of a marketplace come again and again: each is one object, until there are too many. */
class Addresses {
  private readonly known = new Map<string, PublicKey>();

  get(key: string, make: () => PublicKey): PublicKey {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const address = make();
    if (this.known.size === MOST) this.known.clear();
    this.known.set(key, address);
    return address;
  }
}

const byText = /* @__PURE__ */ new Addresses();
const byBytes = /* @__PURE__ */ new Addresses();

/** @throws Error if it is not the text of an address */
export const addressOf = (base58: string): PublicKey => byText.get(base58, () => new KnownAddress(base58));

/** @param bytes 32 of them */
export const addressFrom = (bytes: Uint8Array): PublicKey =>
  byBytes.get(String.fromCharCode(...bytes), () => new KnownAddress(bytes));
