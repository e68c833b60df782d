/** Meets the events of an address, newest slot first, and keeps those of one agreement. */
import type { PublicKey } from "@solana/web3.js";
import type { Subscription } from "../program/accounts";
import { equalBytes } from "../wire/bytes";
import { type BotInstance, beginningAt, type SubscribedEvent, sameInstance } from "./agreement";
import {
  type ClosedEvent,
  type HistoryEvent,
  type LogEvent,
  type ProgramEvent,
  type SettledEvent,
  subscriptionOf,
} from "./events";
import type { EventPlace, ReadTo } from "./transactions";
import { nextHead } from "./verify";

/** Which agreement is looked for at an address, and how much of it. */
export interface Wanted {
  address: PublicKey;
  /** null: the one that lives, or the last that was closed. */
  agreement: BotInstance | null;
  /** The account at the address, and the slot in which it was like this; null if there is none. */
  live: (BotInstance & Pick<Subscription, "sequence" | "head" | "terms"> & { slot: number }) | null;
  /** Number of the last record of what was read before, its beginning included; null if nothing was. */
  known?: bigint | null;
  /** Whether movements are wanted, too. That takes the transactions back to the beginning. */
  movements?: boolean | undefined;
}

export interface Settlements {
  /** Oldest first. */
  events: (SettledEvent & EventPlace)[];
  /** Oldest first, up to the slot of the account. Empty unless they are wanted. */
  movements: (LogEvent & EventPlace)[];
  /** The end; null if the agreement lives. */
  closed: (ClosedEvent & EventPlace) | null;
  /**
   * The event with which the agreement began. null if it is not needed, and if it cannot be had: the node no longer keeps
   * its transaction, or cut off the log.
   */
  beginning: SubscribedEvent | null;
  /** What a next reading need not read again; null if there was nothing to read. */
  readTo: ReadTo | null;
}

export interface RecordsFound {
  /** So far. */
  records: number;
  /** How many there are to be found; null until the agreement is reached. */
  of: number | null;
  /** Those that were found, newest first. */
  newestFirst: readonly (SettledEvent & EventPlace)[];
}

type Found = SettledEvent & EventPlace;

export class Search {
  private agreement: BotInstance | null;
  private newestFirst: Found[] = [];
  /** Newest first. */
  private movements: (LogEvent & EventPlace)[] = [];
  /** The end, once it was met. */
  private closed: (ClosedEvent & EventPlace) | null = null;
  /** Met in a slot before the present one. */
  private began: SubscribedEvent | null = null;
  /** Sequence of the next older record; null until the agreement is reached. */
  private next: bigint | null = null;
  /** The head after the newest record, by the account or its end. */
  private lastHead: Uint8Array | null = null;
  private total: number | null = null;
  /** Of the slot that is being met. */
  private slot: Slot;
  private readTo: { slot: number; signatures: string[] } | null = null;
  /** Transactions that came after the account was read. */
  private readonly late = new Set<string>();
  /** Whether the beginning of this agreement, or the end of one before it, was met in a newer slot than the present one. */
  passed = false;

  constructor(private readonly wanted: Wanted) {
    const { agreement, live } = wanted;
    this.slot = emptySlot(null);
    this.agreement = agreement ?? live;
    if (live !== null && this.isOf(live)) this.seek(live);
  }

  get progress(): RecordsFound {
    const { newestFirst } = this;
    return { records: newestFirst.length, of: this.total, newestFirst };
  }

  /** Whether all records were found. */
  get complete(): boolean {
    return this.next === this.known;
  }

  /** Whether there is nothing more to look for, also not in the present slot. */
  get hasAll(): boolean {
    // Movements of the slot in which it began may be listed behind the beginning.
    return this.complete && this.wanted.movements !== true && (!this.needsBeginning || this.beginning !== null);
  }

  /** A transaction of this slot follows. What of the one before does not fit is kept: it shows when the history is verified. */
  enter(number: number | null): void {
    if (number === this.slot.number) return;
    const newestFirst = this.slot.early.sort((a, b) => (a.record.sequence > b.record.sequence ? -1 : 1));
    for (const event of newestFirst) {
      if (this.next !== null && event.record.sequence <= this.next && !this.complete) this.take(event);
    }
    this.began ??= this.beginning;
    this.passed = this.slot.older || this.began !== null;
    this.slot = emptySlot(number);
  }

  /** The events of this transaction follow. */
  read({ slot, signature }: { slot: number; signature: string }): void {
    if (slot > this.asOf) return;
    this.readTo ??= { slot, signatures: [] };
    if (slot === this.readTo.slot) this.readTo.signatures.push(signature);
  }

  meet(event: ProgramEvent, place: EventPlace): void {
    if (!subscriptionOf(event)?.equals(this.wanted.address)) return;
    if (event.name === "Closed" || event.name === "Settled") this.meetRecorded(event, place);
    else this.meetLogged(event, place);
  }

