/**
 * All subscriptions that a keeper looks after, and whose turn it is. Woken ones are looked at first, else the one that was not
 * looked at for the longest time; every fourth look is that one's whatever is woken, so that none is starved. Acting on one holds
 * up no other. One that fails waits longer each time.
 */
import { isNodeFailure } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { Logger } from "pino";
import type { Sighting } from "../observe/looker";
import type { Priority } from "../send/priority";
import { AWAKE, type Clock } from "../time/clock";
import { type Lag, type Subject, Subjects } from "./subjects";

/** Every so many looks are for what was not looked at for the longest time, whatever is woken. */
const FAIR_TURN = 4;
/** Looks that are waited for at the same time. */
const MAX_LOOKS = 8;
/** The longest that the loop sleeps although it knows of nothing to do. */
const MAX_IDLE_MS = 1_000;
const FIRST_BACKOFF_MS = 1_000;
const LAST_BACKOFF_MS = 60_000;
/** A node that is back is noticed soon. */
const NODE_BACKOFF_MS = 5_000;
/** A subscription adds so much to the time between two discoveries: a large fleet is not listed all the time. */
const DISCOVERY_MS_EACH = 6;

/** Subscriptions that a look shows as a rule. */
const IN_ONE_LOOK = 30;
/** Rounds that the oldest look may be old before that is said. */
const TOO_LATE = 3;

/** What acting on a subscription left. */
export interface Worked {
  /** Whether something failed and is to be tried again. */
  failed: boolean;
  /** Whether something was done, so that it is another subscription now than was seen, or nothing because what was seen was old or another's. */
  acted: boolean;
  /** Unix seconds of the chain's clock when it needs to be acted on although no account changes; null: never. */
  dueAt: bigint | null;
}

export interface Discovery {
  found: readonly PublicKey[];
  /** Those, base58, of which something is stored that is to be done: no account shows that. */
  unfinished: readonly string[];
  /** Why something could not be listed, so that what is not among `found` may be there all the same; null if all was. */
  problem: unknown;
}

export interface FleetOptions {
  discover: () => Promise<Discovery>;
  /** The first of them, as many as one call to the node can show. */
  fitting: (addresses: readonly PublicKey[]) => PublicKey[];
  look: (address: PublicKey, priority: Priority) => Promise<Sighting>;
  /** Acts on what was seen. It may throw. */
  work: (sighting: Sighting) => Promise<Worked>;
  /** What could not be seen does not exist. @returns whether it is forgotten; else that is a fault like any other */
  gone: (address: PublicKey, error: unknown) => boolean;
  /** No longer among those looked after. */
  forget: (address: PublicKey) => void;
  pollIntervalMs: number;
  /** The most calls a second that look at what nothing woke. */
  pollsPerSecond: number;
  clock: Clock;
  /** From 0 to 1. */
  random: () => number;
  logger: Logger;
}

/** Those that are looked at together. */
interface Turn {
  subjects: readonly Subject[];
  priority: Priority;
}

export class Fleet {
  private readonly subjects: Subjects;
  private readonly working = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  /** Aborted when there may be something to do. */
  private alarm = new AbortController();
  /** Aborted when the subscriptions are to be listed at once. */
  private relisting = new AbortController();
  private looking = 0;
  private turn = 0;
  private polledAt = Number.NEGATIVE_INFINITY;
  private cameRoundAt: number | null = null;
  private wasListed = false;
  /** Looks in a row that the node did not answer. */
  private unanswered = 0;

  constructor(private readonly options: FleetOptions) {
    this.subjects = new Subjects(options.clock);
  }

  /**
   * Looks at everything once and resolves when all is done.
   * @returns the subscriptions that failed
   * @throws Error why not all could be listed, after those that were are done
   */
  async once(): Promise<PublicKey[]> {
    const problem = await this.discover();
    const all = this.subjects.all;
    for (let rest = all; rest.length > 0 && !this.stopping.signal.aborted; ) {
      const batch = this.fitting(rest);
      rest = rest.slice(batch.length);
      await this.slot();
      this.start({ subjects: batch, priority: "looking" });
    }
    await this.drained();
    if (problem !== null) throw problem;
    return all.filter(({ failures }) => failures > 0).map(({ address }) => address);
  }

  /** Goes on until `stop`. */
  async run(): Promise<void> {
    await Promise.all([this.discoverAgain(), this.lookAgain()]);
  }

