/** What a host says, signed: `POST /v1/closes`, a bot closed a position; `POST /v1/finish`, of a subscription no close follows. */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { DistributionResult } from "../host/distribution";
import type { CloseFunctions } from "../host/host";
import { signedHandler } from "./signed";

const amount = z.union([z.string(), z.number()], { error: "has to be dollars, as a number or a text" });

/** What a host says when no close follows. */
const finish = z.strictObject({
  subscriberBotId: z.string({ error: "has to be a text" }),
  subscriberAgentWallet: z.string({ error: "has to be a base58 address" }),
});

/** What a host says of a trade. */
export const schema = finish.extend({
  /** Needed: without it a close that is sent twice would be settled twice. */
  tradeId: z.union([z.string(), z.number()], { error: "has to be a text or a whole number" }),
  /** A trade that opens or adds realizes nothing. */
  isClosingTrade: z.boolean({ error: "has to be true or false" }),
  tradePnl: amount,
  /** Nothing of the position is left: under a threshold policy any amount is paid now. */
  positionClosed: z.boolean({ error: "has to be true or false" }).default(false),
});

export function closeRoutes(server: FastifyInstance, host: CloseFunctions, secret: string | null): void {
  server.post(
    "/v1/closes",
    signedHandler({ secret, what: "closes", schema }, async (close, reply) => {
      if (!close.isClosingTrade) return { success: true, stored: false };
      const { subscriberBotId, tradePnl, subscriberAgentWallet: wallet, tradeId, positionClosed } = close;
      const result = await host.distributeCreatorProfitShare(
        subscriberBotId,
        tradePnl,
        wallet,
        tradeId,
        positionClosed,
      );
      return reply.code(statusOf(result)).send(result);
    }),
  );
  server.post(
    "/v1/finish",
    signedHandler({ secret, what: "words", schema: finish }, async (word, reply) => {
      const result = await host.finishSubscription(word.subscriberBotId, word.subscriberAgentWallet);
      return reply.code(statusOf(result)).send(result);
    }),
  );
}

/** 202: it is stored, and is done later. 503: nothing is stored, and it may be another time. 422: it never will be. */
function statusOf({ success, stored, retry }: Pick<DistributionResult, "success" | "stored" | "retry">): number {
  if (success) return 200;
  if (stored) return 202;
  return retry ? 503 : 422;
}
