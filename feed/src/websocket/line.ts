/**
 * One WebSocket connection to a node, and what it follows. web3.js' own subscriptions are not used: subscribing or unsubscribing
 * while the socket closes makes them retry without a pause until the process runs out of memory.
 */
import WebSocket from "ws";
import type { Gaps } from "../gaps";
import { reasonOf } from "../secrets";
import { parseMessage } from "./wire";

/** A subscription to ask for. */
export interface Wish {
  /** As the node's methods begin: `account` for `accountSubscribe`. */
  kind: "account" | "program" | "logs" | "slot";
  params: readonly unknown[];
}

export interface LineListener {
  /** @param key of the wish @param result as the notification has it */
  onNotification(key: string, result: unknown): void;
  /** Everything that was wanted when the connection began is asked for and answered. */
  onFollowing(): void;
  onConnected(): void;
  /** The connection broke, or none came about. @param retryMs until the next one is tried */
  onBroken(reason: string, retryMs: number): void;
  /** The node does not follow it. Nothing more is asked for it on this connection, unless it is wanted again. */
  onRefused(key: string, reason: string): void;
}

export interface LineOptions {
  url: string;
  gaps: Gaps;
  /** Milliseconds between two looks at whether the connection lives: whoever says nothing in between is dead. */
  heartbeatMs: number;
  /** A request that is not answered for so long means that nobody is there, milliseconds. */
  answerMs: number;
  listener: LineListener;
}

/** Requests that may be unanswered at a time: ten thousand in one breath are a flood, and some nodes hang up on it. */
const MOST_ASKED = 256;

/** Connects when there is something to follow, and again whenever the connection breaks, until it is closed. */
export class Line {
  private readonly wishes = new Map<string, Wish>();
  private socket: WebSocket | null = null;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  /** When the present connection opened, by `performance.now`; null while it has not. */
  private openedAt: number | null = null;
  private requests = 0;

  // All of the present connection.
  /** Wishes by the node's number for them, and the other way round. */
  private readonly keys = new Map<string, string>();
  private readonly numbers = new Map<string, string>();
  /** Wishes that are in the queue or asked for. */
  private readonly pending = new Set<string>();
  private queue: string[] = [];
  /** How many of the queue are taken already. */
  private taken = 0;
  private leaving: { kind: Wish["kind"]; number: string }[] = [];
  /** Requests without an answer, oldest first; the key is null of those that end a subscription. */
  private readonly asked = new Map<number, { key: string | null; kind: Wish["kind"]; at: number }>();
  private caughtUp = false;

  constructor(private readonly options: LineOptions) {}

  get connected(): boolean {
    return this.openedAt !== null;
  }

  /** What the node tells of. */
  get followed(): number {
    return this.numbers.size;
  }

  follows(key: string): boolean {
    return this.numbers.has(key);
  }

  want(key: string, wish: Wish): void {
    this.wishes.set(key, wish);
    if (this.socket === null && this.timer === undefined) this.connect();
    this.enqueue(key);
    this.pump();
  }

  drop(key: string): void {
    const wish = this.wishes.get(key);
    if (wish === undefined) return;
    this.wishes.delete(key);
    const number = this.numbers.get(key);
    if (number === undefined) return;
    this.leave(wish.kind, key, number);
    this.pump();
  }

