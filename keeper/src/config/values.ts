/** What several keys of the configuration are made of, as zod reads it. */
import { placeOf, U64_MAX } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import { z } from "zod";
import { quoted } from "../text/quoted";

export const publicKey = z.string().transform((text, context) => {
  try {
    return new PublicKey(text);
  } catch {
    context.addIssue({ code: "custom", message: `has to be a base58 address, not ${quoted(text)}` });
    return z.NEVER;
  }
});

export const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: ({ input }) => `has to be a URL with ${protocols.join(" or ")}, not ${quoted(withoutKey(String(input)))}`,
  });

/** What comes behind the host may be secret, and so may what comes before it. */
const withoutKey = (text: string): string => (URL.canParse(text) ? placeOf(text) : text.split(/[/?#@]/)[0]!);

const NO_AMOUNT = "has to be a whole number of base units, 0 or more";

/** A whole number, or its decimal digits as a text. A number with a point or an exponent may not be exact. */
export const baseUnits = z
  .union([z.bigint(), z.number(), z.string()], { error: NO_AMOUNT })
  .refine(
    (value) =>
      typeof value === "string"
        ? /^\d+$/.test(value)
        : (typeof value === "bigint" || Number.isSafeInteger(value)) && value >= 0,
    { error: NO_AMOUNT, abort: true },
  )
  .transform(BigInt)
  .refine((value) => value <= U64_MAX, { error: "does not fit a u64" });
