/** What the user typed or named, checked before anything is sent. */
import { readFileSync } from "node:fs";
import { Keypair, PublicKey } from "@solana/web3.js";
import { InputError } from "./errors";

/** @param name of the input, for the message */
export function parseAddress(name: string, text: string): PublicKey {
  try {
    return new PublicKey(text);
  } catch {
    throw new InputError(`The ${name} "${text}" is no Solana address: pass 32 bytes in base58`);
  }
}

/** A key file as `solana-keygen` writes it: a JSON array of 64 bytes. */
export function readKeypair(file: string): Keypair {
  const advice = "pass a file as `solana-keygen` writes it";
  const text = readText("key file", file);
  try {
    const bytes: unknown = JSON.parse(text);
    if (Array.isArray(bytes) && bytes.length === 64) return Keypair.fromSecretKey(Uint8Array.from(bytes));
  } catch {
    // What the file holds is a secret: the message does not repeat any of it.
  }
  throw new InputError(`The key file ${file} holds no keypair: ${advice}`);
}

/** @param name of the input, for the message */
export function readBytes(name: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new InputError(`The ${name} ${file} cannot be read: ${(error as Error).message}`);
  }
}

const readText = (name: string, file: string): string => readBytes(name, file).toString("utf8");
