/** The subscriptions of a fleet in the order of their last looks, and which of them are woken, busy or at rest. */
import type { PublicKey } from "@solana/web3.js";
import type { Clock } from "../time/clock";

/** More than one call to a node can show. */
const MOST_AT_ONCE = 100;
const NEVER = Number.POSITIVE_INFINITY;

export interface Subject {
  name: string;
  address: PublicKey;
  /** The clock's milliseconds; null before the first look. */
  lookedAt: number | null;
  /** What the last look showed, if it left nothing to do until it differs or the chain's clock says so; else null. */
  settled: { digest: string; dueAt: bigint | null } | null;
  /** Looked at or acted on right now. */
  busy: boolean;
  /** Failures in a row. */
  failures: number;
  /** Left alone until then, the clock's milliseconds. */
  restsUntil: number;
}

/** How far behind the looks are. */
export interface Lag {
  subscriptions: number;
  neverLookedAt: number;
  /** Milliseconds since the last look at the one that was not looked at for the longest time; 0 if there is none. */
  oldestMs: number;
  /** Woken and not looked at since. */
  woken: number;
  /** Milliseconds since the first of them was woken, without those that are left alone after a failure; 0 if there is none. */
  oldestWokenMs: number;
  failing: number;
}

export class Subjects {
  /** The one that was not looked at for the longest time first. */
  private readonly byName = new Map<string, Subject>();
  /** When each was woken, the clock's milliseconds, in that order; also while they are busy. */
  private readonly wanted = new Map<Subject, number>();
  /** Those that failed. */
  private readonly failing = new Set<Subject>();
  private fresh = 0;

  constructor(private readonly clock: Clock) {}

  get size(): number {
    return this.byName.size;
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  get all(): Subject[] {
    return [...this.byName.values()];
  }

  get lag(): Lag {
    const now = this.clock.now();
    return {
      subscriptions: this.size,
      neverLookedAt: this.fresh,
      oldestMs: this.all.reduce((oldest, { lookedAt }) => Math.max(oldest, lookedAt === null ? 0 : now - lookedAt), 0),
      woken: this.wanted.size,
      oldestWokenMs: this.oldestWokenMs(now),
      failing: this.failing.size,
    };
  }

  /** Whether each was looked at once at least. */
  get complete(): boolean {
    return this.fresh === 0;
  }

  /** As woken. @returns whether it is new */
  add(address: PublicKey): boolean {
    const name = address.toBase58();
    if (this.byName.has(name)) return false;
    const subject = { name, address, lookedAt: null, settled: null, busy: false, failures: 0, restsUntil: 0 };
    this.byName.set(name, subject);
    this.want(subject);
    this.fresh += 1;
    return true;
  }

  drop(subject: Subject): void {
    if (!this.byName.delete(subject.name)) return;
    this.wanted.delete(subject);
    this.failing.delete(subject);
    if (subject.lookedAt === null) this.fresh -= 1;
  }

  /** @returns whether it is one of these */
  wake(name: string): boolean {
    const subject = this.byName.get(name);
    if (subject !== undefined) this.want(subject);
    return subject !== undefined;
  }

  isWoken(subject: Subject): boolean {
    return this.wanted.has(subject);
  }

  unsettle(name: string): void {
    const subject = this.byName.get(name);
    if (subject !== undefined) subject.settled = null;
  }

  /** Those that are woken and free, in the order in which they were woken. */
  woken(): Subject[] {
    return this.free(this.wanted.keys());
  }

  /** Those that are free and were not looked at since then, the oldest first. */
  lookedAtBefore(time: number): Subject[] {
    return this.free(this.byName.values(), ({ lookedAt }) => lookedAt === null || lookedAt <= time);
  }

  /** When the one that was not looked at for the longest time, of those that are free, was looked at. */
  oldest(): number {
    for (const { busy, restsUntil, lookedAt } of this.byName.values()) {
      if (!busy && restsUntil <= this.clock.now()) return lookedAt ?? Number.NEGATIVE_INFINITY;
    }
    return NEVER;
  }

  /** When the first of those at rest has rested. */
  nextRested(): number {
    return [...this.failing].reduce(
      (first, { busy, restsUntil }) => (busy ? first : Math.min(first, restsUntil)),
      NEVER,
    );
  }

  /** A look at it begins: what wakes it from now on is news. */
  begin(subject: Subject): void {
    subject.busy = true;
    this.wanted.delete(subject);
  }

  looked(subject: Subject): void {
    if (subject.lookedAt === null) this.fresh -= 1;
    subject.lookedAt = this.clock.now();
    // Behind all that were looked at before.
    if (this.byName.delete(subject.name)) this.byName.set(subject.name, subject);
  }

  /** @param restMs that it is left alone, if it failed */
  end(subject: Subject, failed: boolean, restMs: number): void {
    subject.busy = false;
    subject.failures = failed ? subject.failures + 1 : 0;
    subject.restsUntil = failed ? this.clock.now() + restMs : 0;
    if (!failed) this.failing.delete(subject);
    else if (this.byName.has(subject.name)) {
      this.failing.add(subject);
      this.want(subject);
    }
  }

  /** The first time counts. */
  private want(subject: Subject): void {
    if (!this.wanted.has(subject)) this.wanted.set(subject, this.clock.now());
  }

  private oldestWokenMs(now: number): number {
    for (const [{ restsUntil }, since] of this.wanted) if (restsUntil <= now) return now - since;
    return 0;
  }

  private free(of: Iterable<Subject>, wanted: (subject: Subject) => boolean = () => true): Subject[] {
    const now = this.clock.now();
    const found: Subject[] = [];
    for (const subject of of) {
      if (found.length === MOST_AT_ONCE || !wanted(subject)) break;
      if (!subject.busy && subject.restsUntil <= now) found.push(subject);
    }
    return found;
  }
}
