/** For whoever operates it: whether it lives, whether it is up to date, and how it is. */
import { z } from "zod";
import { standing } from "../../answers/standing";
import type { Metrics } from "../metrics";
import { failure } from "../schemas";
import type { Server, Sources } from "./route";

/** A pass that takes longer hangs: requests to nodes end by themselves before. */
const HANGS_MS = 300_000;
const health = { 200: z.object({ ok: z.literal(true) }), 503: failure };

export function operatingRoutes(server: Server, { db }: Sources, metrics: Metrics): void {
  server.get(
    "/live",
    { schema: { summary: "Whether passes go through; restart it if not", response: health } },
    async (_, reply) => {
      const seconds = Math.floor(metrics.sincePassMs / 1_000);
      if (metrics.sincePassMs < HANGS_MS) return { ok: true } as const;
      return reply.code(503).send({ error: `No pass has gone through for ${seconds} s: the log says why` });
    },
  );

  server.get(
    "/ready",
    { schema: { summary: "Whether everything that a node listed is entered", response: health } },
    async (_, reply) => {
      const { listedWhole, waiting, slot, problem } = await standing(db);
      if (slot !== null && listedWhole && waiting === 0) return { ok: true } as const;
      const error =
        problem === null
          ? `${waiting} transactions wait${listedWhole ? "" : ", and the listing is not at its end"}`
          : `Transaction ${problem.signature} waits: ${problem.reason}`;
      return reply.code(503).send({ error });
    },
  );

  server.get("/metrics", { schema: { hide: true } as object }, async (_, reply) =>
    reply.type(metrics.contentType).send(await metrics.text(await standing(db))),
  );
}
