/**
 * The loop: every subscription is looked at on every poll and whenever one of its accounts changes. A subscription that
 * fails waits longer each time and holds up no other.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { PublicKey } from "@solana/web3.js";
import type { Logger } from "pino";

/** Subscriptions worked on at the same time. */
const MAX_RUNNING = 8;
const FIRST_BACKOFF_MS = 1_000;
const LAST_BACKOFF_MS = 60_000;

export interface ControllerOptions {
  /** Every subscription there is to look after. */
  discover: () => Promise<PublicKey[]>;
  /** Works on one; whether it has to be tried again. It may throw. */
  work: (address: PublicKey) => Promise<{ failed: boolean }>;
  /** No longer among the discovered. */
  forget: (address: PublicKey) => void;
  pollIntervalMs: number;
  logger: Logger;
}

interface Subject {
  address: PublicKey;
  due: boolean;
  running: boolean;
  /** Failures in a row. */
  failures: number;
  /** Left alone for a while after a failure. */
  resting: boolean;
}

export class Controller {
  private readonly subjects = new Map<string, Subject>();
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  /** Whether what failed is tried again. */
  private polling = false;

  constructor(private readonly options: ControllerOptions) {}

  /** Looks at everything once and resolves when all is done; the subscriptions that failed. @throws Error of discovery */
  async once(): Promise<PublicKey[]> {
    await this.poll();
    await this.drained();
    return [...this.subjects.values()].filter(({ failures }) => failures > 0).map(({ address }) => address);
  }

  /** Polls from now on, until `stop`. */
  async run(): Promise<void> {
    const { logger, pollIntervalMs } = this.options;
    this.polling = true;
    while (!this.stopping.signal.aborted) {
      try {
        await this.poll();
      } catch (error) {
        logger.error({ err: error }, "the subscriptions could not be listed; those known are looked at");
        this.markAll();
      }
      await this.pause(pollIntervalMs, { ref: true });
    }
  }

  /** An account of the subscription changed. */
  wake(name: string): void {
    const subject = this.subjects.get(name);
    if (subject === undefined) return;
    subject.due = true;
    this.startDue();
  }

  /** Starts nothing more, and resolves when what runs is over. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.drained();
  }

  private async poll(): Promise<void> {
    const found = new Map((await this.options.discover()).map((address) => [address.toBase58(), address]));
    for (const [name, { address, running }] of this.subjects) {
      if (found.has(name) || running) continue;
      this.subjects.delete(name);
      this.options.forget(address);
    }
    for (const [name, address] of found) {
      if (this.subjects.has(name)) continue;
      this.subjects.set(name, { address, due: true, running: false, failures: 0, resting: false });
    }
    this.markAll();
  }

  private markAll(): void {
    for (const subject of this.subjects.values()) subject.due = true;
    this.startDue();
  }

  private startDue(): void {
    for (const subject of this.subjects.values()) {
      if (this.stopping.signal.aborted || this.running.size >= MAX_RUNNING) return;
      if (!subject.due || subject.running || subject.resting) continue;
      const work: Promise<void> = this.work(subject).then(() => {
        this.running.delete(work);
        this.startDue();
      });
      this.running.add(work);
    }
  }

  private async work(subject: Subject): Promise<void> {
    subject.due = false;
    subject.running = true;
    const failed = await this.fails(subject.address);
    subject.running = false;
    subject.failures = failed ? subject.failures + 1 : 0;
    if (failed && this.polling) this.backOff(subject);
  }

  private async fails(address: PublicKey): Promise<boolean> {
    try {
      return (await this.options.work(address)).failed;
    } catch (error) {
      this.options.logger.error({ subscription: address, err: error }, "the subscription could not be looked after");
      return true;
    }
  }

  private backOff(subject: Subject): void {
    const longest = Math.min(LAST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (subject.failures - 1));
    // Not all at once after an outage.
    const wait = longest * (0.75 + Math.random() / 4);
    subject.resting = true;
    void this.pause(wait, { ref: false }).then(() => {
      subject.resting = false;
      subject.due = true;
      this.startDue();
    });
  }

  private async drained(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** Ends early when the controller stops. */
  private async pause(ms: number, { ref }: { ref: boolean }): Promise<void> {
    await sleep(ms, undefined, { ref, signal: this.stopping.signal }).catch(() => {});
  }
}
