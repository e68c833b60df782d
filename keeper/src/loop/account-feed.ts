/**
 * Account notifications over a node's WebSocket. web3.js' own subscriptions are not used: subscribing or unsubscribing while
 * the socket closes makes them retry without a pause until the process runs out of memory.
 */
import type { PublicKey } from "@solana/web3.js";
import type { Logger } from "pino";
import WebSocket from "ws";

const FIRST_RECONNECT_MS = 500;
const LAST_RECONNECT_MS = 30_000;
/** A connection that answers no ping for so long is dead, whatever the socket says. */
const HEARTBEAT_MS = 15_000;

export interface FeedOptions {
  url: string;
  /** The account, base58, changed. */
  onChange: (account: string) => void;
  /** The feed is (again) connected: what happened before was missed. */
  onConnect: () => void;
  logger: Logger;
}

interface Message {
  id?: number;
  result?: number | boolean;
  error?: { message: string };
  method?: string;
  params?: { subscription: number };
}

/** Connects when there is something to follow, and again whenever the connection breaks, until it is closed. */
export class AccountFeed {
  private readonly wanted = new Set<string>();
  /** Accounts by the node's number for them, on the present connection. */
  private readonly followed = new Map<number, string>();
  /** Accounts by the request that asks for them, on the present connection. */
  private readonly asked = new Map<number, string>();
  private socket: WebSocket | null = null;
  private timer: NodeJS.Timeout | null = null;
  private failures = 0;
  private requests = 0;
  private closed = false;

  constructor(private readonly options: FeedOptions) {}

  follow(key: PublicKey): void {
    const account = key.toBase58();
    if (this.wanted.has(account)) return;
    this.wanted.add(account);
    if (this.socket === null && this.timer === null) this.connect();
    else this.subscribe(account);
  }

  unfollow(account: string): void {
    if (!this.wanted.delete(account)) return;
    for (const [subscription, name] of this.followed) {
      if (name === account) this.unsubscribe(subscription);
    }
  }

  close(): void {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.socket?.terminate();
  }

  private connect(): void {
    this.timer = null;
    if (this.closed) return;
    const socket = new WebSocket(this.options.url);
    this.socket = socket;
    let alive = true;
    const heartbeat = setInterval(() => {
      if (!alive) socket.terminate();
      alive = false;
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    }, HEARTBEAT_MS);
    socket.on("pong", () => {
      alive = true;
    });
    socket.on("open", () => this.connected());
    socket.on("message", (data) => this.receive(String(data)));
    socket.on("error", (error) => {
      if (!this.closed) this.options.logger.warn({ err: error }, "the account notifications broke off");
    });
    socket.on("close", () => {
      clearInterval(heartbeat);
      this.disconnected();
    });
  }

  private connected(): void {
    this.failures = 0;
    for (const account of this.wanted) this.subscribe(account);
    this.options.onConnect();
  }

  private disconnected(): void {
    this.socket = null;
    this.followed.clear();
    this.asked.clear();
    if (this.closed) return;
    const wait = Math.min(LAST_RECONNECT_MS, FIRST_RECONNECT_MS * 2 ** this.failures);
    this.failures += 1;
    this.timer = setTimeout(() => this.connect(), wait);
  }

  private receive(text: string): void {
    const message = parse(text);
    if (message?.method === "accountNotification") {
      const account = this.followed.get(message.params?.subscription ?? -1);
      if (account !== undefined) this.options.onChange(account);
    } else if (message?.id !== undefined) {
      this.answered(message.id, message);
    }
  }

  private answered(id: number, { result, error }: Message): void {
    const account = this.asked.get(id);
    if (account === undefined) return;
    this.asked.delete(id);
    if (typeof result === "number") {
      this.followed.set(result, account);
      // Given up while the node was asked.
      if (!this.wanted.has(account)) this.unsubscribe(result);
      return;
    }
    const reason = error?.message ?? "no subscription number";
    this.options.logger.warn({ account, reason }, "the node does not follow the account; the poll has to do");
  }

  private subscribe(account: string): void {
    // Nothing of the account is needed but that it changed.
    const config = { commitment: "confirmed", encoding: "base64", dataSlice: { offset: 0, length: 0 } };
    const id = this.send("accountSubscribe", [account, config]);
    if (id !== null) this.asked.set(id, account);
  }

  private unsubscribe(subscription: number): void {
    this.followed.delete(subscription);
    this.send("accountUnsubscribe", [subscription]);
  }

  /** The request's number; null if there is no connection: when there is, everything wanted is asked for. */
  private send(method: string, params: unknown[]): number | null {
    if (this.socket?.readyState !== WebSocket.OPEN) return null;
    const id = ++this.requests;
    this.socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    return id;
  }
}

function parse(text: string): Message | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? (value as Message | null) : null;
  } catch {
    return null;
  }
}
