/** Changes over Yellowstone gRPC: one stream for everything, without a limit of subscriptions. */
import { placeOf } from "@profit-share/sdk";
import type { Feed, FeedListener, FeedLogger, FeedStatus, Subject } from "../feed";
import { GAPS, Gaps, type GapTiming } from "../gaps";
import { Places } from "../places";
import { reasonOf } from "../secrets";
import { loadYellowstone, type Stream, type Update } from "./library";
import { pingRequest, readAccount, readTransaction, subscribeRequest } from "./wire";
import { within } from "./within";

export interface YellowstoneFeedOptions extends Subject {
  /** http or https. */
  url: string;
  /** The provider's `x-token`. */
  token: string | null;
  listener: FeedListener;
  logger: FeedLogger;
  /** Accounts that the provider allows in a filter; 100,000 if left out. What does not fit is left to the poll. */
  accounts?: number;
  /** From 0 to 1; Math.random if left out. */
  random?: () => number;
  /** What is left out stays at its default. */
  timing?: Partial<YellowstoneTiming>;
}

/** All in milliseconds. */
export interface YellowstoneTiming extends GapTiming {
  heartbeatMs: number;
  connectMs: number;
  /** Between two requests, and a twentieth of it more for each account: a request lists all of them. */
  requestMs: number;
}

const TIMING: YellowstoneTiming = { ...GAPS, heartbeatMs: 15_000, connectMs: 10_000, requestMs: 200 };
const MS_PER_ACCOUNT = 1 / 20;
const DEFAULT_ACCOUNTS = 100_000;
/** The largest message that is taken: an account's 10 MiB and what is around it. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Connects at once, and again whenever the stream breaks, until it is closed. */
export function openYellowstoneFeed(options: YellowstoneFeedOptions): Feed {
  return new YellowstoneFeed(options);
}

class YellowstoneFeed implements Feed {
  private readonly timing: YellowstoneTiming;
  private readonly gaps: Gaps;
  private readonly berth: { capacity: number; held: Set<string> };
  private readonly places: Places<{ capacity: number; held: Set<string> }>;
  private stream: Stream | null = null;
  private timer: NodeJS.Timeout | undefined;
  /** Of the next request. */
  private asking: NodeJS.Timeout | undefined;
  private closed = false;
  private newestSlot: number | null = null;
  private broken = 0;
  private refused = 0;
  /** Accounts of the newest request that the server has taken; null while it has taken none on this stream. */
  private told: number | null = null;
  private asked = 0;
  private pings = 0;
  private alive = false;
  private saidFull = false;

  constructor(private readonly options: YellowstoneFeedOptions) {
    this.timing = { ...TIMING, ...options.timing };
    this.gaps = new Gaps(this.timing, options.random ?? Math.random);
    this.berth = { capacity: options.accounts ?? DEFAULT_ACCOUNTS, held: new Set() };
    const change = () => this.ask();
    this.places = new Places([this.berth], { come: change, go: change });
    void this.connect();
  }

  follow(address: string, rank = 1): void {
    this.places.add(address, rank);
    if (this.saidFull || this.places.waitingCount === 0) return;
    this.saidFull = true;
    const fields = { place: this.place, accounts: this.berth.capacity };
    this.options.logger.warn(fields, "no more accounts fit into the filter; the poll looks at the rest");
  }

  unfollow(address: string): void {
    this.places.remove(address);
  }

