/** What all routes are made with. */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Db } from "@profit-share/storage";
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, RawServerDefault } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Summaries } from "../../answers/summaries";
import type { KeeperTables } from "../../kept/keeper-tables";
import type { Publications } from "../../published/publications";
import { failure } from "../schemas";

/** Types of what comes and goes follow from the schemas. */
export type Server = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export interface Sources {
  db: Db;
  summaries: Summaries;
  publications: Publications;
  /** null: no keeper's database is beside the index. */
  kept: KeeperTables | null;
  /** Of the cluster that is followed. @throws NodeFailure */
  genesisHash: () => Promise<string>;
}

/** There is no such thing; the message says which. */
export class NotThere extends Error {
  override readonly name = "NotThere";
}

/** Every route can answer with these. */
export const FAILURES = { 400: failure, 404: failure, 429: failure, 500: failure };

/** Sends JSON that is written already, in the shape of the route's schema. */
export const sendJson = async (reply: Pick<FastifyReply, "type">, json: string): Promise<void> => {
  await reply.type("application/json; charset=utf-8").send(json);
};
