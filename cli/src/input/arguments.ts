/** What was typed, checked before anything is asked of a node. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { fromBase58, InvalidInput, parseDollars } from "@profit-share/sdk";
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

/** @param text a decimal number of percent @returns basis points @throws InvalidInput */
export function parsePercent(name: string, text: string): number {
  const [, whole, fraction = ""] = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (whole !== undefined) return Number(whole) * 100 + Number(fraction.padEnd(2, "0"));
  throw new InvalidInput(`${name} "${text}" is no number of percent: pass one like 7.5, with at most two decimals`);
}

/** An amount that may be zero. @param text dollars @returns base units @throws InvalidInput */
export function parseDollarsOrZero(name: string, text: string): bigint {
  return /^0+(\.0{1,6})?$/.test(text) ? 0n : parseDollarsOf(name, text);
}

/** An amount above zero. @param text dollars @returns base units @throws InvalidInput naming the argument */
export function parseDollarsOf(name: string, text: string): bigint {
  try {
    return parseDollars(text);
  } catch (error) {
    if (error instanceof InvalidInput) throw new InvalidInput(`${name}: ${error.message}`);
    throw error;
  }
}

/** 32 bytes. @param text hexadecimal @throws InvalidInput */
export function parseHash(name: string, text: string): Uint8Array {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, "hex");
  throw new InvalidInput(`${name} "${text}" is no sha256: pass 64 hexadecimal digits`);
}

/** 16 bytes. @param text a UUID or hexadecimal; without one they are random @throws InvalidInput naming the argument */
export function parseId(text: string | undefined, name = "--id"): Uint8Array {
  if (text === undefined) return randomBytes(16);
  const digits = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.replaceAll("-", "") : text;
  if (/^[0-9a-f]{32}$/i.test(digits)) return Buffer.from(digits, "hex");
  throw new InvalidInput(`${name} "${text}" is no id: pass a UUID, or 32 hexadecimal digits`);
}

/** u16. @throws InvalidInput naming the argument */
export function parseAccountNo(text: string, name = "--account-no"): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 0xffff) return Number(text);
  throw new InvalidInput(`${name} "${text}" is no account number: pass a whole number from 0 to 65535`);
}

/** @throws InvalidInput */
export function parseSignature(text: string): string {
  try {
    if (fromBase58(text).length === 64) return text;
  } catch {
    // Named below.
  }
  throw new InvalidInput(`The signature "${text}" is none of a transaction: pass 64 bytes in base58`);
}

/** A web address, without a slash at its end. @throws InvalidInput naming the argument */
export function parseSite(name: string, text: string): string {
  if (/^https?:\/\/./.test(text) && URL.canParse(text)) return text.replace(/\/+$/, "");
  throw new InvalidInput(`${name} "${text}" is no web address: pass one like https://site.example`);
}
