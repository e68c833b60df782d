/** Serves the built app: files, its configuration, and its page for every other path. Small, for this machine alone. */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { builtApp } from "./build";
import { type Reached, securityHeaders } from "./headers";
import { type Behind, passOn } from "./proxy";

/** Served as `/config.json`; the app checks it and says what is wrong. */
export interface AppConfig extends Reached {
  cluster: string;
  [key: string]: unknown;
}

export interface AppServer {
  url: string;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
};

/**
 * Builds the app if needed.
 * @param port 0 for a free one
 * @param behind servers that are asked through paths of this site
 * @throws Error with the code EADDRINUSE if the port is taken
 */
export async function serveApp(config: AppConfig, port = 0, behind: Behind = {}): Promise<AppServer> {
  const folder = await builtApp();
  const headers = securityHeaders(config);
  const server = createServer((request, response) => {
    if (passOn(behind, request, response)) return;
    answer(folder, config, request)
      .then((found) => send(response, { ...headers, ...found.headers }, found))
      .catch((error: Error) =>
        send(response, { "content-type": TYPES[".html"]! }, { status: 500, body: error.message }),
      );
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(port, HOST, listening);
  });
  const { port: taken } = server.address() as { port: number };
  return { url: `http://${HOST}:${taken}`, close: () => closed(server) };
}

interface Found {
  status: number;
  headers?: Record<string, string>;
  body: string | Buffer;
}

async function answer(folder: string, config: AppConfig, { method, url = "/" }: IncomingMessage): Promise<Found> {
  if (method !== "GET" && method !== "HEAD") return { status: 405, body: "Only GET and HEAD\n" };
  const path = pathOf(url);
  if (path === null) return { status: 400, body: "The path is not encoded as it has to be\n" };
  if (path === "/config.json") {
    const type = { "content-type": TYPES[".json"]!, "cache-control": "no-store" };
    return { status: 200, headers: type, body: JSON.stringify(config) };
  }
  const file = extname(path) === "" ? "/index.html" : path;
  const body = await readFile(join(folder, file)).catch(() => null);
  if (body === null) return { status: 404, headers: { "content-type": "text/plain" }, body: `There is no ${path}\n` };
  // A name in assets/ changes with what is in the file.
  const cache = file.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  return { status: 200, headers: { "content-type": type, "cache-control": cache }, body };
}

/** Inside the folder, whatever it names. */
function pathOf(url: string): string | null {
  try {
    return normalize(decodeURIComponent(new URL(url, "http://app").pathname));
  } catch {
    return null;
  }
}

function send(response: ServerResponse, headers: Record<string, string>, { status, body }: Found): void {
  response.writeHead(status, headers);
  response.end(body);
}

async function closed(server: Server): Promise<void> {
  await new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
}