  status(): FeedStatus {
    const followed = Math.min(this.told ?? 0, this.berth.held.size);
    const waiting = this.berth.held.size - followed + this.places.waitingCount;
    return { connected: this.told !== null, followed, waiting, refused: this.refused, broken: this.broken };
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.asking);
    this.stream?.destroy();
  }

  private get place(): string {
    return placeOf(this.options.url);
  }

  private async connect(): Promise<void> {
    const begun = performance.now();
    const opening = this.open();
    try {
      this.listen(await within(this.timing.connectMs, opening));
    } catch (error) {
      // One that comes too late is nobody's.
      opening.then((stream) => stream.destroy()).catch(() => {});
      this.lost(reasonOf(error, this.options.token), begun);
    }
  }

  private async open(): Promise<Stream> {
    const { url, token } = this.options;
    const { default: Client } = await loadYellowstone();
    const client = new Client(url, token ?? undefined, {
      grpcConnectTimeout: this.timing.connectMs,
      grpcMaxDecodingMessageSize: MOST_BYTES,
      grpcTcpNodelay: true,
    });
    await client.connect();
    this.asked = this.berth.held.size;
    return client.subscribe(subscribeRequest(this.options, this.berth.held));
  }

  private listen(stream: Stream): void {
    if (this.closed) {
      stream.destroy();
      return;
    }
    const opened = performance.now();
    let reason = "it was closed";
    this.stream = stream;
    this.alive = true;
    stream.on("data", (update: Update) => {
      this.alive = true;
      this.receive(update);
    });
    stream.on("error", (error: unknown) => {
      reason = reasonOf(error, this.options.token);
    });
    const heartbeat = setInterval(() => {
      if (this.alive) this.ping();
      else {
        reason = "it does not answer";
        stream.destroy();
      }
      this.alive = false;
    }, this.timing.heartbeatMs);
    stream.once("close", () => {
      clearInterval(heartbeat);
      this.stream = null;
      this.lost(reason, opened);
    });
    // Answered behind the request: then the server tells.
    this.ping();
  }

  private lost(reason: string, since: number): void {
    if (this.closed) return;
    const wasTold = this.told !== null;
    this.told = null;
    clearTimeout(this.asking);
    this.asking = undefined;
    this.broken += 1;
    const retryMs = this.gaps.next(wasTold ? performance.now() - since : 0);
    this.timer = setTimeout(() => void this.connect(), retryMs);
    const fields = { place: this.place, reason, retryMs: Math.round(retryMs) };
    this.options.logger.warn(fields, "the notifications broke off; the poll has to do until they are back");
    if (/invalid.?argument/i.test(reason)) this.shrink();
    if (wasTold) this.options.listener.onHealth?.(false);
  }

  /** The server refused the request: there may be more accounts in it than it allows. */
  private shrink(): void {
    this.refused += 1;
    if (this.asked === 0) return;
    this.berth.capacity = Math.floor(this.asked / 2);
    const surplus = [...this.berth.held].slice(this.berth.capacity);
    for (const address of surplus) this.places.evict(address);
    const fields = { place: this.place, accounts: this.berth.capacity };
    this.options.logger.warn(
      fields,
      "the server refuses so many accounts; fewer are asked for, the poll looks at the rest",
    );
  }

  /** Asks for what is wanted now, soon. */
  private ask(): void {
    if (this.asking !== undefined || this.closed) return;
    const wait = this.timing.requestMs + this.berth.held.size * MS_PER_ACCOUNT;
    this.asking = setTimeout(() => {
      this.asking = undefined;
      if (this.stream === null) return;
      this.asked = this.berth.held.size;
      this.stream.write(subscribeRequest(this.options, this.berth.held));
      this.ping();
    }, wait);
  }

  private ping(): void {
    this.pings += 1;
    this.stream?.write(pingRequest(this.pings));
  }

  private receive(update: Update): void {
    const { listener, data = false } = this.options;
    if (update.pong !== undefined) {
      if (update.pong.id === this.pings) this.answered();
      return;
    }
    const change = readAccount(update, data);
    if (change !== null) {
      this.saw(change.slot);
      listener.onChange?.(change);
      return;
    }
    const transaction = readTransaction(update);
    if (transaction !== null) {
      this.saw(transaction.slot);
      listener.onTransaction?.(transaction);
    } else if (update.slot !== undefined) {
      const slot = Number(update.slot.slot);
      this.saw(slot);
      listener.onSlot?.(slot);
    }
  }

  private answered(): void {
    const first = this.told === null;
    this.told = this.asked;
    if (!first) return;
    this.options.listener.onHealth?.(true);
    this.options.listener.onGap?.({ afterSlot: this.newestSlot });
  }

  private saw(slot: number): void {
    this.newestSlot = Math.max(slot, this.newestSlot ?? 0);
  }
}
