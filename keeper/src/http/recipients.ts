/** `PUT` and `DELETE /v1/recipients/:creator`: a host says which creators are told what they are paid, and how. Signed as closes are. */
import type { PublicKey } from "@solana/web3.js";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { Refusal, readWallet } from "../host/input";
import type { Keeper } from "../process/keeper";
import { type Recipients, UnfitRecipient } from "../store/recipients";
import { signedHandler } from "./signed";

const CHAT = 'has to be a chat\'s number or "@channel"';
const AMOUNT = 'has to be base units as a text of digits, as "1000000" for $1';

/** Neither of the two bodies is one of the other request. */
const removal = z.strictObject({
  /** As in the address: the signature is over the body alone. */
  creator: z.string({ error: "has to be a base58 address" }),
});

const setting = removal.extend({
  telegramChat: z.union([z.string(), z.int().transform(String)], { error: CHAT }),
  /** `payment`, or a cron expression. */
  every: z.string({ error: 'has to be "payment" or a cron expression' }),
  timeZone: z.string({ error: "has to be a text" }).default("UTC"),
  leastAmount: z
    .string({ error: AMOUNT })
    .regex(/^\d{1,20}$/, { error: AMOUNT })
    .transform(BigInt),
});

export function recipientRoutes(server: FastifyInstance, { recipients }: Keeper, secret: string | null): void {
  /** What is left once it is known who asks for whom. */
  const handle = <Schema extends typeof removal>(
    schema: Schema,
    work: (recipients: Recipients, creator: PublicKey, data: z.output<Schema>) => Promise<object>,
  ) =>
    signedHandler<Schema, { creator: string }>(
      { secret, what: "recipients", schema },
      async (data, reply, { params }) => {
        const { creator } = params;
        if (recipients === null) {
          return reply.code(503).send({ error: "No recipients are taken: notifications.telegram is not configured" });
        }
        if (data.creator !== creator) {
          const error = `creator: has to be ${creator}, as in the address: the signature is over the body alone`;
          return reply.code(400).send({ error });
        }
        try {
          return await work(recipients, readWallet(creator, "creator"), data);
        } catch (problem) {
          if (!(problem instanceof UnfitRecipient || problem instanceof Refusal)) throw problem;
          return reply.code(400).send({ error: problem.message });
        }
      },
    );

  server.put(
    "/v1/recipients/:creator",
    handle(setting, async (all, creator, { telegramChat, every, timeZone, leastAmount }) => {
      const when = every === "payment" ? every : { cron: every, timeZone };
      await all.set(creator, { telegramChat, every: when, leastAmount });
      return { set: true };
    }),
  );
  server.delete(
    "/v1/recipients/:creator",
    handle(removal, async (all, creator) => ({ removed: await all.remove(creator) })),
  );
}
