/** Asks a server as a client does. */
import type { FastifyInstance, InjectOptions } from "fastify";

/** What JSON.parse returns: tests look at what is there. */
type Parsed = ReturnType<typeof JSON.parse>;

export interface Answer {
  statusCode: number;
  headers: Record<string, unknown>;
  /** JSON, or null where there is none. */
  body: Parsed;
}

export async function ask(server: FastifyInstance, request: InjectOptions | string): Promise<Answer> {
  const { statusCode, body, headers } = await server.inject(request);
  const isJson = String(headers["content-type"]).startsWith("application/json");
  return { statusCode, headers, body: isJson && body !== "" ? JSON.parse(body) : null };
}

/** All pages of a list. */
export async function pages(server: FastifyInstance, path: string, limit = 3): Promise<Parsed[]> {
  const items: Parsed[] = [];
  for (let next: string | null = ""; next !== null; ) {
    const separator = path.includes("?") ? "&" : "?";
    const { body } = await ask(server, `${path}${separator}limit=${limit}${next === "" ? "" : `&after=${next}`}`);
    items.push(...body.items);
    next = body.next;
  }
  return items;
}
