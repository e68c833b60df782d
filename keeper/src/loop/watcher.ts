/**
 * Which accounts wake which subscription. A notification carries no decision: it only says where to look again. What was missed
 * while nothing was told, the poll finds: a connection that comes back wakes nobody.
 */
import type { AccountChange, Feed, FeedListener, FeedStatus } from "@profit-share/feed";

export interface WatcherOptions {
  open: (listener: FeedListener) => Feed;
  /** Called with the subscription to look at. */
  wake: (subscription: string) => void;
  /** Called with a subscription that nobody watches: it is new, or no longer looked after. */
  found: (subscription: string) => void;
}

/** What a subscription is watched by. Addresses are base58. */
interface Keys {
  urgent: readonly string[];
  others: readonly string[];
}

export class Watcher {
  private readonly keys = new Map<string, Keys>();
  /** The subscriptions that an account wakes. */
  private readonly woken = new Map<string, Set<string>>();
  private readonly feed: Feed;

  constructor(private readonly options: WatcherOptions) {
    this.feed = options.open({ onChange: (change) => this.changed(change) });
  }

  /**
   * Makes these the accounts that wake `subscription`, beside what the feed tells of it without being asked.
   * @param urgent they have the places where a provider's limit does not hold all
   */
  watch(subscription: string, urgent: readonly string[], others: readonly string[] = []): void {
    const before = this.keys.get(subscription);
    if (before !== undefined && isSame(before.urgent, urgent) && isSame(before.others, others)) return;
    this.keys.set(subscription, { urgent, others });
    for (const account of urgent) this.follow(account, subscription, 0);
    for (const account of others) this.follow(account, subscription, 1);
    if (before === undefined) return;
    const wanted = new Set([...urgent, ...others]);
    for (const account of [...before.urgent, ...before.others]) {
      if (!wanted.has(account)) this.unfollow(account, subscription);
    }
  }

  forget(subscription: string): void {
    const { urgent, others } = this.keys.get(subscription) ?? { urgent: [], others: [] };
    this.keys.delete(subscription);
    for (const account of [...urgent, ...others]) this.unfollow(account, subscription);
  }

  status(): FeedStatus {
    return this.feed.status();
  }

  close(): Promise<void> {
    return this.feed.close();
  }

  private changed({ address, filter }: AccountChange): void {
    for (const subscription of this.woken.get(address) ?? []) this.options.wake(subscription);
    if (filter === null) return;
    if (this.keys.has(address)) this.options.wake(address);
    else this.options.found(address);
  }

  private follow(account: string, subscription: string, rank: number): void {
    const subscriptions = this.woken.get(account);
    if (subscriptions !== undefined) subscriptions.add(subscription);
    else this.woken.set(account, new Set([subscription]));
    this.feed.follow(account, rank);
  }

  private unfollow(account: string, subscription: string): void {
    const subscriptions = this.woken.get(account);
    if (!subscriptions?.delete(subscription) || subscriptions.size > 0) return;
    this.woken.delete(account);
    this.feed.unfollow(account);
  }
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one, index) => one === b[index]);
