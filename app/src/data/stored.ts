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

/** @param known addresses so far: a history has the same one a thousand times, and each takes its time to be made */
export function unpacked(value: unknown, known = new Map<string, PublicKey>()): unknown {
  if (typeof value !== "object" || value === null || !isKey(value))
    return mapped(value, (inner) => unpacked(inner, known));
  const { base58 } = value;
  const key = known.get(base58) ?? new PublicKey(base58);
  known.set(base58, key);
  return key;
}

function mapped(value: unknown, each: (inner: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(each);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, each(inner)]));
}