  /** Whether it is one that is looked after. @param name base58 */
  has(name: string): boolean {
    return this.subjects.has(name);
  }

  /** An account of the subscription changed. */
  wake(name: string): void {
    if (this.subjects.wake(name)) this.alarm.abort(AWAKE);
  }

  /** Something of the subscription changed that no account shows: it is acted on again, whatever was seen of it. */
  reconsider(name: string): void {
    this.subjects.unsettle(name);
    this.wake(name);
  }

  /** A subscription that was not there at the last discovery. */
  add(address: PublicKey): void {
    if (this.subjects.add(address)) this.alarm.abort(AWAKE);
  }

  /** Which subscriptions are looked after has changed: lists them now. */
  relist(): void {
    for (const subject of this.subjects.all) subject.settled = null;
    this.relisting.abort();
  }

  /** Starts nothing more, and resolves when what runs is over. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.alarm.abort(AWAKE);
    this.relisting.abort();
    await this.drained();
  }

  get lag(): Lag {
    return this.subjects.lag;
  }

  /** When the loop last came round, the clock's milliseconds; null before it runs. It does at least every second or so. */
  get turnedAt(): number | null {
    return this.cameRoundAt;
  }

  /** Whether all subscriptions could be listed, once at least. */
  get listed(): boolean {
    return this.wasListed;
  }

  private async discoverAgain(): Promise<void> {
    const { clock, logger, pollIntervalMs } = this.options;
    while (!this.stopping.signal.aborted) {
      this.complainOfLag();
      const problem = await this.discover();
      if (problem !== null)
        logger.error({ err: problem }, "not all subscriptions could be listed; those known are looked at");
      const wait = Math.max(pollIntervalMs, DISCOVERY_MS_EACH * this.subjects.size);
      await clock.sleep(wait, this.relisting.signal);
      this.relisting = new AbortController();
    }
  }

  /** Looks that take far longer than they should are said, whatever the reason. */
  private complainOfLag(): void {
    const { pollIntervalMs, pollsPerSecond, logger } = this.options;
    const { lag } = this;
    const roundMs = Math.max(pollIntervalMs, (1_000 * lag.subscriptions) / (IN_ONE_LOOK * pollsPerSecond));
    if (lag.oldestMs > TOO_LATE * roundMs + LAST_BACKOFF_MS)
      logger.warn(lag, "looks are late: the node is too slow for the fleet");
  }

  /** @returns why it is not complete; null if it is */
  private async discover(): Promise<unknown> {
    const { found, unfinished, problem } = await this.options.discover();
    const names = new Set(found.map((address) => address.toBase58()));
    for (const subject of problem === null ? this.subjects.all : []) {
      if (!names.has(subject.name) && !subject.busy) this.drop(subject);
    }
    for (const address of found) this.add(address);
    for (const name of unfinished) this.reconsider(name);
    this.wasListed ||= problem === null;
    return problem;
  }

  private async lookAgain(): Promise<void> {
    const { clock, logger } = this.options;
    const started = clock.now();
    let said = false;
    while (!this.stopping.signal.aborted) {
      await this.slot();
      const turn = this.stopping.signal.aborted ? null : this.next();
      if (turn !== null && turn.subjects.length > 0) this.start(turn);
      else await this.idle();
      if (!said && this.subjects.size > 0 && this.subjects.complete) {
        said = true;
        const ms = Math.round(clock.now() - started);
        logger.info({ subscriptions: this.subjects.size, ms }, "every subscription has been looked at");
      }
    }
  }

  /** Waits until there may be something to do. */
  private async idle(): Promise<void> {
    this.cameRoundAt = this.options.clock.now();
    if (!this.alarm.signal.aborted) await this.options.clock.sleep(this.idleMs(), this.alarm.signal);
    if (this.alarm.signal.aborted) this.alarm = new AbortController();
  }

  private idleMs(): number {
    const { clock, pollIntervalMs } = this.options;
    const now = clock.now();
    const poll = Math.max(this.subjects.oldest() + pollIntervalMs, this.polledAt + this.pollGapMs) - now;
    return Math.min(MAX_IDLE_MS, Math.max(1, Math.min(poll, this.subjects.nextRested() - now)));
  }

  private get pollGapMs(): number {
    return 1_000 / this.options.pollsPerSecond;
  }

