/** JSON for machines: amounts are decimal strings of base units, addresses base58, bytes hexadecimal. */
import { PublicKey } from "@solana/web3.js";

export function toJson(value: unknown): string {
  return JSON.stringify(plain(value), null, 2);
}

export function plain(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof PublicKey) return value.toBase58();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}
