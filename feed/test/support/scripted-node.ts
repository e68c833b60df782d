/** A node's WebSocket that does as it is told: it numbers subscriptions as it likes, refuses, hangs up, and says nothing. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

export interface Asked {
  id: number;
  method: string;
  params: unknown[];
  /** As it came. */
  text: string;
}

export class ScriptedNode {
  readonly asked: Asked[] = [];
  /** When each connection came, by `performance.now`. */
  readonly connections: number[] = [];
  /** The most that were asked and not answered at a time. */
  mostUnanswered = 0;
  /** What it answers; null: nothing. */
  answer: (asked: Asked, socket: WebSocket) => string | null = ({ id }) => this.subscribed(id);
  onConnection: (socket: WebSocket) => void = () => {};
  /** Milliseconds until an answer. */
  delayMs = 0;
  private lastNumber = 0;
  private unanswered = 0;

  private constructor(private readonly server: WebSocketServer) {
    server.on("connection", (socket) => {
      this.connections.push(performance.now());
      socket.on("error", () => {});
      socket.on("message", (data) => this.receive(socket, String(data)));
      this.onConnection(socket);
    });
  }

  /** @param autoPong false: it answers no ping */
  static async start({ autoPong = true } = {}): Promise<ScriptedNode> {
    const server = new WebSocketServer({ host: "127.0.0.1", port: 0, autoPong });
    await once(server, "listening");
    return new ScriptedNode(server);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get open(): number {
    return this.server.clients.size;
  }

  /** Accounts that were asked for. */
  get accounts(): unknown[] {
    return this.asked.filter(({ method }) => method === "accountSubscribe").map(({ params }) => params[0]);
  }

  subscribed(id: number, number: number | string = ++this.lastNumber): string {
    return `{"jsonrpc":"2.0","result":${number},"id":${id}}`;
  }

  refusal(id: number, message: string): string {
    return JSON.stringify({ jsonrpc: "2.0", error: { code: -32_006, message }, id });
  }

  /** Sends it to everybody who is connected. */
  say(text: string): void {
    for (const client of this.server.clients) client.send(text);
  }

  hangUp(): void {
    for (const client of this.server.clients) client.terminate();
  }

  async close(): Promise<void> {
    this.hangUp();
    const closed = once(this.server, "close");
    this.server.close();
    await closed;
  }

  private receive(socket: WebSocket, text: string): void {
    const { id, method, params } = JSON.parse(text) as Asked;
    const asked = { id, method, params, text };
    this.asked.push(asked);
    this.unanswered += 1;
    this.mostUnanswered = Math.max(this.mostUnanswered, this.unanswered);
    const answer = this.answer(asked, socket);
    if (answer === null) return;
    setTimeout(() => {
      this.unanswered -= 1;
      if (socket.readyState === socket.OPEN) socket.send(answer);
    }, this.delayMs);
  }
}

/** An `accountNotification`, with its numbers in digits. */
export const accountNotification = (subscription: string, { lamports = "1", slot = "7" } = {}): string =>
  `{"jsonrpc":"2.0","method":"accountNotification","params":{"result":{"context":{"apiVersion":"4.3.2","slot":${slot}},` +
  `"value":{"data":["","base64"],"executable":false,"lamports":${lamports},` +
  `"owner":"11111111111111111111111111111111","rentEpoch":18446744073709551615,"space":0}},"subscription":${subscription}}}`;
