/** What all routes are made with. */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Db } from "@profit-share/storage";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
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

/**
 * Of a route whose long answers are made in the shape of its schema: checking thousands of rows against it once more takes longer
 * than everything else.
 */
export const UNCHECKED = { serializerCompiler: () => (answer: unknown) => JSON.stringify(answer) };
