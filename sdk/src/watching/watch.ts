/** Watches subscriptions: notifications tell at once, and a poll finds what they missed. */
import { type AccountInfo, PublicKey } from "@solana/web3.js";
import type { Located, ProfitShareReader } from "../client/reader";
import { InvalidInput } from "../failures";
import type { Subscription } from "../program/accounts";
import { equalBytes } from "../wire/bytes";
import { AccountSocket, type SocketConstructor } from "./account-socket";

const POLL_MS = 15_000;
/** The most that a node returns at a time. */
const PAGE = 100;

/** A subscription as the node last told of it. */
export interface Watched {
  address: PublicKey;
  /** null if there is none, or no longer: `readHistory` says how it ended. */
  subscription: Located<Subscription> | null;
  slot: number;
}

export interface WatchOptions {
  /** Told how each of them is at first, and then whenever its account has changed. */
  onChange: (watched: Watched) => void;
  /** Told what fails; the watch goes on. Until it gets better, `age` grows. */
  onTrouble?: (error: unknown) => void;
  /** Milliseconds between two polls, 15,000 if left out. */
  pollMs?: number;
  /** The node's WebSocket; if left out, where web3.js looks for it: at the port above that of JSON-RPC. */
  wsUrl?: string;
  /** If left out, the global one; null only polls. Node has a global one from 22 on: before, pass that of the package `ws`. */
  WebSocket?: SocketConstructor | null;
  /** Stops the watch. */
  signal?: AbortSignal | undefined;
}

export interface Watch {
  /** Nothing is told any more. */
  stop(): void;
  /** Milliseconds since the node last told of all of them; null while it has not. */
  age(): number | null;
  /** Whether the node notifies of changes, so that nothing waits for the poll. */
  isNotified(): boolean;
}

/**
 * Reads them at once, and tells of each change within one or two slots while the node notifies, else at the next poll. A connection
 * that breaks is made again, in growing gaps; one that is silent although something has changed is given up.
 * @throws InvalidInput without an address
 */
export function watchSubscriptions(
  reader: ProfitShareReader,
  addresses: readonly PublicKey[],
  options: WatchOptions,
): Watch {
  if (addresses.length === 0) throw new InvalidInput("Which subscriptions? Pass their addresses");
  return new SubscriptionWatch(reader, addresses, options);
}

interface Seen {
  slot: number;
  account: AccountInfo<Uint8Array> | null;
  /** By `performance.now`. */
  at: number;
  /** What the account is; null also while it is none that can be told of. */
  told: Watched | null;
}

class SubscriptionWatch implements Watch {
  private readonly names: string[];
  private readonly seen = new Map<string, Seen>();
  private socket: AccountSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private polling = false;
  private again = false;
  private stopped = false;
  /** What a poll found before a notification told of it. */
  private readonly untold = new Set<string>();
  /** How many connections have followed, and how many had when all was last looked at. */
  private connections = 0;
  private lookedAfter = 0;

  constructor(
    private readonly reader: ProfitShareReader,
    addresses: readonly PublicKey[],
    private readonly options: WatchOptions,
  ) {
    const { signal, WebSocket = (globalThis as { WebSocket?: SocketConstructor }).WebSocket } = options;
    this.names = [...new Set(addresses.map((address) => address.toBase58()))];
    this.stopped = signal?.aborted ?? false;
    if (this.stopped) return;
    signal?.addEventListener("abort", () => this.stop(), { once: true });
    if (WebSocket) this.socket = this.listen(WebSocket);
    void this.poll();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  age(): number | null {
    if (this.seen.size < this.names.length) return null;
    return performance.now() - Math.min(...[...this.seen.values()].map(({ at }) => at));
  }

  isNotified(): boolean {
    return this.socket?.following ?? false;
  }

  private listen(socket: SocketConstructor): AccountSocket {
    const { rpcEndpoint } = this.reader.connection;
    return new AccountSocket({
      socket,
      url: this.options.wsUrl ?? webSocketUrl(rpcEndpoint),
      accounts: this.names,
      commitment: this.reader.commitment,
      onAccount: (name, slot, account) => {
        this.untold.delete(name);
        this.tell(name, slot, account);
      },
      onFollowing: () => {
        this.untold.clear();
        this.connections += 1;
        void this.poll();
      },
      onTrouble: (error) => this.trouble(error),
    });
  }

  /** Looks at all of them, now and then again after a while. */
  private async poll(): Promise<void> {
    if (this.polling) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.polling = true;
    do {
      this.again = false;
      await this.look().catch((error: unknown) => this.trouble(error));
    } while (this.again && !this.stopped);
    this.polling = false;
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.poll(), this.options.pollMs ?? POLL_MS);
  }

  private async look(): Promise<void> {
    const { connection, commitment } = this.reader;
    // What the last poll found and no notification has told of since: the connection is dead, whatever the socket says.
    const dead = this.untold.size > 0;
    this.untold.clear();
    if (dead) this.socket?.restart();
    // What changed before the present connection, it need not tell of.
    const { connections } = this;
    const notified = this.isNotified() && this.lookedAfter === connections;
    for (let start = 0; start < this.names.length && !this.stopped; start += PAGE) {
      const page = this.names.slice(start, start + PAGE);
      const keys = page.map((name) => new PublicKey(name));
      const { context, value } = await connection.getMultipleAccountsInfoAndContext(keys, { commitment });
      for (const [index, name] of page.entries()) {
        const known = this.seen.has(name);
        const changed = this.tell(name, context.slot, value[index] ?? null);
        if (changed && known && notified) this.untold.add(name);
      }
    }
    this.lookedAfter = connections;
  }

  /** @returns whether it is another one than before */
  private tell(name: string, slot: number, account: AccountInfo<Uint8Array> | null): boolean {
    const before = this.seen.get(name);
    // A node that is behind, or a notification that was overtaken by a poll.
    if (this.stopped || (before !== undefined && slot < before.slot)) return false;
    const now: Seen = { slot, account, at: performance.now(), told: before?.told ?? null };
    this.seen.set(name, now);
    if (before !== undefined && isSame(before.account, account)) return false;
    const address = new PublicKey(name);
    try {
      now.told = { address, subscription: this.reader.subscriptionIn(address, account), slot };
    } catch (error) {
      now.told = null;
      this.trouble(error);
      return true;
    }
    // An account that is gone is told of in two ways.
    if (before?.told && before.told.subscription === null && now.told.subscription === null) return false;
    this.options.onChange(now.told);
    return true;
  }

  private trouble(error: unknown): void {
    if (!this.stopped) this.options.onTrouble?.(error);
  }
}

/** As far as it is told. */
function isSame(a: AccountInfo<Uint8Array> | null, b: AccountInfo<Uint8Array> | null): boolean {
  if (a === null || b === null) return a === b;
  return a.owner.equals(b.owner) && equalBytes(a.data, b.data);
}

function webSocketUrl(rpcUrl: string): string {
  const url = new URL(rpcUrl);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  if (url.port !== "") url.port = String(Number(url.port) + 1);
  return url.href;
}
