/**
 * The chain behind its JSON-RPC. Unlike the chain's own server it says of the newest slots that they are not final, and takes the
 * bench's own orders.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { answerRpc, type Chain } from "@profit-share/localnet";

/** Where orders are taken: a name and a number. */
export const ORDERS = "/orders";

export type Orders = Record<string, (count: number) => unknown>;

/** @param unfinal how many slots a fork can take back @returns where it answers */
export async function serve(chain: Chain, orders: Orders, unfinal: number): Promise<string> {
  const server = createServer(async (request, response) => {
    try {
      const body = await text(request);
      const answer = request.url === ORDERS ? obey(orders, body) : answered(chain, body, unfinal);
      response.writeHead(200, { "content-type": "application/json" }).end(answer);
    } catch (error) {
      response.writeHead(500).end((error as Error).stack);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function obey(orders: Orders, body: string): string {
  const { name, count } = JSON.parse(body) as { name: string; count: number };
  return JSON.stringify(orders[name]!(count));
}

function answered(chain: Chain, body: string, unfinal: number): string | null {
  const answer = answerRpc(chain, body);
  if (answer === null || !asksForFinalSlot(body)) return answer;
  const parsed = JSON.parse(answer) as { result: number };
  return JSON.stringify({ ...parsed, result: Math.max(0, parsed.result - unfinal) });
}

function asksForFinalSlot(body: string): boolean {
  if (!body.includes('"getSlot"')) return false;
  const { params } = JSON.parse(body) as { params?: [{ commitment?: string }] };
  return params?.[0]?.commitment === "finalized";
}
