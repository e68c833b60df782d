/** What was typed, checked before anything is asked of a node. */
import { readFileSync } from "node:fs";
import { InvalidInput } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";

/** @param name of the argument, for the message @throws InvalidInput */
export function parseAddress(name: string, text: string): PublicKey {
  try {
    return new PublicKey(text);
  } catch {
    throw new InvalidInput(`The ${name} "${text}" is no Solana address: pass 32 bytes in base58`);
  }
}

/**
 * @param name of what the file holds, for the message
 * @param shown the file as the message names it
 * @throws InvalidInput
 */
export function readFile(name: string, file: string, shown = file): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InvalidInput(`The ${name} ${shown} cannot be read: ${UNREADABLE[code ?? ""] ?? message}`);
  }
}

/** By the system's code. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "you have no permission to read it",
  EISDIR: "it is a folder",
};

/** @returns null if it was left out @throws InvalidInput */
export function parseInstance(text: string | undefined): bigint | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,18}$/.test(text)) return BigInt(text);
  throw new InvalidInput(`The --instance "${text}" is no number of a subscription: pass a whole number from 1`);
}

/** @throws InvalidInput */
export function parseYear(text: string): number {
  if (/^20\d{2}$/.test(text)) return Number(text);
  throw new InvalidInput(`The --year "${text}" is no year: pass one like 2026`);
}
