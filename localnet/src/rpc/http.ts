import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Chain } from "../chain/chain";
import { answerRpc, type RequestListener } from "./answer";

/** Enough for a program of several megabytes as base64. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** The JSON-RPC server, not listening yet. Any web page may call it: it is a test chain on loopback. */
export function createHttpServer(chain: Chain, onRequest: RequestListener = () => {}): Server {
  return createServer((request, response) => {
    serve(chain, onRequest, request, response).catch((error: Error) => {
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end(error.message);
    });
  });
}

async function serve(
  chain: Chain,
  onRequest: RequestListener,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader("access-control-allow-origin", "*");
  switch (request.method) {
    case "OPTIONS":
      response.writeHead(204, {
        "access-control-allow-methods": "POST, GET, OPTIONS",
        "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "content-type",
        "access-control-max-age": "86400",
      });
      response.end();
      return;
    case "GET":
      if (request.url !== "/health")
        return refuse(response, 405, "Used HTTP Method is not allowed. POST or OPTIONS is required\n");
      response.writeHead(200, { "content-type": "text/plain" });
      response.end("ok");
      return;
    case "POST": {
      const body = await readBody(request);
      if (body === null) return refuse(response, 413, `Request body is larger than ${MAX_BODY_BYTES} bytes\n`);
      const text = answerRpc(chain, body, onRequest);
      response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
      response.end(text ?? "");
      return;
    }
    default:
      refuse(response, 405, "Used HTTP Method is not allowed. POST or OPTIONS is required\n");
  }
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "text/plain", connection: "close" });
  response.end(message);
}

/** Null if it is too long. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
