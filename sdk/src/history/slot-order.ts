/** Puts the transactions of one slot in order: nodes list them in any, records follow from each other. */
import { equalBytes } from "../wire/bytes";
import type { ClosedEvent, HistoryEvent, SettledEvent } from "./events";
import { nextHead } from "./verify";

/**
 * @param transactions of one slot with their events, oldest first as far as the node tells
 * @returns the same in an order in which every record stands behind the one that it follows from
 */
export function inSlotOrder<Event extends HistoryEvent>(transactions: readonly Event[][]): Event[][] {
  if (transactions.length < 2) return [...transactions];
  const homes = new Map(transactions.flatMap((events) => events.map((event): [Event, Event[]] => [event, events])));
  /** The transactions that stand before another one. */
  const earlier = new Map(transactions.map((events) => [events, new Set<Event[]>()]));
  for (const events of bySubscription(transactions.flat()).values()) {
    const path = chained(events).map((event) => homes.get(event)!);
    for (const [index, home] of path.entries()) {
      if (index > 0 && path[index - 1] !== home) earlier.get(home)!.add(path[index - 1]!);
    }
  }
  const ordered: Event[][] = [];
  for (const left = [...transactions]; left.length > 0; ) {
    const free = left.findIndex((events) => left.every((other) => !earlier.get(events)!.has(other)));
    // None is free only if the records contradict each other.
    ordered.push(...left.splice(Math.max(0, free), 1));
  }
  return ordered;
}

function bySubscription<Event extends HistoryEvent>(events: readonly Event[]): Map<string, Event[]> {
  const found = new Map<string, Event[]>();
  for (const event of events) {
    const name = event.data.subscription.toBase58();
    found.set(name, [...(found.get(name) ?? []), event]);
  }
  return found;
}

/** The events of one address, in the order in which they happened. */
function chained<Event extends HistoryEvent>(events: readonly Event[]): Event[] {
  const settled = events.filter((event) => event.name === "Settled");
  const left = new Set<Event>(settled.sort((a, b) => Number(sequenceOf(a) - sequenceOf(b))));
  // An address can be used again in the slot in which it was closed: the heads tell which records lead to an end.
  const ended = closingsOf(events).flatMap((end) => {
    const before = leadingTo(end.data as ClosedEvent, [...left]);
    for (const event of before) left.delete(event);
    return [...before, end];
  });
  return [...ended, ...left];
}

function closingsOf<Event extends HistoryEvent>(events: readonly Event[]): Event[] {
  return events
    .filter(({ name }) => name === "Closed")
    .sort((a, b) => {
      const [one, other] = [a.data as ClosedEvent, b.data as ClosedEvent];
      return one.bot.equals(other.bot) ? Number(one.instance - other.instance) : 0;
    });
}

/** Those records among them from which the end follows, oldest first. */
function leadingTo<Event extends HistoryEvent>(end: ClosedEvent, settled: readonly Event[]): Event[] {
  const newestFirst: Event[] = [];
  let leads = ({ record, head }: SettledEvent) => record.sequence === end.sequence && equalBytes(head, end.head);
  for (;;) {
    const found = settled.find(({ data }) => leads(data as SettledEvent));
    if (found === undefined) return newestFirst.reverse();
    newestFirst.push(found);
    const { record: next, head: nextHeadOf } = found.data as SettledEvent;
    leads = ({ record, head }) =>
      record.sequence === next.sequence - 1n && equalBytes(nextHead(head, next), nextHeadOf);
  }
}

const sequenceOf = ({ data }: HistoryEvent): bigint => (data as SettledEvent).record.sequence;