  close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    const { socket } = this;
    if (socket === null) return Promise.resolve();
    return new Promise((resolve) => {
      socket.once("close", () => resolve());
      socket.terminate();
    });
  }

  private connect(): void {
    this.timer = undefined;
    if (this.closed) return;
    const socket = new WebSocket(this.options.url);
    this.socket = socket;
    let reason = "it was closed";
    let alive = true;
    const heartbeat = setInterval(() => {
      if (!alive || this.isOverdue()) {
        reason = "it does not answer";
        socket.terminate();
      }
      alive = false;
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    }, this.options.heartbeatMs);
    socket.on("pong", () => {
      alive = true;
    });
    socket.on("open", () => this.opened());
    socket.on("message", (data) => {
      alive = true;
      this.receive(String(data));
    });
    socket.on("error", (error) => {
      reason = reasonOf(error);
    });
    socket.on("close", () => {
      clearInterval(heartbeat);
      this.lost(reason);
    });
  }

  private opened(): void {
    this.openedAt = performance.now();
    this.options.listener.onConnected();
    for (const key of this.wishes.keys()) this.enqueue(key);
    this.pump();
  }

  private lost(reason: string): void {
    const livedMs = this.openedAt === null ? 0 : performance.now() - this.openedAt;
    this.socket = null;
    this.openedAt = null;
    for (const kept of [this.keys, this.numbers, this.pending, this.asked]) kept.clear();
    this.emptyQueue();
    this.leaving = [];
    this.caughtUp = false;
    if (this.closed) return;
    const retryMs = this.options.gaps.next(livedMs);
    this.timer = setTimeout(() => this.connect(), retryMs);
    this.options.listener.onBroken(reason, retryMs);
  }

  private isOverdue(): boolean {
    const [oldest] = this.asked.values();
    return oldest !== undefined && performance.now() - oldest.at > this.options.answerMs;
  }

  private enqueue(key: string): void {
    // When the connection opens, all that is wanted is asked for.
    if (!this.connected || this.pending.has(key) || this.numbers.has(key)) return;
    this.pending.add(key);
    this.queue.push(key);
  }

  private emptyQueue(): void {
    this.queue = [];
    this.taken = 0;
  }

  private leave(kind: Wish["kind"], key: string, number: string): void {
    this.keys.delete(number);
    this.numbers.delete(key);
    this.leaving.push({ kind, number });
  }

  /** Sends what may be sent now; the answers let the rest follow. */
  private pump(): void {
    if (!this.connected) return;
    for (const { kind, number } of this.leaving.splice(0, MOST_ASKED - this.asked.size)) {
      // As digits: the number may be larger than JavaScript's are.
      this.send({ key: null, kind }, `${kind}Unsubscribe`, `[${number}]`);
    }
    while (this.taken < this.queue.length && this.asked.size < MOST_ASKED) {
      const key = this.queue[this.taken]!;
      this.taken += 1;
      const wish = this.wishes.get(key);
      // Given up while it was in the queue.
      if (wish === undefined) this.pending.delete(key);
      else this.send({ key, kind: wish.kind }, `${wish.kind}Subscribe`, JSON.stringify(wish.params));
    }
    if (this.taken === this.queue.length) this.emptyQueue();
    if (this.caughtUp || this.queue.length > 0 || this.asked.size > 0) return;
    this.caughtUp = true;
    this.options.listener.onFollowing();
  }

  private send(what: { key: string | null; kind: Wish["kind"] }, method: string, params: string): void {
    const id = ++this.requests;
    this.asked.set(id, { ...what, at: performance.now() });
    this.socket!.send(`{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${params}}`);
  }

  private receive(text: string): void {
    const message = parseMessage(text);
    if (message?.kind === "notification") {
      const key = this.keys.get(message.subscription);
      if (key !== undefined) this.options.listener.onNotification(key, message.result);
    } else if (message?.kind === "answer") {
      this.answered(message.id, message.result, message.error);
      this.pump();
    }
  }

  private answered(id: number, number: string | null, error: string | null): void {
    const request = this.asked.get(id);
    this.asked.delete(id);
    if (request === undefined || request.key === null) return;
    const { key, kind } = request;
    this.pending.delete(key);
    const wanted = this.wishes.has(key);
    if (number !== null) {
      this.keys.set(number, key);
      this.numbers.set(key, number);
      // Given up while the node was asked.
      if (!wanted) this.leave(kind, key, number);
    } else if (wanted) {
      this.wishes.delete(key);
      this.options.listener.onRefused(key, error ?? "no number of a subscription came");
    }
  }
}
