/** A bare JSON-RPC client, so that the tests see exactly what goes over the wire. */
import { expect } from "chai";
import { WebSocket } from "ws";

export interface Answer {
  jsonrpc?: string;
  id?: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read member by member
  result?: any;
  error?: { code: number; message: string; data?: unknown };
}

/** Posts any text. */
export async function post(url: string, body: string): Promise<string> {
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  return response.text();
}

/** The whole answer to one request. */
export async function ask(url: string, method: string, ...params: unknown[]): Promise<Answer> {
  return JSON.parse(await post(url, JSON.stringify({ jsonrpc: "2.0", id: 1, method, params })));
}

/** The result of one request, which must succeed. */
// biome-ignore lint/suspicious/noExplicitAny: results are read member by member
export async function result(url: string, method: string, ...params: unknown[]): Promise<any> {
  const answer = await ask(url, method, ...params);
  expect(answer.error, `${method} failed`).to.equal(undefined);
  return answer.result;
}

/** The error of one request, which must fail. */
export async function failure(
  url: string,
  method: string,
  ...params: unknown[]
): Promise<NonNullable<Answer["error"]>> {
  const answer = await ask(url, method, ...params);
  expect(answer.error, `${method} answered ${JSON.stringify(answer.result)}`).to.be.an("object");
  return answer.error!;
}

/** Polls until the check gives something. */
export async function eventually<T>(check: () => Promise<T | null | undefined> | T | null | undefined): Promise<T> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    const found = await check();
    if (found !== null && found !== undefined) return found;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error("nothing came within 10 seconds");
}

interface Notification {
  method: string;
  // biome-ignore lint/suspicious/noExplicitAny: notifications are read member by member
  params: { subscription: number; result: any };
}

/** A WebSocket with its answers and notifications in order. */
export class Socket {
  readonly notifications: Notification[] = [];
  /** What came, in order. */
  readonly order: ("answer" | "notification")[] = [];
  private readonly answers = new Map<number, Answer>();
  private lastId = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (data) => {
      const message = JSON.parse(data.toString());
      this.order.push(message.id === undefined ? "notification" : "answer");
      if (message.id === undefined) this.notifications.push(message);
      else this.answers.set(message.id, message);
    });
  }

  static async open(url: string): Promise<Socket> {
    const socket = new WebSocket(url);
    await new Promise((done, failed) => socket.once("open", done).once("error", failed));
    return new Socket(socket);
  }

  async ask(method: string, ...params: unknown[]): Promise<Answer> {
    this.lastId += 1;
    const id = this.lastId;
    this.socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    return eventually(() => this.answers.get(id));
  }

  /** The id of a new subscription. */
  async subscribe(method: string, ...params: unknown[]): Promise<number> {
    const answer = await this.ask(method, ...params);
    expect(answer.result, JSON.stringify(answer)).to.be.a("number");
    return answer.result;
  }

  /** The `index`th notification of the subscription. */
  async notification(subscription: number, index = 0): Promise<Notification> {
    return eventually(() => this.of(subscription)[index]);
  }

  of(subscription: number): Notification[] {
    return this.notifications.filter(({ params }) => params.subscription === subscription);
  }

  close(): void {
    this.socket.close();
  }
}
