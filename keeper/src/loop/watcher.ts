/** Wakes the keeper when an account changes. A notification carries no decision: it only says where to look again. */
import type { PublicKey } from "@solana/web3.js";
import type { Logger } from "pino";
import { AccountFeed } from "./account-feed";

export interface WatcherOptions {
  /** WebSocket of a node. */
  url: string;
  /** Called with the subject to look at. */
  wake: (subject: string) => void;
  logger: Logger;
}

/** Which accounts wake which subject. */
export class Watcher {
  private readonly subjects = new Map<string, Set<string>>();
  private readonly feed: AccountFeed;

  constructor({ url, wake, logger }: WatcherOptions) {
    this.feed = new AccountFeed({
      url,
      logger,
      onChange: (account) => {
        for (const subject of this.subjects.get(account) ?? []) wake(subject);
      },
      onConnect: () => {
        for (const subject of new Set([...this.subjects.values()].flatMap((some) => [...some]))) wake(subject);
      },
    });
  }

  /** Makes `keys` the accounts that wake `subject`. */
  watch(subject: string, keys: readonly PublicKey[]): void {
    const wanted = new Set(keys.map((key) => key.toBase58()));
    for (const [account, subjects] of this.subjects) {
      if (wanted.has(account) || !subjects.delete(subject) || subjects.size > 0) continue;
      this.subjects.delete(account);
      this.feed.unfollow(account);
    }
    for (const key of keys) {
      const account = key.toBase58();
      this.subjects.set(account, (this.subjects.get(account) ?? new Set()).add(subject));
      this.feed.follow(key);
    }
  }

  close(): void {
    this.feed.close();
  }
}