  found(): Settlements | null {
    if (this.next === null) return null;
    const { late, readTo } = this;
    return {
      events: this.newestFirst.toReversed(),
      movements: this.movements.toReversed().filter(({ signature }) => !late.has(signature)),
      closed: this.closed,
      beginning: this.complete ? this.beginning : null,
      readTo: readTo && { ...readTo, signatures: readTo.signatures.filter((signature) => !late.has(signature)) },
    };
  }

  /** The event with which the agreement began, if it was met. */
  private get beginning(): SubscribedEvent | null {
    return this.began ?? this.slot.beginnings.find((beginning) => this.isOf(beginning)) ?? null;
  }

  private get known(): bigint {
    return this.wanted.known ?? 0n;
  }

  /** A living verified one starts at its mark; a closed one was made under the terms' version that it names. */
  private get needsBeginning(): boolean {
    if ((this.wanted.known ?? null) !== null) return false;
    return this.closed !== null || this.wanted.live?.terms.source !== "attested";
  }

  /** The last slot that counts. */
  private get asOf(): number {
    return this.closed === null ? (this.wanted.live?.slot ?? Number.POSITIVE_INFINITY) : this.closed.slot;
  }

  private meetRecorded(event: HistoryEvent, place: EventPlace): void {
    if (event.name === "Closed") this.meetEnd({ ...event.data, ...place });
    else {
      if (this.isLate(event.data)) this.late.add(place.signature);
      this.slot[this.slot.older ? "doubtful" : "early"].push({ ...event.data, ...place });
    }
    this.takeWhatFollows();
  }

  private meetLogged(event: LogEvent, place: EventPlace): void {
    const beginning = beginningAt(this.wanted.address, event);
    if (beginning !== null) this.slot.beginnings.push(beginning);
    const own = this.next !== null && !this.slot.older && (beginning === null || this.isOf(beginning));
    if (own && this.wanted.movements === true && place.slot <= this.asOf) this.movements.push({ ...event, ...place });
  }

  private isOf(other: BotInstance): boolean {
    return this.agreement !== null && sameInstance(this.agreement, other);
  }

  /** Settled after the account was read. */
  private isLate({ record }: SettledEvent): boolean {
    const { live } = this.wanted;
    return this.closed === null && live !== null && this.isOf(live) && record.sequence > live.sequence;
  }

  private seek({ sequence, head }: { sequence: bigint; head: Uint8Array }): void {
    this.next = sequence;
    this.lastHead = head;
    this.total = Number(sequence - this.known);
  }

  private meetEnd(end: ClosedEvent & EventPlace): void {
    // Of two that were closed in one slot the later one is looked for.
    if (this.wanted.agreement === null && this.wanted.live === null && this.isEarlierEnd(end)) this.agreement = end;
    if (this.isOf(end)) {
      // Closed after its account was read: what came since belongs to the next agreement, but for what is of the same slot.
      const { early, doubtful } = this.slot;
      doubtful.push(...early.splice(0), ...this.newestFirst.filter(({ slot }) => slot === end.slot));
      this.newestFirst = [];
      this.movements = [];
      this.closed = end;
      this.seek(end);
    } else if (this.next !== null) {
      this.slot.older = true;
    }
  }

  private isEarlierEnd(end: ClosedEvent & EventPlace): boolean {
    const { closed } = this;
    return (
      closed === null || (closed.slot === end.slot && closed.bot.equals(end.bot) && closed.instance < end.instance)
    );
  }

  /** An address that was used again can have a sequence twice in a slot: the heads tell which record is meant. */
  private takeWhatFollows(): void {
    const { early, doubtful } = this.slot;
    const fits = ({ record, head }: Found) => record.sequence === this.next && this.leadsToTheNext(head);
    for (let found: Found | undefined; !this.complete; ) {
      found = early.find(fits) ?? doubtful.find(fits);
      if (found === undefined) return;
      for (const events of [early, doubtful]) if (events.includes(found)) events.splice(events.indexOf(found), 1);
      this.take(found);
    }
  }

  private leadsToTheNext(head: Uint8Array): boolean {
    const newest = this.newestFirst.at(-1);
    if (newest === undefined) return this.lastHead !== null && equalBytes(head, this.lastHead);
    return equalBytes(nextHead(head, newest.record), newest.head);
  }

  private take(event: Found): void {
    this.newestFirst.push(event);
    this.next = event.record.sequence - 1n;
  }
}

interface Slot {
  number: number | null;
  /** Settlements that do not follow yet. */
  early: Found[];
  /** Settlements that the node lists as if they were of another agreement: only their heads can tell that they are not. */
  doubtful: Found[];
  beginnings: SubscribedEvent[];
  /** Whether it has the end of an agreement before this one. */
  older: boolean;
}

const emptySlot = (number: number | null): Slot => ({ number, early: [], doubtful: [], beginnings: [], older: false });
