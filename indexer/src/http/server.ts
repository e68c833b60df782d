/** The index over HTTP, for whoever may read the chain: nothing here is secret, and nothing can be changed. */
import { createHash } from "node:crypto";
import { InvalidInput } from "@profit-share/sdk";
import { AMOUNTS } from "@profit-share/statements";
import type { Db } from "@profit-share/storage";
import Fastify, { type FastifyError, type FastifyInstance } from "fastify";
import type { Logger } from "../follow/loop";
import { type EntryRow, earningsOf, entriesOf, standing } from "../store/answers";
import { address, cursor, cursorOf, days, limit, nameOfDay } from "./query";

/** A client that takes longer to send its request is let go, milliseconds. */
const REQUEST_MS = 10_000;
/** A connection on which nothing moves is closed. */
const CONNECTION_MS = 60_000;

/** Every answer is JSON with amounts as texts of base units; an error is `{"error": "what is wrong and what to do"}`. */
export function createServer(db: Db, logger: Logger): FastifyInstance {
  const server = Fastify({
    requestTimeout: REQUEST_MS,
    connectionTimeout: CONNECTION_MS,
    forceCloseConnections: "idle",
  });
  server.setNotFoundHandler(({ method, url }, reply) => {
    void reply.code(404).send({ error: `There is no ${method} ${pathOf(url)}` });
  });
  server.setErrorHandler((problem: FastifyError | InvalidInput, { method, url }, reply) => {
    const status = problem instanceof InvalidInput ? 400 : (problem.statusCode ?? 500);
    if (status >= 500) logger.warn({ method, path: pathOf(url), err: problem }, "a request failed");
    const error = status < 500 ? problem.message : "The indexer has a fault of its own: its log says which";
    void reply.code(status).send({ error });
  });
  // Who has an answer already is told that it is the same.
  server.addHook("onSend", async (request, reply, body) => {
    if (reply.statusCode !== 200 || typeof body !== "string") return body;
    const tag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
    void reply.header("etag", tag).header("cache-control", "no-cache");
    const known = request.headers["if-none-match"]?.split(",").some((one) => one.trim().replace(/^W\//, "") === tag);
    if (known !== true) return body;
    void reply.code(304);
    return "";
  });
  routes(server, db);
  return server;
}

function routes(server: FastifyInstance, db: Db): void {
  server.get("/v1/status", async () => {
    const now = await standing(db);
    return now ?? { slot: null, finalSlot: 0, waiting: 0, problem: null, listedWhole: false };
  });

  server.get<{ Params: { bot: string }; Querystring: { from?: string; to?: string } }>(
    "/v1/bots/:bot/earnings",
    async ({ params, query }) => {
      const bot = address("the bot", params.bot);
      const { from, to } = days(query);
      const rows = await earningsOf(db, bot, from, to);
      return { bot, days: rows.map(({ day, ...sums }) => ({ day: nameOfDay(day), ...sums })) };
    },
  );

  server.get<{ Params: { subscription: string }; Querystring: { after?: string; limit?: string } }>(
    "/v1/subscriptions/:subscription/entries",
    async ({ params, query }) => {
      const subscription = address("the subscription", params.subscription);
      const most = limit(query.limit);
      const rows = await entriesOf(db, subscription, cursor(query.after), most);
      const last = rows.length === most ? rows.at(-1)! : null;
      return { subscription, entries: rows.map(entryAnswer), next: last === null ? null : cursorOf(last) };
    },
  );
}

function entryAnswer(row: EntryRow): object {
  const { place: _, day, instance, sequence, gift, balanceAfter, owedAfter, claimableAfter, ...rest } = row;
  const amounts = Object.fromEntries(AMOUNTS.map((name) => [name, row[name].toString()]));
  const after = { balance: balanceAfter, owed: owedAfter, claimable: claimableAfter };
  return {
    ...rest,
    ...amounts,
    day: nameOfDay(day),
    instance: instance?.toString() ?? null,
    sequence: sequence?.toString() ?? null,
    gift: gift.toString(),
    after: Object.fromEntries(Object.entries(after).map(([name, amount]) => [name, amount?.toString() ?? null])),
  };
}

const pathOf = (url: string): string => url.split("?")[0]!;
