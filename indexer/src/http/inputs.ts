/** What stands in a request's address, by schemas: they are the OpenAPI document, too. Each message names the part that is wrong. */
import { PublicKey } from "@solana/web3.js";
import { z } from "zod";
import type { Place } from "../answers/entries";

const MS_PER_DAY = 86_400_000;
const MOST = 1_000;
const USUAL = 100;
/** Years with four digits, as days. */
const FIRST_DAY = -719_162;
const LAST_DAY = 2_932_896;

export const address = z
  .string()
  .regex(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/, { error: notAddress, abort: true })
  .refine(isAddress, { error: notAddress })
  .describe("An address, base58");

function notAddress({ input }: { input?: unknown }): string {
  return `has to be a base58 address, not "${String(input)}"`;
}

function isAddress(text: string): boolean {
  try {
    return new PublicKey(text).toBase58() === text;
  } catch {
    return false;
  }
}

export const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, {
    error: ({ input }) => `has to be a sha256 of 64 hexadecimal digits in lower case, not "${String(input)}"`,
  })
  .describe("A sha256, hexadecimal");

const day = z
  .string()
  .refine((text) => dayNumber(text) !== null, {
    error: ({ input }) => `has to be a day such as 2026-03-29, not "${String(input)}"`,
  })
  .meta({ format: "date", description: "A UTC day" });

function dayNumber(text: string): number | null {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) || nameOfDay(time / MS_PER_DAY) !== text ? null : time / MS_PER_DAY;
}

export const nameOfDay = (number: number): string => new Date(number * MS_PER_DAY).toISOString().slice(0, 10);

export const daysQuery = z.strictObject({
  from: day.optional().describe("The first UTC day"),
  to: day.optional().describe("The last UTC day"),
});

/** The ends of time where one is left out. */
export const range = ({ from, to }: z.output<typeof daysQuery>): { from: number; to: number } => ({
  from: from === undefined ? FIRST_DAY : dayNumber(from)!,
  to: to === undefined ? LAST_DAY : dayNumber(to)!,
});

const limitError = {
  error: ({ input }: { input?: unknown }) => `has to be a number from 1 to ${MOST}, not "${input}"`,
};
export const limit = z
  .string()
  .regex(/^\d{1,4}$/, { ...limitError, abort: true })
  .refine((text) => Number(text) >= 1 && Number(text) <= MOST, limitError)
  .optional()
  .describe(`How many, from 1 to ${MOST}; ${USUAL} if it is left out`);

export const limitOf = (text: string | undefined): number => (text === undefined ? USUAL : Number(text));

const CURSOR = /^\d{1,15}-\d{1,9}$/;
const cursorError = {
  error: ({ input }: { input?: unknown }) => `has to be the "next" of an earlier answer, not "${input}"`,
};

export const pageQuery = z.strictObject({
  after: z.string().regex(CURSOR, cursorError).optional().describe("`next` of the page before"),
  order: z.enum(["oldest", "newest"]).optional().describe("Which comes first; `oldest` if it is left out"),
  limit,
});

export function pageOf({ after, order, limit: most }: z.output<typeof pageQuery>) {
  const [slot, place] = (after ?? "").split("-").map(Number);
  return {
    after: after === undefined ? null : { slot: slot!, place: place! },
    newestFirst: order === "newest",
    limit: limitOf(most),
  };
}

export const cursorOf = ({ slot, place }: Place): string => `${slot}-${place}`;

const NUMBER = /^\d{1,19}$/;
const numberError = { error: ({ input }: { input?: unknown }) => `has to be a whole number, not "${input}"` };
const wholeNumber = z.string().regex(NUMBER, numberError);

/** An address can be used again: bot and number name one agreement for good. */
export const agreementQuery = z.strictObject({
  bot: address.optional().describe("Of this bot; of any if it is left out"),
  instance: wholeNumber.optional().describe("By its number among the bot's; the newest if it is left out"),
  after: wholeNumber.optional().describe("`next` of the page before"),
  limit,
});
