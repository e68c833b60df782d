/** Finds the settlements of one agreement, and its two ends, among the transactions of its address. */
import type { PublicKey } from "@solana/web3.js";
import type { Subscription } from "../program/accounts";
import { type ClosedEvent, type HistoryEvent, historyEvents, type LogEvent, loggedEvents } from "../program/events";
import { MissingTransaction, type Place, type WalkedTransaction } from "./transactions";
import type { SettledEvent } from "./verify";

/** What tells an agreement from others at the same address, which can be used again. */
export type Agreement = Pick<Subscription, "bot" | "instance">;

type SubscribedEvent = Extract<LogEvent, { name: "Subscribed" }>["data"];

/** Which agreement is looked for at an address. */
export interface Wanted {
  address: PublicKey;
  /** null: the one that lives, or the last that was closed. */
  agreement: Agreement | null;
  /** The account at the address; null if there is none. */
  live: (Agreement & Pick<Subscription, "sequence" | "terms">) | null;
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

export const sameAgreement = (a: Agreement, b: Agreement): boolean => a.bot.equals(b.bot) && a.instance === b.instance;

/** The beginning of an agreement at the address; null if the event is something else. */
export function beginningAt(address: PublicKey, event: LogEvent): SubscribedEvent | null {
  return event.name === "Subscribed" && event.data.subscription.equals(address) ? event.data : null;
}

/**
 * The settlements up to the account's `sequence`, or up to the end.
 * @param transactions of the address, newest first; read no further than needed
 * @returns null if no such agreement lives or was closed there
 * @throws MissingTransaction if it lies among the settlements
 */
export async function settlementsOf(
  transactions: AsyncIterable<WalkedTransaction>,
  wanted: Wanted,
  programId: PublicKey,
): Promise<Settlements | null> {
  const { address } = wanted;
  const search = new Search(wanted);
  try {
    if (search.complete && !search.needsBeginning) return search.found(null);
    for await (const { transaction, ...place } of transactions) {
      for (const event of historyEvents(transaction, programId).reverse()) search.meet(event, place);
      if (search.complete) {
        if (!search.needsBeginning) return search.found(null);
        const own = loggedEvents(transaction, programId)
          .flatMap((event) => beginningAt(address, event) ?? [])
          .find((beginning) => search.isOf(beginning));
        if (own) return search.found(own);
      }
      if (search.passed) return search.found(null);
    }
  } catch (error) {
    if (!search.complete || !(error instanceof MissingTransaction)) throw error;
  }
  return search.found(null);
}

/** Meets the events of an address newest first and keeps those of the agreement looked for. */
class Search {
  private agreement: Agreement | null;
  private newestFirst: (SettledEvent & Place)[] = [];
  /** The end, once it was met. */
  closed: (ClosedEvent & Place) | null = null;
  /** Whether an agreement before this one was met. */
  passed = false;
  /** Sequence of the next older record; null until the agreement is reached. */
  private next: bigint | null = null;

  constructor(private readonly wanted: Wanted) {
    const { agreement, live } = wanted;
    this.agreement = agreement ?? live;
    if (live !== null && this.isOf(live)) this.next = live.sequence;
  }

  /** Whether all records were found. */
  get complete(): boolean {
    return this.next === 0n;
  }

  /** A living verified one starts at its mark; a closed one was made under the terms' version that it names. */
  get needsBeginning(): boolean {
    return this.closed !== null || this.wanted.live?.terms.source !== "attested";
  }

  isOf(other: Agreement): boolean {
    return this.agreement !== null && sameAgreement(this.agreement, other);
  }

  meet(event: HistoryEvent, place: Place): void {
    if (!event.data.subscription.equals(this.wanted.address)) return;
    if (event.name === "Closed") this.meetEnd(event.data, place);
    else if (this.next !== null && event.data.record.sequence <= this.next && !this.complete) {
      this.newestFirst.push({ ...event.data, ...place });
      this.next = event.data.record.sequence - 1n;
    }
  }

  found(beginning: SubscribedEvent | null): Settlements | null {
    if (this.next === null) return null;
    return { events: this.newestFirst.toReversed(), closed: this.closed, beginning };
  }

  private meetEnd(end: ClosedEvent, place: Place): void {
    this.agreement ??= end;
    if (this.isOf(end)) {
      // Closed after its account was read: what came since belongs to the next agreement.
      this.newestFirst = [];
      this.closed = { ...end, ...place };
      this.next = end.sequence;
    } else if (this.next !== null) {
      this.passed = true;
    }
  }
}
