/** A WebSocket that misbehaves: between the keeper and the chain, it cuts connections and refuses subscriptions. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";

const REFUSED = { code: -32_005, message: "too many subscriptions" };

export class FaultyWire {
  refusing = false;
  /** New connections are cut, too. */
  down = false;

  private constructor(
    private readonly server: WebSocketServer,
    readonly url: string,
  ) {}

  static async start(target: string): Promise<FaultyWire> {
    const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    await once(server, "listening");
    const wire = new FaultyWire(server, `ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("connection", (client) => {
      if (wire.down) return client.terminate();
      const node = new WebSocket(target);
      const open = once(node, "open");
      node.on("message", (data) => client.send(data.toString()));
      node.on("error", () => client.terminate());
      client.on("close", () => node.terminate());
      client.on("message", async (data) => {
        const { id, method } = JSON.parse(data.toString()) as { id: number; method: string };
        if (wire.refusing && method === "accountSubscribe")
          return client.send(JSON.stringify({ jsonrpc: "2.0", id, error: REFUSED }));
        await open;
        node.send(data.toString());
      });
    });
    return wire;
  }

  cut(): void {
    for (const client of this.server.clients) client.terminate();
  }

  close(): void {
    this.cut();
    this.server.close();
  }
}
