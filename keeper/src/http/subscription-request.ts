/** What a website sends to `prepare` and `cosign`. */
import { PublicKey } from "@solana/web3.js";
import { z } from "zod";

const NO_ADDRESS = "has to be a base58 address";

const address = z.string({ error: NO_ADDRESS }).transform((text, context) => {
  try {
    return new PublicKey(text);
  } catch {
    context.addIssue({ code: "custom", message: NO_ADDRESS });
    return z.NEVER;
  }
});

const NO_AMOUNT = 'has to be base units as a text of digits, as "20000000" for $20';

/** A text, because a number of JavaScript is not exact. Whether it fits is looked at with the rest of the request. */
const amount = z
  .string({ error: NO_AMOUNT })
  .regex(/^\d{1,20}$/, { error: NO_AMOUNT })
  .transform(BigInt);

const account = z.union(
  [z.strictObject({ accountNo: z.int().min(0).max(0xffff) }), z.strictObject({ venueUser: address })],
  {
    error: 'has to be {"accountNo": 0} for an attested bot, {"venueUser": "<address>"} for a verified one',
  },
);

export const prepareRequest = z.strictObject({
  bot: address,
  subscriber: address,
  /** The host's agent of the wallet if left out. */
  agent: address.exactOptional(),
  account,
  dailyCap: amount,
  deposit: amount,
  /** The wallet's associated token account if left out. */
  depositFrom: address.exactOptional(),
});

export type Asked = z.output<typeof prepareRequest>;

export const cosignRequest = prepareRequest.extend({
  transaction: z.string({ error: "has to be the signed transaction as base64" }),
});
