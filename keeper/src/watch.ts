/** Wakes the keeper when an account changes. A notification carries no decision: it only says where to look again. */
import type { Connection, PublicKey } from "@solana/web3.js";

/**
 * One account subscription for each account, however many subjects depend on it. The connection opens its WebSocket again
 * when it breaks and renews all subscriptions; what was missed in between the poll finds.
 */
export class Watcher {
  private readonly listeners = new Map<string, number>();
  private readonly subjects = new Map<string, Set<string>>();

  /** @param wake called with the subject whose account changed */
  constructor(
    private readonly connection: Connection,
    private readonly wake: (subject: string) => void,
  ) {}

  /** Makes `keys` the accounts that wake `subject`. */
  watch(subject: string, keys: readonly PublicKey[]): void {
    const wanted = new Set(keys.map((key) => key.toBase58()));
    for (const [name, subjects] of this.subjects) if (!wanted.has(name)) this.leave(name, subjects, subject);
    for (const key of keys) {
      const name = key.toBase58();
      const subjects = this.subjects.get(name) ?? new Set();
      this.subjects.set(name, subjects.add(subject));
      if (this.listeners.has(name)) continue;
      const changed = () => {
        for (const one of this.subjects.get(name) ?? []) this.wake(one);
      };
      this.listeners.set(name, this.connection.onAccountChange(key, changed, { commitment: "confirmed" }));
    }
  }

  /** Number of accounts that are watched. */
  get size(): number {
    return this.listeners.size;
  }

  async close(): Promise<void> {
    const listeners = [...this.listeners.values()];
    this.listeners.clear();
    this.subjects.clear();
    await Promise.all(listeners.map((id) => this.connection.removeAccountChangeListener(id)));
  }

  private leave(name: string, subjects: Set<string>, subject: string): void {
    subjects.delete(subject);
    if (subjects.size > 0) return;
    this.subjects.delete(name);
    const id = this.listeners.get(name);
    this.listeners.delete(name);
    if (id !== undefined) void this.connection.removeAccountChangeListener(id).catch(() => {});
  }
}
