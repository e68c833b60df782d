/**
 * What a host passes, much of it from JSON, as values. Each reader takes whatever comes and refuses it by the name of the
 * argument: types are gone where a request's body arrives.
 */
import { formatDollars, I64_MAX, toBaseUnits, U64_MAX } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import { quoted } from "../text/quoted";

/** What was passed cannot be done, now or later: the message names the argument. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** Characters of a trade's id: a longer one is no id. */
const MAX_TRADE_ID = 256;

/**
 * The id of a close. A whole number is its digits: 12345 and "12345" are one trade.
 * @returns null if it is left out (null or undefined)
 */
export function readTradeId(value: unknown, name = "tradeId"): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return readTradeId(String(value), name);
  if (typeof value === "number") {
    throw refused(name, "a text, or a whole number that JavaScript holds exactly", value);
  }
  if (typeof value !== "string" || value.trim() === "" || value.length > MAX_TRADE_ID) {
    throw refused(name, `a text of up to ${MAX_TRADE_ID} characters, or left out`, value);
  }
  // Every half of a surrogate pair has the same hash, and the database takes no zero character.
  if (/\p{Surrogate}/u.test(value) || value.includes("\0")) {
    throw new Refusal(`${name} has a character that cannot be stored: pass plain text`);
  }
  return value;
}

/** What a host takes for a mistake. Base units. */
export interface Limit {
  /** Its option. */
  name: string;
  most: bigint;
}

/** @param name of the option @throws Error if it is no amount above zero */
export function readLimit(value: unknown, name: string): Limit {
  const most = readDollars(value, name);
  if (most <= 0n) throw refused(name, "above zero dollars", value);
  return { name, most };
}

/** @returns base units, an i64 */
export function readPnl(value: unknown): bigint {
  const pnl = readDollars(value, "realizedPnl");
  if (pnl > I64_MAX || pnl < -I64_MAX) throw new Refusal(`realizedPnl ${show(value)} is too large`);
  return pnl;
}

/** @returns base units above zero, a u64 */
export function readAmount(value: unknown): bigint {
  const amount = readDollars(value, "amount");
  if (amount <= 0n) throw refused("amount", "at least 0.000001 dollars", value);
  if (amount > U64_MAX) throw new Refusal(`amount ${show(value)} is too large`);
  return amount;
}

/** @throws Error if the amount, gain or loss, is beyond the limit */
export function within(limit: Limit, argument: string, amount: bigint): bigint {
  if (amount <= limit.most && amount >= -limit.most) return amount;
  throw new Refusal(
    `${argument} of ${formatDollars(amount)} is taken for a mistake: the host's limit ${limit.name} is ${formatDollars(limit.most)}. Nothing was done`,
  );
}

/** @returns false if it is left out (undefined or null) */
export function readFlag(value: unknown, name: string): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== "boolean") throw refused(name, "true or false", value);
  return value;
}

export function readBotId(value: unknown): string {
  if (typeof value !== "string" || value.trim() === "") {
    throw refused("subscriberBotId", "a text, the one that resolve knows", value);
  }
  return value;
}

/** @param name of the argument */
export function readWallet(value: unknown, name: string): PublicKey {
  const key = addressOf(value);
  if (key === null) throw refused(name, "a base58 address", value);
  return key;
}

/** What the host's `resolve` found; null if it found no subscription. */
export function readResolved(value: unknown): PublicKey | null {
  if (value === undefined || value === null) return null;
  const key = addressOf(value) ?? keyOf(value);
  if (key === null) throw new Error(`resolve has to answer a public key, a base58 address or null, not ${show(value)}`);
  return key;
}

function addressOf(value: unknown): PublicKey | null {
  if (typeof value !== "string") return null;
  try {
    return new PublicKey(value);
  } catch {
    return null;
  }
}

/** A `PublicKey`, also of another copy of web3.js: a bundled server may have two. */
function keyOf(value: unknown): PublicKey | null {
  try {
    return addressOf((value as PublicKey).toBase58());
  } catch {
    return null;
  }
}

function readDollars(value: unknown, name: string): bigint {
  try {
    if (typeof value === "string") return toBaseUnits(value);
    if (typeof value === "number") return nearestBaseUnit(value);
  } catch {}
  throw refused(name, "dollars as a decimal number such as 12.5", value);
}

/** Decimals that are looked at. A number that reaches half a base unit prints no more of them. */
const FINE = 20n;

/**
 * A JavaScript number is a noisy decimal, so it counts as the base unit next to it: 0.7 + 0.1 (0.7999999999999999) is 0.8.
 * Halfway between two it is the lower one, of a loss the larger loss: the half goes to the subscriber who pays.
 */
function nearestBaseUnit(dollars: number): bigint {
  const [digits, exponent = "0"] = String(dollars).split("e");
  const fine = toBaseUnits(`${digits}e${Number(exponent) + Number(FINE)}`);
  const unit = 10n ** FINE;
  // The least whole number of units from which the amount is at most half a unit away.
  return ceilingOf(2n * fine - unit, 2n * unit);
}

function ceilingOf(dividend: bigint, divisor: bigint): bigint {
  const towardsZero = dividend / divisor;
  return dividend % divisor > 0n ? towardsZero + 1n : towardsZero;
}

const refused = (name: string, what: string, value: unknown): Refusal =>
  new Refusal(`${name} has to be ${what}, not ${show(value)}`);

/** What was thrown, in words: it may be no Error. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message === "" ? error.name : error.message;
  return typeof error === "string" ? error : show(error);
}

/** A value as a message names it; it runs nothing of the value's. */
function show(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "number":
    case "boolean":
    case "undefined":
      return String(value);
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? "an array" : "an object";
    default:
      return `a ${typeof value}`;
  }
}
