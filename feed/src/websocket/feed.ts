/** Changes over a node's WebSocket: a subscription for each program filter, and one for each account as far as they fit. */
import { placeOf } from "@profit-share/sdk";
import type { Feed, FeedListener, FeedLogger, FeedStatus, Subject } from "../feed";
import { GAPS, Gaps, type GapTiming } from "../gaps";
import { type Berth, Places } from "../places";
import { Line, type Wish } from "./line";
import { readAccount, readProgramAccount, readSlot, readTransaction } from "./wire";

export interface WebSocketFeedOptions extends Subject {
  /** ws or wss. */
  url: string;
  listener: FeedListener;
  logger: FeedLogger;
  /** Subscriptions that the provider allows on a connection; 10,000 if left out. */
  subscriptionsPerConnection?: number;
  /** Connections that the provider allows; 1 if left out. What does not fit on them is left to the poll. */
  connections?: number;
  /** From 0 to 1; Math.random if left out. */
  random?: () => number;
  /** What is left out stays at its default. */
  timing?: Partial<WebSocketTiming>;
}

/** All in milliseconds. */
export interface WebSocketTiming extends GapTiming {
  heartbeatMs: number;
  answerMs: number;
  /** After which a node that refused subscriptions is asked for some more. */
  refusedMs: number;
}

const TIMING: WebSocketTiming = { ...GAPS, heartbeatMs: 15_000, answerMs: 30_000, refusedMs: 60_000 };
const DEFAULT_PER_CONNECTION = 10_000;
/** How many are tried where a node has refused some. */
const TRIED_AGAIN = 64;

const ACCOUNT = "account:";
const PROGRAM = "program:";
const MENTIONS = "mentions:";
const SLOT = "slot";

interface Cable extends Berth {
  line: Line;
  /** What it follows from the beginning to the end. */
  fixed: ReadonlyMap<string, Wish>;
  /** What `capacity` goes back to. */
  allowed: number;
  refusals: number;
}

/** Opens the first connection at once if there is anything to follow, the others when they are needed. */
export function openWebSocketFeed(options: WebSocketFeedOptions): Feed {
  return new WebSocketFeed(options);
}

class WebSocketFeed implements Feed {
  private readonly timing: WebSocketTiming;
  private readonly account: object;
  private readonly cables: Cable[];
  private readonly places: Places<Cable>;
  private readonly widening: NodeJS.Timeout;
  private newestSlot: number | null = null;
  private healthy = false;
  private refused = 0;
  private broken = 0;
  private saidFull = false;
  private saidRefused = false;

  constructor(private readonly options: WebSocketFeedOptions) {
    const { connections = 1, subscriptionsPerConnection = DEFAULT_PER_CONNECTION } = options;
    this.timing = { ...TIMING, ...options.timing };
    // Without data nothing travels but that it changed.
    const slice = options.data ? {} : { dataSlice: { offset: 0, length: 0 } };
    this.account = { commitment: "confirmed", encoding: "base64", ...slice };
    this.cables = Array.from({ length: connections }, (_, index) => {
      const fixed = index === 0 ? this.fixedWishes() : new Map<string, Wish>();
      const allowed = Math.max(0, subscriptionsPerConnection - fixed.size);
      return { line: this.lineOf(index), fixed, allowed, capacity: allowed, held: new Set<string>(), refusals: 0 };
    });
    this.places = new Places(this.cables, {
      come: ({ line }, address) => line.want(ACCOUNT + address, { kind: "account", params: [address, this.account] }),
      go: ({ line }, address) => line.drop(ACCOUNT + address),
    });
    for (const { line, fixed } of this.cables) for (const [key, wish] of fixed) line.want(key, wish);
    this.widening = setInterval(() => this.widen(), this.timing.refusedMs).unref();
  }

  follow(address: string, rank = 1): void {
    this.places.add(address, rank);
    if (this.saidFull || this.saidRefused || this.places.waitingCount === 0) return;
    this.saidFull = true;
    const accounts = this.cables.reduce((sum, { allowed }) => sum + allowed, 0);
    const { place } = this;
    this.options.logger.warn(
      { place, accounts },
      "no more accounts fit on the connections; the poll looks at the rest",
    );
  }

  unfollow(address: string): void {
    this.places.remove(address);
  }

  status(): FeedStatus {
    const followed = this.cables.reduce((sum, { line, fixed }) => sum + Math.max(0, line.followed - fixed.size), 0);
    const held = this.cables.reduce((sum, cable) => sum + cable.held.size, 0);
    const waiting = this.places.waitingCount + held - followed;
    return { connected: this.healthy, followed, waiting, refused: this.refused, broken: this.broken };
  }

