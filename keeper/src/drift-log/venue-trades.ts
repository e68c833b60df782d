/**
 * Follows the trades on Drift that verified subscriptions are settled for, beside the keeper's work: a fault here is logged and
 * tried again, and money never waits for it.
 */
import type { Connection } from "@solana/web3.js";
import type { Logger } from "pino";
import type { Observed } from "../observe/observed";
import type { NewVenueTrade, VenueReading, VenueTradeStore } from "../store/venue-trades";
import type { Clock } from "../time/clock";
import { loadDriftLog, type ParseLog } from "./library";
import { type ReadUpTo, readCloses, type Source } from "./reading";
import type { SettledClose } from "./settled-closes";

/** Between two looks at what is due. */
const IDLE_MS = 1_000;
/** The longest wait after faults. */
const LONGEST_GAP_MS = 3_600_000;

export interface VenueTradesOptions {
  /** At the lowest priority of the keeper's own requests. */
  connection: Connection;
  store: VenueTradeStore;
  /** Whether this keeper looks after the subscription. @param name base58 */
  holds: (name: string) => boolean;
  /** How long a settlement is left to become final. */
  finalMs: number;
  clock: Clock;
  logger: Logger;
}

interface Subject extends Source {
  name: string;
  instance: bigint;
  /** Of the last settlement at the first look. */
  first: bigint;
  /** The last settlement that was seen. */
  wanted: bigint;
  /** null: not known yet. */
  read: ReadUpTo | null;
  /** When it is tried next, by the clock. */
  dueAt: number;
  /** In a row. */
  faults: number;
}

export class VenueTrades {
  private readonly subjects = new Map<string, Subject>();
  /** Those of them of which something is to be read. */
  private readonly waiting = new Set<Subject>();
  private parse: ParseLog | null = null;

  constructor(private readonly options: VenueTradesOptions) {}

  /** Subscriptions of which something is to be read. */
  get unread(): number {
    return this.waiting.size;
  }

  /** What a look showed. Nothing is asked or stored here. */
  note({ address, subscription }: Observed): void {
    const { terms, venueUser, subscribedAt, instance, sequence } = subscription;
    if (terms.source !== "drift" || venueUser === null) return;
    const name = address.toBase58();
    const { finalMs, clock } = this.options;
    const known = this.subjects.get(name);
    if (known?.instance !== instance) {
      if (known !== undefined) this.waiting.delete(known);
      const of = { name, instance, subscription: address, venueUser, subscribedAt };
      const subject = { ...of, first: sequence, wanted: sequence, read: null, dueAt: clock.now(), faults: 0 };
      this.subjects.set(name, subject);
      this.waiting.add(subject);
    } else if (known.wanted !== sequence) {
      // A fork can make it fewer.
      known.wanted = sequence;
      known.dueAt = clock.now() + finalMs;
      this.waiting.add(known);
    }
  }

  /** Goes on until it is aborted. */
  async run(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      await this.round(stopping);
      await this.options.clock.sleep(IDLE_MS, stopping);
    }
  }

  /** Reads what is due. */
  async round(stopping: AbortSignal): Promise<void> {
    const { clock, holds, logger } = this.options;
    const now = clock.now();
    const due = [...this.waiting].filter(({ dueAt }) => dueAt <= now);
    for (const subject of due.filter(({ name }) => !holds(name))) {
      // Another keeper reads it, and notes how far.
      this.waiting.delete(subject);
      this.subjects.delete(subject.name);
    }
    try {
      await this.load(due.filter(({ name, read }) => read === null && holds(name)));
    } catch (error) {
      logger.error({ err: error }, "how far trades on the venue were read is not known; money does not wait for it");
      return;
    }
    for (const subject of due) {
      if (stopping.aborted) return;
      if (subject.read !== null) await this.follow(subject, subject.read, stopping);
    }
  }

  private async load(subjects: readonly Subject[]): Promise<void> {
    const rows = await this.options.store.readings(
      subjects.map(({ name, instance, first }) => ({ subscription: name, instance, sequence: first })),
    );
    const byName = new Map(rows.map((row) => [row.subscription, row]));
    for (const subject of subjects) {
      const row = byName.get(subject.name);
      if (row !== undefined) subject.read = readUpTo(row);
    }
  }

  private async follow(subject: Subject, read: ReadUpTo, stopping: AbortSignal): Promise<void> {
    const { clock, finalMs, logger } = this.options;
    if (subject.wanted <= read.sequence) {
      this.waiting.delete(subject);
      return;
    }
    try {
      if (await this.read(subject, read, stopping)) {
        subject.faults = 0;
        return;
      }
    } catch (error) {
      if (stopping.aborted) return;
      logger.warn(
        { subscription: subject.name, err: error },
        "trades on the venue could not be read; they are tried again, and money does not wait for them",
      );
    }
    subject.dueAt = clock.now() + Math.min(LONGEST_GAP_MS, finalMs * 2 ** subject.faults);
    subject.faults += 1;
  }

  /** @returns whether all that is wanted was there */
  private async read(subject: Subject, from: ReadUpTo, signal: AbortSignal): Promise<boolean> {
    const { connection, store, logger } = this.options;
    const { name, instance, wanted } = subject;
    this.parse ??= loadDriftLog();
    const found = await readCloses(subject, from, wanted, { connection, parse: this.parse, signal });
    if (found === null) return false;
    const { closes, upTo } = found;
    const isStored = await store.store(rowOf(name, instance, upTo), from.sequence, closes.map(tradeOf));
    // Another process was first, and says how far it came.
    subject.read = isStored ? upTo : null;
    for (const { kind, signature } of isStored ? closes : []) {
      if (kind !== "unread") continue;
      logger.warn(
        { subscription: name, signature },
        "the venue's log of a transaction is cut off or missing: closes in it are not known",
      );
    }
    return true;
  }
}

const readUpTo = ({ sequence, slot, signatures }: VenueReading): ReadUpTo => ({
  sequence,
  place: slot === null ? null : { slot, signatures },
});

const rowOf = (subscription: string, instance: bigint, { sequence, place }: ReadUpTo): VenueReading => ({
  ...{ subscription, instance, sequence },
  slot: place?.slot ?? null,
  signatures: [...(place?.signatures ?? [])],
});

const tradeOf = ({ time, ...close }: SettledClose): NewVenueTrade => ({
  ...close,
  tradedAt: time === null ? null : new Date(time * 1_000),
});
