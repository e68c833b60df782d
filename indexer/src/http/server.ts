/** The index over HTTP, for whoever may read the chain: nothing here is secret, and what can be written says who may write it. */
import { createHash } from "node:crypto";
import cors from "@fastify/cors";
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import { InvalidInput, isNodeFailure, PROGRAM_ID } from "@profit-share/sdk";
import { DatabaseUnreachable } from "@profit-share/storage";
import type { PublicKey } from "@solana/web3.js";
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { Summaries } from "../answers/summaries";
import type { Logger } from "../follow/loop";
import { NotPublished, OldProfile } from "../published/publications";
import { Metrics } from "./metrics";
import { botRoutes } from "./routes/bots";
import { eventRoutes } from "./routes/events";
import { operatingRoutes } from "./routes/operating";
import { publishedRoutes } from "./routes/published";
import { NotThere, type Server, type Sources } from "./routes/route";
import { statusRoutes } from "./routes/status";
import { subscriptionRoutes } from "./routes/subscriptions";
import { walletRoutes } from "./routes/wallets";

/** A client that takes longer to send its request is let go, milliseconds. */
const REQUEST_MS = 10_000;
/** A connection on which nothing moves is closed. */
const CONNECTION_MS = 60_000;
const MINUTE_MS = 60_000;

export interface ServerOptions extends Omit<Sources, "summaries"> {
  logger: Logger;
  metrics?: Metrics;
  programId?: PublicKey;
  /** Websites whose scripts may ask; `*`: all. */
  origins?: readonly string[];
  /** Of one client address. */
  requestsPerMinute?: number;
  /** Addresses of proxies that say in `X-Forwarded-For` who asks. */
  trustedProxies?: readonly string[];
}

/** Every answer is JSON but for texts, pictures and streams; an error is `{"error": "what is wrong and what to do"}`. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { logger, metrics = new Metrics(), programId = PROGRAM_ID, trustedProxies = [] } = options;
  const answerError = errorsBy(logger);
  const server = Fastify({
    trustProxy: [...trustedProxies],
    requestTimeout: REQUEST_MS,
    connectionTimeout: CONNECTION_MS,
    forceCloseConnections: "idle",
    // Before a route is found: an address that is none.
    frameworkErrors: answerError,
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_, body, done) => done(null, body));
  server.removeContentTypeParser("text/plain");
  server.setNotFoundHandler(({ method, url }, reply) => {
    void reply.code(404).send({ error: `There is no ${method} ${pathOf(url)}` });
  });
  server.setErrorHandler(answerError);
  await limit(server, options);
  await document(server);
  server.addHook("onSend", tagAnswers);

  const sources = { ...options, summaries: new Summaries(options.db) };
  statusRoutes(server, sources);
  botRoutes(server, sources);
  walletRoutes(server, sources);
  subscriptionRoutes(server, sources);
  publishedRoutes(server, sources, programId);
  eventRoutes(server, sources);
  operatingRoutes(server, sources, metrics);
  server.get("/v1/openapi.json", { schema: { hide: true } as object }, () => server.swagger());
  return server as unknown as FastifyInstance;
}

/** To the websites that are named, and to so many requests of each client. */
async function limit(server: Server, { origins = [], requestsPerMinute = 600 }: ServerOptions): Promise<void> {
  await server.register(cors, {
    origin: origins.includes("*") ? "*" : [...origins],
    methods: ["GET", "PUT", "POST"],
    allowedHeaders: ["content-type", "if-none-match", "last-event-id"],
    exposedHeaders: ["etag", "retry-after"],
    strictPreflight: false,
  });
  await server.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: MINUTE_MS,
    errorResponseBuilder: ({ ip }, { ttl }) => {
      const message = `Too many requests from ${ip}: try again in ${Math.ceil(ttl / 1_000)} s`;
      return Object.assign(new Error(message), { statusCode: 429 });
    },
  });
}

async function document(server: Server): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "The index of profit_share",
        description:
          "What happened to the money of subscriptions. Amounts are texts of base units, times unix seconds of the cluster's clock. An entry of a slot behind `finalSlot` can still be taken back. No money is decided by what stands here: read from the chain what you act on.",
        version: "1",
      },
    },
    transform: jsonSchemaTransform,
  });
}

/** Who has an answer already is told that it is the same. */
async function tagAnswers(request: FastifyRequest, reply: FastifyReply, body: unknown): Promise<unknown> {
  if (reply.statusCode !== 200 || typeof body !== "string" || request.method !== "GET") return body;
  const tag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  void reply.header("etag", tag).header("cache-control", "no-cache");
  const known = request.headers["if-none-match"]?.split(",").some((one) => one.trim().replace(/^W\//, "") === tag);
  if (known !== true) return body;
  void reply.code(304);
  return "";
}

const errorsBy = (logger: Logger) => (problem: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
  const { method, url } = request;
  const status = statusOf(problem);
  if (status >= 500) logger.warn({ method, path: pathOf(url), err: problem }, "a request failed");
  void reply.code(status).send({ error: status < 500 ? wordsOf(problem) : WORDS[status] });
};

const WORDS: Record<number, string> = {
  500: "The indexer has a fault of its own: its log says which",
  503: "The indexer cannot answer now: try again later. Its log says why",
};

function statusOf(problem: FastifyError): number {
  if (problem instanceof InvalidInput) return 400;
  if (problem instanceof NotThere || problem instanceof NotPublished) return 404;
  if (problem instanceof OldProfile) return 409;
  // What a query throws stands behind the query's own error.
  if ([problem, problem.cause].some((one) => one instanceof DatabaseUnreachable || isNodeFailure(one))) return 503;
  const status = problem.statusCode ?? 500;
  return Math.min(status, 500);
}

/** Such as `limit has to be …`; of several problems all. */
function wordsOf(problem: FastifyError): string {
  if (!hasZodFastifySchemaValidationErrors(problem)) return problem.message;
  return problem.validation
    .map(({ instancePath, message }) => `${instancePath.slice(1).replaceAll("/", ".") || "the request"} ${message}`)
    .join("; ");
}

const pathOf = (url: string): string => url.split("?")[0]!;
