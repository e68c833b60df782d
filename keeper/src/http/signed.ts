/** Requests of a host, signed as Standard Webhooks are (standardwebhooks.com). */
import type { FastifyReply, FastifyRequest } from "fastify";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import type { z } from "zod";
import { readBody } from "./body";

export interface SignedOptions<Schema extends z.ZodType> {
  /** null: nothing is taken. */
  secret: string | null;
  /** What is taken, for people. */
  what: string;
  schema: Schema;
}

/** Passes on what the host has signed and what is of the schema. */
export function signedHandler<Schema extends z.ZodType, Params>(
  { secret, what, schema }: SignedOptions<Schema>,
  work: (data: z.output<Schema>, reply: FastifyReply, request: FastifyRequest<{ Params: Params }>) => Promise<object>,
) {
  const webhook = secret === null ? null : new Webhook(secret);
  return async (request: FastifyRequest<{ Params: Params }>, reply: FastifyReply) => {
    if (webhook === null) {
      return reply.code(503).send({ error: `No ${what} are taken: webhookSecret is not configured` });
    }
    const forged = whyNotSigned(webhook, request);
    if (forged !== null) return reply.code(401).send({ error: forged });
    const said = readBody(schema, request.body);
    if (said.error !== undefined) return reply.code(400).send({ error: said.error });
    return work(said.data, reply, request);
  };
}

/** null if who sent the body has the secret and sent it in the last five minutes. */
function whyNotSigned(webhook: Webhook, { body, headers }: Pick<FastifyRequest, "body" | "headers">): string | null {
  if (!Buffer.isBuffer(body)) return "The request has no body";
  try {
    webhook.verify(body, headers as Record<string, string>, { jsonParse: false });
    return null;
  } catch (problem) {
    if (!(problem instanceof WebhookVerificationError)) throw problem;
    return `The signature is not accepted: ${problem.message}. Sign as Standard Webhooks say`;
  }
}
