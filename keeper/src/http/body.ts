/** A request's body: JSON, and of the shape that a route takes. */
import type { z } from "zod";

/** @param body its bytes; undefined if there is none @returns what it holds, or what is wrong with it, by its key */
export function readBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): { data: z.output<Schema>; error?: never } | { error: string } {
  const { data, error } = schema.safeParse(jsonOf(body));
  return error === undefined ? { data } : { error: explain(error.issues[0]!) };
}

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}

function explain({ path, message, code, ...issue }: z.core.$ZodIssue): string {
  if (code === "unrecognized_keys") {
    return `${[...path, (issue as { keys: string[] }).keys[0]].join(".")}: there is no such key`;
  }
  return path.length === 0 ? "The body has to be one JSON object" : `${path.join(".")}: ${message}`;
}
