/** An RPC that misbehaves: between the keeper and the chain, it loses requests and answers, or doubles them. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What happens to one request. */
export type Fate =
  | "pass"
  /** The chain never sees it, and no answer comes. */
  | "lose request"
  /** A sent transaction: the node says that it has it, and the chain never sees it. */
  | "swallow"
  /** The chain sees it, and no answer comes. */
  | "lose answer"
  /** The chain sees it twice. */
  | "double"
  /** Another node answers, which has not reached the slot that the request names. */
  | "behind"
  /** The chain's answer is changed on its way; `result` is what JSON-RPC calls so. */
  | { change: (result: never) => unknown }
  /** The chain never sees it, the answer is this error. */
  | { error: { code: number; message: string } };

const BEHIND = { code: -32_016, message: "Minimum context slot has not been reached", data: { contextSlot: 1 } };

export type Judge = (method: string, params: unknown[]) => Fate | Promise<Fate>;

export class FaultyRpc {
  /** Number of requests so far, by method. */
  readonly seen = new Map<string, number>();
  /** What was sent, base64, in order. */
  readonly sent: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(target: string, judge: Judge): Promise<FaultyRpc> {
    const server = createServer(async (request, response) => {
      const body = await textOf(request);
      const { id, method, params } = JSON.parse(body) as { id: string; method: string; params: unknown[] };
      rpc.seen.set(method, (rpc.seen.get(method) ?? 0) + 1);
      if (method === "sendTransaction") rpc.sent.push(params[0] as string);
      const fate = await judge(method, params);
      const fails = (error: object) => JSON.stringify({ jsonrpc: "2.0", id, error });
      let answer = fails(BEHIND);
      if (typeof fate === "object" && "error" in fate) answer = fails(fate.error);
      else if (fate === "swallow") answer = JSON.stringify({ jsonrpc: "2.0", id, result: "1".repeat(64) });
      else if (fate !== "lose request" && fate !== "behind") answer = await forward(target, body);
      if (fate === "double") await forward(target, body);
      if (typeof fate === "object" && "change" in fate) {
        const { result, ...rest } = JSON.parse(answer) as { result: never };
        answer = JSON.stringify({ ...rest, result: fate.change(result) });
      }
      if (fate === "lose request" || fate === "lose answer") request.socket.destroy();
      else response.writeHead(200, { "content-type": "application/json" }).end(answer);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const rpc = new FaultyRpc(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return rpc;
  }

  async close(): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

async function forward(target: string, body: string): Promise<string> {
  const response = await fetch(target, { method: "POST", headers: { "content-type": "application/json" }, body });
  return response.text();
}
