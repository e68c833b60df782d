/** A local server to which messages go: it speaks Telegram's `sendMessage`, and takes webhooks at every other path. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const TOKEN = "123456:TEST-token-that-nobody-may-read";
export const SECRET = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;

export interface Received {
  path: string;
  headers: Record<string, string>;
  /** As it came. */
  body: string;
}

export type Answer =
  | { status: number; headers?: Record<string, string>; body?: unknown }
  /** Never. */
  | "hang"
  /** The connection ends without an answer. */
  | "close";

const TAKEN: Answer = { status: 200, body: { ok: true, result: { message_id: 1 } } };

/** As Telegram says that it will not. */
export const refusal = (code: number, description: string, parameters?: object): Answer => ({
  status: code,
  body: { ok: false, error_code: code, description, parameters },
});

export class MessageServer {
  readonly received: Received[] = [];
  /** What is answered to a request, which is noted before; all are taken if left out. */
  answer: (request: Received, index: number) => Answer = () => TAKEN;
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.take(request, response));
  }

  static async start(): Promise<MessageServer> {
    const one = new MessageServer();
    // A client that takes up an idle connection at the moment in which it is closed would fail now and then.
    one.server.keepAliveTimeout = 0;
    one.server.listen(0, "127.0.0.1");
    await once(one.server, "listening");
    return one;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What came to chats, in the order in which it came. */
  get texts(): { chat: string; text: string }[] {
    return this.received
      .filter(({ path }) => path.startsWith("/bot"))
      .map(({ body }) => JSON.parse(body))
      .map(({ chat_id, text }) => ({ chat: String(chat_id), text }));
  }

  /** What came to a webhook. */
  hooks(path: string): Received[] {
    return this.received.filter((one) => one.path === path);
  }

  reset(): void {
    this.received.length = 0;
    this.answer = () => TAKEN;
  }

  /** Resolves when so many requests have come. */
  async came(count: number): Promise<void> {
    while (this.received.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const headers = request.headers as Record<string, string>;
    const received = { path: request.url!, headers, body: Buffer.concat(parts).toString() };
    this.received.push(received);
    const answer = this.answer(received, this.received.length - 1);
    if (answer === "hang") return;
    if (answer === "close") {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? {}));
  }
}
