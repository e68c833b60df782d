/** `POST /v1/closes`: a host says that a bot closed a position. Signed as Standard Webhooks are (standardwebhooks.com). */
import type { FastifyInstance } from "fastify";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import type { DistributionResult } from "../host/distribution";
import type { ProfitShareHost } from "../host/host";
import { readBody } from "./body";
import { whyNotSigned } from "./signed";

type Distribute = ProfitShareHost["distributeCreatorProfitShare"];

const amount = z.union([z.string(), z.number()], { error: "has to be dollars, as a number or a text" });

/** What a host says of a trade. */
export const schema = z.strictObject({
  subscriberBotId: z.string({ error: "has to be a text" }),
  subscriberAgentWallet: z.string({ error: "has to be a base58 address" }),
  /** Needed: without it a close that is sent twice would be settled twice. */
  tradeId: z.union([z.string(), z.number()], { error: "has to be a text or a whole number" }),
  /** A trade that opens or adds realizes nothing. */
  isClosingTrade: z.boolean({ error: "has to be true or false" }),
  tradePnl: amount,
});

export function closesRoute(server: FastifyInstance, distribute: Distribute, secret: string | null): void {
  const webhook = secret === null ? null : new Webhook(secret);
  server.post("/v1/closes", async (request, reply) => {
    if (webhook === null)
      return reply.code(503).send({ error: "No closes are taken: webhookSecret is not configured" });
    const forged = whyNotSigned(webhook, request);
    if (forged !== null) return reply.code(401).send({ error: forged });
    const said = readBody(schema, request.body);
    if (said.error !== undefined) return reply.code(400).send({ error: said.error });
    const { data } = said;
    if (!data.isClosingTrade) return { success: true, stored: false };
    const { subscriberBotId, tradePnl, subscriberAgentWallet, tradeId } = data;
    const result = await distribute(subscriberBotId, tradePnl, subscriberAgentWallet, tradeId);
    return reply.code(statusOf(result)).send(result);
  });
}

/** 202: it is stored, and is settled later. 503: nothing is stored, and it may be another time. 422: it never will be. */
function statusOf({ success, stored, retry }: DistributionResult): number {
  if (success) return 200;
  if (stored) return 202;
  return retry ? 503 : 422;
}
