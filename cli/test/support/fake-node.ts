/** A node on loopback that answers as a test wants, and one that stands before a good node and spoils some of its answers. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface RpcRequest {
  id: string;
  method: string;
  params: unknown[];
}

export type Answer = (response: ServerResponse, request: RpcRequest) => void | Promise<void>;

export interface FakeNode {
  url: string;
  /** The methods that were asked for, in order. */
  asked: string[];
  close(): Promise<void>;
}

export async function openFakeNode(answer: Answer): Promise<FakeNode> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const parsed: RpcRequest = JSON.parse(Buffer.concat(chunks).toString());
    // It takes no batches, as some nodes do.
    if (Array.isArray(parsed)) {
      response.writeHead(400).end();
      return;
    }
    asked.push(parsed.method);
    await answer(response, parsed);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, asked, close };
}

/** What a good node answers; `spoil` answers first and says so by returning true. */
export function openSpoiledNode(
  goodUrl: string,
  spoil: (response: ServerResponse, request: RpcRequest) => boolean,
): Promise<FakeNode> {
  return openFakeNode(async (response, request) => {
    if (spoil(response, request)) return;
    sendJson(response, await forward(goodUrl, request));
  });
}

/** @returns the good node's answer */
export async function forward(goodUrl: string, request: RpcRequest): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const answered = await fetch(goodUrl, {
    method: "POST",
    headers,
    body: JSON.stringify({ jsonrpc: "2.0", ...request }),
  });
  return answered.json();
}

export function sendJson(response: ServerResponse, content: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(content));
}

/** An error as JSON-RPC has it. */
export const rpcError = (id: string | null, code: number, message: string, data?: unknown) => ({
  jsonrpc: "2.0",
  id,
  error: { code, message, ...(data === undefined ? {} : { data }) },
});
