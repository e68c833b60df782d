/** Ports for what a test starts in another process. */
import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** A port that is free together with the one above it, where a chain has its WebSocket. */
export async function freePort(): Promise<number> {
  for (;;) {
    const first = await listen(0);
    const { port } = first.address() as { port: number };
    const second = port < 65_535 ? await listen(port + 1).catch(() => null) : null;
    await Promise.all([first, second].map((server) => server && new Promise((closed) => server.close(closed))));
    if (second !== null) return port;
  }
}

/** @throws Error if the port is taken */
export async function listen(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}
