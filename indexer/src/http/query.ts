/** What stands in a request's address, read once. Each message names the part that is wrong. */
import { InvalidInput } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import type { Place } from "../store/answers";

const MS_PER_DAY = 86_400_000;
const MOST = 1_000;
const USUAL = 100;
/** Years with four digits, as days. */
const FIRST_DAY = -719_162;
const LAST_DAY = 2_932_896;

export function address(name: string, text: string): string {
  try {
    return new PublicKey(text).toBase58();
  } catch {
    throw new InvalidInput(`${name} has to be a base58 address, not "${text}"`);
  }
}

/** A UTC day as a number; the ends of time where it is left out. */
export function days({ from, to }: { from?: string; to?: string }): { from: number; to: number } {
  return { from: from === undefined ? FIRST_DAY : day("from", from), to: to === undefined ? LAST_DAY : day("to", to) };
}

function day(name: string, text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || nameOfDay(time / MS_PER_DAY) !== text) {
    throw new InvalidInput(`${name} has to be a day such as 2026-03-29, not "${text}"`);
  }
  return time / MS_PER_DAY;
}

export const nameOfDay = (number: number): string => new Date(number * MS_PER_DAY).toISOString().slice(0, 10);

export function limit(text: string | undefined): number {
  if (text === undefined) return USUAL;
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > MOST) throw new InvalidInput(`limit has to be a number from 1 to ${MOST}, not "${text}"`);
  return number;
}

export const cursorOf = ({ slot, place }: Place): string => `${slot}-${place}`;

export function cursor(text: string | undefined): Place | null {
  if (text === undefined) return null;
  const [, slot, place] = /^(\d{1,15})-(\d{1,9})$/.exec(text) ?? [];
  if (slot === undefined) throw new InvalidInput(`after has to be the "next" of an earlier answer, not "${text}"`);
  return { slot: Number(slot), place: Number(place) };
}
