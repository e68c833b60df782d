/**
 * The keeper over HTTP: closes for a host that is not in this process, and how the keeper is for whoever operates it. Listens
 * where only those can reach it who may know that.
 */
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { CloseFunctions } from "../host/host";
import type { Keeper } from "../process/keeper";
import { closeRoutes } from "./closes";
import type { Metrics } from "./metrics";
import { recipientRoutes } from "./recipients";
import { statusRoutes } from "./status";
import { type Subscribing, subscriptionRoutes } from "./subscriptions";

/** A close has some 300 bytes, a transaction some 1,700 in base64. */
const MAX_BODY_BYTES = 16_384;
/** A client that takes longer to send its request is let go, milliseconds. */
const REQUEST_MS = 10_000;
/** A connection on which nothing moves is closed. An answer takes less, also one that says what became of a transaction. */
const CONNECTION_MS = 120_000;

export interface ServerOptions {
  keeper: Keeper;
  host: CloseFunctions;
  metrics: Metrics;
  logger: Logger;
  /** With which the host signs what it says, `whsec_…`; null: nothing of it is taken. */
  webhookSecret: string | null;
  /** null: no subscriptions are taken from websites. */
  subscribing: (Subscribing & { trustedProxies: readonly string[] }) | null;
}

/** Every answer is JSON, an error is `{"error": "what is wrong and what to do"}`. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { keeper, host, metrics, logger, webhookSecret, subscribing } = options;
  const answerError = (problem: FastifyError, { method, url }: FastifyRequest, reply: FastifyReply) => {
    const { statusCode = 500, message } = problem;
    if (statusCode >= 500) logger.error({ method, path: pathOf(url), err: problem }, "a request failed");
    const error = statusCode < 500 ? message : "The keeper has a fault of its own: its log says which";
    void reply.code(statusCode).send({ error });
  };
  const server = Fastify({
    trustProxy: [...(subscribing?.trustedProxies ?? [])],
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_MS,
    connectionTimeout: CONNECTION_MS,
    forceCloseConnections: "idle",
    // Before a route is found: an address that is none.
    frameworkErrors: answerError,
  });
  // Signatures are over the bytes that came.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("application/json", { parseAs: "buffer" }, (_, body, done) => done(null, body));
  server.setNotFoundHandler(({ method, url }, reply) => {
    void reply.code(404).send({ error: `There is no ${method} ${pathOf(url)}` });
  });
  server.setErrorHandler(answerError);
  statusRoutes(server, keeper, metrics);
  closeRoutes(server, host, webhookSecret);
  subscriptionRoutes(server, subscribing, logger);
  recipientRoutes(server, keeper, webhookSecret);
  return server;
}

const pathOf = (url: string): string => url.split("?")[0]!;
