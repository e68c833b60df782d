/**
 * `POST /v1/subscriptions/prepare` and `…/cosign`: subscribing with two signatures, from a website. Anybody may ask: what is
 * signed is decided by what the wallet signed and by whose agent it is.
 */
import cors from "@fastify/cors";
import rateLimit from "@fastify/rate-limit";
import { hex, isNodeFailure } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { FastifyInstance, FastifyPluginAsync } from "fastify";
import type { Logger } from "pino";
import type { Cosigner, PreparedSubscription } from "../cosign/cosigner";
import type { SubscribeRequest } from "../cosign/offer";
import { CosignRefused, type RefusalReason } from "../cosign/refusal";
import { HostTablesFailure } from "../host/host-tables";
import { Refusal } from "../host/input";
import { readBody } from "./body";
import { type Asked, cosignRequest, prepareRequest } from "./subscription-request";

export interface Subscribing {
  cosigner: Pick<Cosigner, "prepare" | "cosign">;
  /** The host's agent of this wallet; null if it made none. @throws Refusal if it made several */
  agentOf: (subscriber: PublicKey) => Promise<PublicKey | null>;
  /** Websites whose scripts may ask. */
  origins: readonly string[];
  /** Of one client address, both routes together. */
  requestsPerMinute: number;
}

/** 400: never. 409: the chain says something else by now. 422: not with these amounts and accounts. 503: another time. */
const STATUS: Record<RefusalReason, number> = {
  bad_request: 400,
  unreadable: 400,
  not_as_agreed: 400,
  not_signed_by_subscriber: 400,
  wrong_agent: 403,
  no_such_bot: 404,
  bot_closed: 409,
  subscription_exists: 409,
  terms_changed: 409,
  blockhash_dead: 409,
  cap_too_low: 422,
  deposit_too_low: 422,
  venue_account: 422,
  not_enough_tokens: 422,
  would_fail: 422,
  not_signed_by_agent: 503,
};
const PREFIX = "/v1/subscriptions";
const MINUTE_MS = 60_000;
/** Requests of everybody that are worked on at one time: a crowd of addresses leaves the node to the keeper's own work. */
const MOST_AT_ONCE = 32;
const LATER = "It cannot be done now: try again later. The keeper's log says why";

class TooMany extends Error {}

export function subscriptionRoutes(server: FastifyInstance, subscribing: Subscribing | null, logger: Logger): void {
  if (subscribing === null) {
    const error = "No subscriptions are taken: subscribing is not configured";
    for (const name of ["prepare", "cosign"]) {
      server.post(`${PREFIX}/${name}`, (_, reply) => reply.code(503).send({ error }));
    }
    return;
  }
  // In a scope of their own: what holds for them holds for no other route.
  const scoped: FastifyPluginAsync = async (scope) => {
    await limit(scope, subscribing);
    answerErrors(scope, logger);
    routes(scope, subscribing);
  };
  server.register(scoped, { prefix: PREFIX });
}

/** To the websites that are named, and to so many requests of each client. */
async function limit(scope: FastifyInstance, { origins, requestsPerMinute }: Subscribing): Promise<void> {
  await scope.register(cors, {
    // Any other origin is answered without a header of these.
    origin: (origin, answer) => answer(null, origin !== undefined && origins.includes(origin) ? origin : false),
    methods: ["POST"],
    allowedHeaders: ["content-type"],
    exposedHeaders: ["retry-after"],
    strictPreflight: false,
  });
  await scope.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: MINUTE_MS,
    errorResponseBuilder: ({ ip }, { ttl }) => {
      const message = `Too many requests from ${ip}: try again in ${Math.ceil(ttl / 1_000)} s`;
      return Object.assign(new Error(message), { statusCode: 429 });
    },
  });
}

function answerErrors(scope: FastifyInstance, logger: Logger): void {
  scope.setErrorHandler((problem, { routeOptions: { url } }, reply) => {
    const { status, ...said } = answerTo(problem);
    if (said.error === LATER) logger.warn({ path: url, err: problem }, "a subscription cannot be made now");
    void reply.code(status).send(said);
  });
}

/** @throws Error what is no answer to this request: a fault of the keeper's, or of the request itself */
function answerTo(problem: unknown): { status: number; error: string; reason?: RefusalReason } {
  // The request did not say which agent.
  if (problem instanceof Refusal) return { status: STATUS.bad_request, error: problem.message, reason: "bad_request" };
  if (problem instanceof TooMany) return { status: 503, error: problem.message };
  if (problem instanceof CosignRefused && STATUS[problem.reason] < 500) {
    return { status: STATUS[problem.reason], error: problem.message, reason: problem.reason };
  }
  const mayPass = problem instanceof CosignRefused || problem instanceof HostTablesFailure || isNodeFailure(problem);
  if (!mayPass) throw problem;
  // Strangers need not know what stands behind this server.
  return { status: 503, error: LATER };
}

function routes(scope: FastifyInstance, { cosigner, agentOf }: Subscribing): void {
  const withAgent = async ({ agent, ...request }: Asked): Promise<SubscribeRequest> => {
    const made = agent ?? (await agentOf(request.subscriber));
    if (made !== null) return { ...request, agent: made };
    const wallet = request.subscriber.toBase58();
    throw new CosignRefused("wrong_agent", `The host made no agent for the wallet ${wallet}: have one made first`);
  };

  let working = 0;
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (working >= MOST_AT_ONCE) throw new TooMany("Too many subscribe at this moment: try again in some seconds");
    working += 1;
    try {
      return await work();
    } finally {
      working -= 1;
    }
  };

  scope.post("/prepare", async ({ body }, reply) => {
    const said = readBody(prepareRequest, body);
    if (said.error !== undefined) return reply.code(400).send({ ...said, reason: "bad_request" });
    return inTurn(async () => {
      const request = await withAgent(said.data);
      return shown(await cosigner.prepare(request), request.agent);
    });
  });

  scope.post("/cosign", async ({ body }, reply) => {
    const said = readBody(cosignRequest, body);
    if (said.error !== undefined) return reply.code(400).send({ ...said, reason: "bad_request" });
    const { transaction, ...asked } = said.data;
    return inTurn(async () => {
      const request = await withAgent(asked);
      return { ...(await cosigner.cosign(transaction, request)), agent: request.agent };
    });
  });
}

/** As JSON: amounts are texts, addresses base58, the hash of the legal text hexadecimal. */
function shown({ terms, dailyCap, deposit, fee, rent, ...rest }: PreparedSubscription, agent: PublicKey) {
  const { minBalance, minDailyCap, hash } = terms;
  return {
    ...rest,
    agent,
    terms: { ...terms, minBalance: String(minBalance), minDailyCap: String(minDailyCap), hash: hex(hash) },
    dailyCap: String(dailyCap),
    deposit: String(deposit),
    fee: fee === null ? null : String(fee),
    rent: String(rent),
  };
}
