/** Finds the settlements of one agreement, and its two ends, among the transactions of its address. */
import type { PublicKey } from "@solana/web3.js";
import type { Subscription } from "../program/accounts";
import { equalBytes } from "../wire/bytes";
import {
  type ClosedEvent,
  type HistoryEvent,
  historyEvents,
  type LogEvent,
  loggedEvents,
  type SettledEvent,
} from "./events";
import { MissingTransaction, type Place, type WalkedTransaction } from "./transactions";
import { nextHead } from "./verify";

/** What tells an agreement from others at the same address, which can be used again. */
export type BotInstance = Pick<Subscription, "bot" | "instance">;

type SubscribedEvent = Extract<LogEvent, { name: "Subscribed" }>["data"];

/** Which agreement is looked for at an address. */
export interface Wanted {
  address: PublicKey;
  /** null: the one that lives, or the last that was closed. */
  agreement: BotInstance | null;
  /** The account at the address; null if there is none. */
  live: (BotInstance & Pick<Subscription, "sequence" | "head" | "terms">) | null;
}

export interface Settlements {
  /** Oldest first. */
  events: (SettledEvent & Place)[];
  /** The end; null if the agreement lives. */
  closed: (ClosedEvent & Place) | null;
  /**
   * The event with which the agreement began. null if it is not needed, and if it cannot be had: the node no longer keeps
   * its transaction, or cut off the log.
   */
  beginning: SubscribedEvent | null;
}

export const sameInstance = (a: BotInstance, b: BotInstance): boolean =>
  a.bot.equals(b.bot) && a.instance === b.instance;

/** The beginning of an agreement at the address; null if the event is something else. */
export function beginningAt(address: PublicKey, event: LogEvent): SubscribedEvent | null {
  return event.name === "Subscribed" && event.data.subscription.equals(address) ? event.data : null;
}

/**
 * The settlements up to the account's `sequence`, or up to the end. Nodes list the transactions of one slot in any order:
 * there the records' own sequence and heads say which came first.
 * @param transactions of the address, newest slot first; read no further than needed
 * @returns null if no such agreement lives or was closed there
 * @throws MissingTransaction if it lies among the settlements
 */
export async function settlementsOf(
  transactions: AsyncIterable<WalkedTransaction>,
  wanted: Wanted,
  programId: PublicKey,
): Promise<Settlements | null> {
  const search = new Search(wanted);
  try {
    if (search.complete && !search.needsBeginning) return search.found();
    for await (const { transaction, ...place } of transactions) {
      search.enter(place.slot);
      if (search.passed) return search.found();
      for (const event of historyEvents(transaction, programId).reverse()) search.meet(event, place);
      for (const event of loggedEvents(transaction, programId)) search.meetLogged(event);
      if (search.complete && (!search.needsBeginning || search.beginning !== null)) return search.found();
    }
    search.enter(null);
  } catch (error) {
    if (!search.complete || !(error instanceof MissingTransaction)) throw error;
  }
  return search.found();
}

type Found = SettledEvent & Place;

/** Meets the events of an address, newest slot first, and keeps those of the agreement looked for. */
class Search {
  private agreement: BotInstance | null;
  private newestFirst: Found[] = [];
  /** The end, once it was met. */
  private closed: (ClosedEvent & Place) | null = null;
  /** Sequence of the next older record; null until the agreement is reached. */
  private next: bigint | null = null;
  /** The head after the newest record, by the account or its end. */
  private lastHead: Uint8Array | null = null;
  /** Of the slot that is being met. */
  private slot: Slot;
  /** Whether an agreement before this one was met, in a newer slot than the present one. */
  passed = false;

  constructor(private readonly wanted: Wanted) {
    const { agreement, live } = wanted;
    this.slot = emptySlot(null);
    this.agreement = agreement ?? live;
    if (live !== null && this.isOf(live)) this.seek(live);
  }

  /** Whether all records were found. */
  get complete(): boolean {
    return this.next === 0n;
  }

  /** A living verified one starts at its mark; a closed one was made under the terms' version that it names. */
  get needsBeginning(): boolean {
    return this.closed !== null || this.wanted.live?.terms.source !== "attested";
  }

  /** The event with which the agreement began, if it was met in the present slot. */
  get beginning(): SubscribedEvent | null {
    return this.slot.beginnings.find((beginning) => this.isOf(beginning)) ?? null;
  }

  /** A transaction of this slot follows. What of the one before does not fit is kept: it shows when the history is verified. */
  enter(number: number | null): void {
    if (number === this.slot.number) return;
    const newestFirst = this.slot.early.sort((a, b) => (a.record.sequence > b.record.sequence ? -1 : 1));
    for (const event of newestFirst) {
      if (this.next !== null && event.record.sequence <= this.next && !this.complete) this.take(event);
    }
    this.passed = this.slot.older;
    this.slot = emptySlot(number);
  }

  meet(event: HistoryEvent, place: Place): void {
    if (!event.data.subscription.equals(this.wanted.address)) return;
    if (event.name === "Closed") this.meetEnd({ ...event.data, ...place });
    else this.slot[this.slot.older ? "doubtful" : "early"].push({ ...event.data, ...place });
    this.takeWhatFollows();
  }

  meetLogged(event: LogEvent): void {
    const beginning = beginningAt(this.wanted.address, event);
    if (beginning !== null) this.slot.beginnings.push(beginning);
  }

  found(): Settlements | null {
    if (this.next === null) return null;
    return {
      events: this.newestFirst.toReversed(),
      closed: this.closed,
      beginning: this.complete ? this.beginning : null,
    };
  }

  private isOf(other: BotInstance): boolean {
    return this.agreement !== null && sameInstance(this.agreement, other);
  }

  private seek({ sequence, head }: { sequence: bigint; head: Uint8Array }): void {
    this.next = sequence;
    this.lastHead = head;
  }

  private meetEnd(end: ClosedEvent & Place): void {
    // Of two that were closed in one slot the later one is looked for.
    if (this.wanted.agreement === null && this.wanted.live === null && this.isEarlierEnd(end)) this.agreement = end;
    if (this.isOf(end)) {
      // Closed after its account was read: what came since belongs to the next agreement, but for what is of the same slot.
      const { early, doubtful } = this.slot;
      doubtful.push(...early.splice(0), ...this.newestFirst.filter(({ slot }) => slot === end.slot));
      this.newestFirst = [];
      this.closed = end;
      this.seek(end);
    } else if (this.next !== null) {
      this.slot.older = true;
    }
  }

  private isEarlierEnd(end: ClosedEvent & Place): boolean {
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
