/**
 * Account notifications over a node's WebSocket, in a browser and in Node. web3.js' own subscriptions are not used: subscribing or
 * unsubscribing while the socket closes makes them retry without a pause until the process runs out of memory.
 */
import type { AccountInfo, Finality } from "@solana/web3.js";
import { PublicKey } from "@solana/web3.js";
import { NodeFailure } from "../failures";
import { fromBase64 } from "../wire/text";

const FIRST_GAP_MS = 500;
const LAST_GAP_MS = 30_000;
/** A connection that has lived for so long was a good one: the gap before the next begins small again. */
const LIVED_MS = 10_000;

/** A connection that has not come about by then, with an answer to every request, will not. */
const ANSWER_MS = 10_000;

/** What is needed of a WebSocket: a browser's, Node's from 22 on, or that of the package `ws`. */
export interface Socket {
  addEventListener(type: "open" | "close" | "error" | "message", listener: (event: object) => void): void;
  send(text: string): void;
  close(): void;
}

export type SocketConstructor = new (url: string) => Socket;

export interface AccountSocketOptions {
  url: string;
  socket: SocketConstructor;
  /** base58. */
  accounts: readonly string[];
  commitment: Finality;
  onAccount: (account: string, slot: number, info: AccountInfo<Uint8Array>) => void;
  /** It is (again) connected and follows what the node lets it: what happened before was missed. */
  onFollowing: () => void;
  onTrouble: (error: Error) => void;
}

interface Message {
  id?: number;
  /** Of an answer: the number of the subscription, in digits. */
  result?: unknown;
  error?: { message?: string };
  method?: string;
  params?: { subscription: string; result: { context: { slot: number }; value: RawAccount } };
}

interface RawAccount {
  owner: string;
  lamports: number;
  executable: boolean;
  data: [base64: string, encoding: string];
}

/** Connects at once, and again whenever the connection breaks, until it is closed. */
export class AccountSocket {
  private socket: Socket | null = null;
  /** Accounts by the node's number for them, on the present connection. */
  private readonly followed = new Map<string, string>();
  /** When the present connection was begun, by `performance.now`. */
  private begun = 0;
  /** Of the next connection, or for the answers of the present one. */
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Requests that are not answered yet. */
  private readonly asked = new Set<number>();
  /** Connections in a row that did not live. */
  private failures = 0;
  private closed = false;

  constructor(private readonly options: AccountSocketOptions) {
    this.connect();
  }

  /** Whether the node tells of every account. */
  get following(): boolean {
    return this.followed.size === this.options.accounts.length;
  }

  /** Gives the present connection up: it says nothing any more. */
  restart(): void {
    const { socket } = this;
    if (socket === null) return;
    this.lost();
    socket.close();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
    this.socket = null;
    this.followed.clear();
  }

  private connect(): void {
    const socket = this.open();
    if (socket === null) {
      this.retry();
      return;
    }
    this.socket = socket;
    this.begun = performance.now();
    this.timer = setTimeout(() => this.restart(), ANSWER_MS);
    const own = (react: (event: object) => void) => (event: object) => {
      if (this.socket === socket) react(event);
    };
    socket.addEventListener(
      "open",
      own(() => this.follow(socket)),
    );
    socket.addEventListener(
      "message",
      own((event) => this.receive("data" in event ? String(event.data) : "")),
    );
    // An error is followed by a close, which says as much.
    socket.addEventListener("error", () => {});
    socket.addEventListener(
      "close",
      own(() => this.lost()),
    );
  }

  /** null where a URL is none, or a page's policy forbids it. */
  private open(): Socket | null {
    try {
      return new this.options.socket(this.options.url);
    } catch (error) {
      this.options.onTrouble(error as Error);
      return null;
    }
  }

  private lost(): void {
    clearTimeout(this.timer);
    this.socket = null;
    this.followed.clear();
    this.asked.clear();
    if (performance.now() - this.begun > LIVED_MS) this.failures = 0;
    this.retry();
  }

  private retry(): void {
    if (this.closed) return;
    const gap = Math.min(LAST_GAP_MS, FIRST_GAP_MS * 2 ** this.failures);
    this.failures += 1;
    this.timer = setTimeout(() => this.connect(), gap);
  }

  private follow(socket: Socket): void {
    const { accounts, commitment } = this.options;
    for (const [id, account] of accounts.entries()) {
      const params = [account, { commitment, encoding: "base64" }];
      this.asked.add(id);
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, method: "accountSubscribe", params }));
    }
  }

  private receive(text: string): void {
    const { id, result, error, method, params } = parse(text);
    if (method === "accountNotification" && params !== undefined) {
      const account = this.followed.get(params.subscription);
      if (account !== undefined) this.notified(account, params.result);
    } else if (id !== undefined) {
      this.answered(id, result, error);
    }
  }

  private answered(id: number, result: unknown, error: Message["error"]): void {
    const account = this.options.accounts[id];
    if (account === undefined || !this.asked.delete(id)) return;
    if (typeof result === "string") this.followed.set(result, account);
    else {
      const why = error?.message ?? "no number came";
      this.options.onTrouble(new NodeFailure(`The node does not follow ${account}, so it is only polled: ${why}`));
    }
    if (this.asked.size > 0) return;
    clearTimeout(this.timer);
    this.options.onFollowing();
  }

  private notified(account: string, { context, value }: NonNullable<Message["params"]>["result"]): void {
    const { lamports, executable, owner, data } = value;
    const bytes = fromBase64(data[0]);
    if (bytes === null) return;
    this.options.onAccount(account, context.slot, { lamports, executable, owner: new PublicKey(owner), data: bytes });
  }
}

/** Numbers of subscriptions are u64: as numbers of JavaScript, two of them can become the same. */
const NUMBERS = /"(result|subscription)"\s*:\s*(\d+)/g;

function parse(text: string): Message {
  try {
    const value: unknown = JSON.parse(text.replaceAll(NUMBERS, '"$1":"$2"'));
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