  async close(): Promise<void> {
    clearInterval(this.widening);
    await Promise.all(this.cables.map(({ line }) => line.close()));
  }

  private get place(): string {
    return placeOf(this.options.url);
  }

  private fixedWishes(): Map<string, Wish> {
    const { programs = [], mentions = [], slots = false } = this.options;
    const wishes = new Map<string, Wish>();
    for (const [index, { program, memcmp }] of programs.entries()) {
      const filters = memcmp.map((one) => ({ memcmp: { ...one, encoding: "base58" } }));
      wishes.set(PROGRAM + index, { kind: "program", params: [program, { ...this.account, filters }] });
    }
    // Agave follows one address by subscription.
    for (const address of mentions) {
      wishes.set(MENTIONS + address, {
        kind: "logs",
        params: [{ mentions: [address] }, { commitment: "confirmed" }],
      });
    }
    if (slots) wishes.set(SLOT, { kind: "slot", params: [] });
    return wishes;
  }

  private lineOf(index: number): Line {
    const { url, random = Math.random, logger } = this.options;
    const { heartbeatMs, answerMs } = this.timing;
    const cable = () => this.cables[index]!;
    return new Line({
      url,
      gaps: new Gaps(this.timing, random),
      heartbeatMs,
      answerMs,
      listener: {
        onNotification: (key, result) => this.notified(key, result),
        onConnected: () => this.tellHealth(),
        onFollowing: () => this.options.listener.onGap?.({ afterSlot: this.newestSlot }),
        onBroken: (reason, retryMs) => {
          this.broken += 1;
          const fields = { place: this.place, reason, retryMs: Math.round(retryMs) };
          logger.warn(fields, "the notifications broke off; the poll has to do until they are back");
          this.tellHealth();
          this.renew(cable());
        },
        onRefused: (key, reason) => this.refuse(cable(), key, reason),
      },
    });
  }

  private notified(key: string, result: unknown): void {
    const { listener, data = false } = this.options;
    if (key.startsWith(ACCOUNT) || key.startsWith(PROGRAM)) {
      const change = key.startsWith(ACCOUNT)
        ? readAccount(key.slice(ACCOUNT.length), result, data)
        : readProgramAccount(Number(key.slice(PROGRAM.length)), result, data);
      if (change === null) return;
      this.saw(change.slot);
      listener.onChange?.(change);
    } else if (key.startsWith(MENTIONS)) {
      const transaction = readTransaction(result);
      if (transaction === null) return;
      this.saw(transaction.slot);
      listener.onTransaction?.(transaction);
    } else {
      const slot = readSlot(result);
      if (slot === null) return;
      this.saw(slot);
      listener.onSlot?.(slot);
    }
  }

  private saw(slot: number): void {
    this.newestSlot = Math.max(slot, this.newestSlot ?? 0);
  }

  /** A new connection may hold what the last one refused. */
  private renew(cable: Cable): void {
    cable.refusals = 0;
    cable.capacity = cable.allowed;
    for (const [key, wish] of cable.fixed) cable.line.want(key, wish);
    this.places.fill();
  }

  private refuse(cable: Cable, key: string, reason: string): void {
    this.refused += 1;
    cable.refusals += 1;
    if (!this.saidRefused) {
      this.saidRefused = true;
      const what = key.replace(ACCOUNT, "").replace(PROGRAM, "program filter ").replace(MENTIONS, "");
      const followed = cable.line.followed;
      const { place } = this;
      const text = "the node refuses to follow more; the poll looks at the rest";
      this.options.logger.warn({ place, refused: what, reason, followed }, text);
    }
    if (!key.startsWith(ACCOUNT)) return;
    // What it follows is what it allows. The rest would be refused one by one.
    const rest = [...cable.held].filter((address) => !cable.line.follows(ACCOUNT + address));
    cable.capacity = cable.held.size - rest.length;
    for (const address of rest) this.places.evict(address);
    this.places.fill();
  }

  /** A refusal need not be for ever: a node may have been busy. */
  private widen(): void {
    for (const cable of this.cables) {
      if (cable.refusals === 0) continue;
      cable.refusals = 0;
      cable.capacity = Math.min(cable.allowed, cable.held.size + TRIED_AGAIN);
      for (const [key, wish] of cable.fixed) if (!cable.line.follows(key)) cable.line.want(key, wish);
    }
    this.places.fill();
  }

  private tellHealth(): void {
    const used = this.cables.filter(({ held, fixed }) => held.size + fixed.size > 0);
    const healthy = used.every(({ line }) => line.connected);
    if (healthy === this.healthy) return;
    this.healthy = healthy;
    this.options.listener.onHealth?.(healthy);
  }
}
