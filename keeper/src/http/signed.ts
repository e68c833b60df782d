/** Requests of a host, signed as Standard Webhooks are (standardwebhooks.com). */
import type { FastifyRequest } from "fastify";
import { type Webhook, WebhookVerificationError } from "standardwebhooks";

/** null if who sent the body has the secret and sent it in the last five minutes. */
export function whyNotSigned(webhook: Webhook, { body, headers }: FastifyRequest): string | null {
  if (!Buffer.isBuffer(body)) return "The request has no body";
  try {
    webhook.verify(body, headers as Record<string, string>, { jsonParse: false });
    return null;
  } catch (problem) {
    if (!(problem instanceof WebhookVerificationError)) throw problem;
    return `The signature is not accepted: ${problem.message}. Sign as Standard Webhooks say`;
  }
}
