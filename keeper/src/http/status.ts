/** How the keeper is, for an operator, a supervisor and a monitor. */
import type { FastifyInstance } from "fastify";
import type { Keeper } from "../process/keeper";
import { HANGS_MS, problemsOf } from "../process/problems";
import { jsonText } from "../text/json";
import type { Metrics } from "./metrics";

/** A list for a person to read. */
const MAX_SET_ASIDE = 100;

export function statusRoutes(server: FastifyInstance, keeper: Keeper, metrics: Metrics): void {
  /** For a supervisor: restart it if not. */
  server.get("/live", async (_, reply) => {
    const { loopMs } = keeper;
    if (loopMs !== null && loopMs <= HANGS_MS) return { live: true };
    const error = loopMs === null ? "The keeper does not run" : `The loop has not come round for ${loopMs} ms`;
    return reply.code(503).send({ live: false, error });
  });

  /** Whether it does its work: every subscription was looked at, and the database answers. */
  server.get("/ready", async (_, reply) => {
    const { loopMs, listed, lag } = keeper;
    const unready = (error: string) => reply.code(503).send({ ready: false, error });
    const problem = await keeper.askDatabase().catch((error: Error) => error);
    if (problem instanceof Error) return unready(`The database does not answer: ${problem.message}`);
    if (loopMs === null) return unready("The keeper does not run");
    if (!listed) return unready("Not all subscriptions were listed yet");
    if (lag.neverLookedAt === 0) return { ready: true };
    return unready(`${lag.neverLookedAt} of ${lag.subscriptions} subscriptions were not looked at yet`);
  });

  /** For a person: what is to be mended, in sentences. */
  server.get("/health", async (_, reply) => {
    const problems = problemsOf(await keeper.status()).map(({ sentence }) => sentence);
    return reply.code(problems.length === 0 ? 200 : 503).send({ healthy: problems.length === 0, problems });
  });

  server.get("/v1/status", async (_, reply) => {
    const { setAside, ...status } = await keeper.status();
    const shown = { ...status, setAside: { count: setAside.length, first: setAside.slice(0, MAX_SET_ASIDE) } };
    return reply.type("application/json").send(jsonText(shown));
  });

  server.get("/metrics", async (_, reply) => {
    const text = await metrics.text(await keeper.status());
    return reply.type(metrics.contentType).send(text);
  });
}
