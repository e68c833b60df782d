/**
 * Values as IndexedDB keeps them: it knows bigints and bytes, and of an address only the digits inside. What lies there counts as
 * verified, and only pages of this origin can write it.
 */
import { PublicKey } from "@solana/web3.js";

/** Stands in for an address. */
interface Key {
  base58: string;
}
const isKey = (value: object): value is Key => "base58" in value && Object.keys(value).length === 1;

export function packed(value: unknown): unknown {
  if (value instanceof PublicKey) return { base58: value.toBase58() } satisfies Key;
  return mapped(value, packed);
}

export function unpacked(value: unknown): unknown {
  if (typeof value === "object" && value !== null && isKey(value)) return new PublicKey(value.base58);
  return mapped(value, unpacked);
}

function mapped(value: unknown, each: (inner: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(each);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, each(inner)]));
}