  /** Whose turn it is; nobody's if nothing is woken and all was looked at lately. What nothing woke can wait at the node, too. */
  private next(): Turn {
    this.turn += 1;
    const woken = (): Turn => ({ subjects: this.subjects.woken(), priority: "looking" });
    const overdue = (): Turn => ({ subjects: this.overdue(), priority: "polling" });
    const [first, second] = this.turn % FAIR_TURN === 0 ? [overdue, woken] : [woken, overdue];
    const preferred = first();
    const { subjects, priority } = preferred.subjects.length > 0 ? preferred : second();
    return { subjects: this.fitting(subjects), priority };
  }

  private overdue(): Subject[] {
    const { clock, pollIntervalMs } = this.options;
    const now = clock.now();
    if (now - this.polledAt < this.pollGapMs) return [];
    const due = this.subjects.lookedAtBefore(now - pollIntervalMs);
    if (due.length > 0) this.polledAt = now;
    return due;
  }

  private fitting(subjects: readonly Subject[]): Subject[] {
    if (subjects.length === 0) return [];
    return subjects.slice(0, this.options.fitting(subjects.map(({ address }) => address)).length);
  }

  private start({ subjects, priority }: Turn): void {
    this.looking += 1;
    const looks = subjects.map(async (subject) => {
      this.subjects.begin(subject);
      try {
        const sighting = await this.options.look(subject.address, priority);
        this.subjects.looked(subject);
        this.track(this.act(subject, sighting));
        return null;
      } catch (error) {
        return this.unseen(subject, error) ? error : null;
      }
    });
    this.track(this.after(looks));
  }

  /** A node that does not answer is a fault of none of the subscriptions, and is said once. */
  private async after(looks: readonly Promise<unknown>[]): Promise<void> {
    const errors = (await Promise.all(looks)).filter((error) => error !== null);
    this.unanswered = errors.length > 0 ? this.unanswered + 1 : 0;
    if (errors.length > 0) {
      const { clock, logger } = this.options;
      logger.error({ err: errors[0], subscriptions: errors.length }, "subscriptions could not be looked at");
      await clock.sleep(this.backoffMs(this.unanswered, NODE_BACKOFF_MS), this.stopping.signal);
    }
    this.looking -= 1;
    this.alarm.abort(AWAKE);
  }

  /** @returns whether the node is to blame */
  private unseen(subject: Subject, error: unknown): boolean {
    if (this.options.gone(subject.address, error)) {
      this.drop(subject);
      return false;
    }
    const node = isNodeFailure(error);
    if (!node) this.complain(subject, error);
    this.end(subject, true, node ? 0 : LAST_BACKOFF_MS);
    return node;
  }

  private async act(subject: Subject, sighting: Sighting): Promise<void> {
    const { digest, now } = sighting;
    const { settled } = subject;
    if (settled?.digest === digest && (settled.dueAt === null || now < settled.dueAt)) return this.end(subject, false);
    subject.settled = null;
    try {
      const { failed, acted, dueAt } = await this.options.work(sighting);
      if (!failed && !acted && !this.subjects.isWoken(subject)) subject.settled = { digest, dueAt };
      this.end(subject, failed);
    } catch (error) {
      this.complain(subject, error);
      this.end(subject, true, isNodeFailure(error) ? NODE_BACKOFF_MS : LAST_BACKOFF_MS);
    }
  }

  private complain({ address }: Subject, error: unknown): void {
    this.options.logger.error({ subscription: address, err: error }, "the subscription could not be looked after");
  }

  private end(subject: Subject, failed: boolean, longestMs = LAST_BACKOFF_MS): void {
    this.subjects.end(subject, failed, failed ? this.backoffMs(subject.failures + 1, longestMs) : 0);
    this.alarm.abort(AWAKE);
  }

  /** @param failures in a row, from 1 */
  private backoffMs(failures: number, longestMs: number): number {
    const longest = Math.min(longestMs, FIRST_BACKOFF_MS * 2 ** (failures - 1));
    // Not all at once after an outage.
    return longest * (0.75 + this.options.random() / 4);
  }

  private drop(subject: Subject): void {
    this.subjects.drop(subject);
    this.options.forget(subject.address);
  }

  private track(work: Promise<void>): void {
    this.working.add(work);
    void work.finally(() => this.working.delete(work));
  }

  /** Resolves when there is room for a look. */
  private async slot(): Promise<void> {
    while (this.looking >= MAX_LOOKS && !this.stopping.signal.aborted) await this.idle();
  }

  private async drained(): Promise<void> {
    while (this.working.size > 0) await Promise.all(this.working);
  }
}
