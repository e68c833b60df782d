/** What a client read, in a form that is the same for all of them. */
import { BN } from "@coral-xyz/anchor";
import { PublicKey } from "@solana/web3.js";

/** Integers and flags as text, addresses in base58, bytes in hex, structs by their fields in camelCase. */
export type Value = string | Fields;
export interface Fields {
  [name: string]: Value;
}

/** An account or event as a client read it. */
export interface Reading {
  /** As the IDL names it. */
  name: string;
  fields: Fields;
}

/** @throws Error if it is none of the kinds that the program has */
export function plain(read: unknown): Value {
  if (typeof read === "string") return read;
  if (typeof read === "bigint" || typeof read === "number" || typeof read === "boolean") return String(read);
  if (BN.isBN(read)) return read.toString();
  if (read instanceof PublicKey) return read.toBase58();
  if (read instanceof Uint8Array) return Buffer.from(read).toString("hex");
  // Anchor reads an array of bytes into numbers.
  if (Array.isArray(read)) return Buffer.from(read as number[]).toString("hex");
  if (typeof read === "object" && read !== null) return fieldsOf(read);
  throw new Error(`A client read ${String(read)}`);
}

export const fieldsOf = (read: object): Fields =>
  Object.fromEntries(Object.entries(read).map(([name, value]) => [name, plain(value)]));
