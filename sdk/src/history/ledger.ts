/** What a subscription's history adds up to: each event with what it changed, and sums that are the chain's. Pure. */
import { Book, type LedgerAmounts, type LedgerEntry, type LedgerItem } from "./book";
import type { LogEvent } from "./events";
import type { LifeHistory } from "./read";
import type { EventPlace } from "./transactions";

export type { LedgerAmounts, LedgerEntry };

export interface SubscriptionLedger {
  /** Oldest first. */
  entries: LedgerEntry[];
  /** Of all entries: what the account says, or the end. */
  sums: LedgerAmounts;
}

/**
 * The ledger of a whole life: of one that was read in parts, all `events` and `movements` together. Where the logs of some
 * transactions were cut off or are not kept, entries that say "Untold" make the sums right.
 */
export function ledgerOf(life: Omit<LifeHistory, "cursor">): SubscriptionLedger {
  const book = new Book(realizedAtFirst(life));
  for (const transactions of bySlot(itemsOf(life))) {
    for (const items of inOrder(book, transactions)) for (const item of items) book.add(item);
  }
  if (life.account !== null) book.reconcile(life.account);
  return { entries: book.entries, sums: book.sums };
}

/** Where it began; if no log tells, where the first record found it. */
function realizedAtFirst({ report, events, account }: Pick<LifeHistory, "report" | "events" | "account">): bigint {
  return report.startMark ?? events[0]?.record.last ?? account?.last ?? 0n;
}

function itemsOf({ events, movements, closed }: Pick<LifeHistory, "events" | "movements" | "closed">): LedgerItem[] {
  const settled = events.map(({ subscription, record, head, ...place }): LedgerItem => {
    return { name: "Settled", data: { subscription, record, head }, ...place };
  });
  const end: LedgerItem[] = closed === null ? [] : [{ name: "Closed", data: closed, ...placeOf(closed) }];
  return [...settled, ...(movements as (LogEvent & EventPlace)[]), ...end];
}

const placeOf = ({ signature, slot, time, index }: EventPlace): EventPlace => ({ signature, slot, time, index });

/** The transactions of each slot, oldest slot first, each with its events in order. */
function bySlot(items: readonly LedgerItem[]): LedgerItem[][][] {
  const slots = new Map<number, Map<string, LedgerItem[]>>();
  for (const item of items) {
    const transactions = slots.get(item.slot) ?? new Map<string, LedgerItem[]>();
    transactions.set(item.signature, [...(transactions.get(item.signature) ?? []), item]);
    slots.set(item.slot, transactions);
  }
  return [...slots]
    .sort(([a], [b]) => a - b)
    .map(([, transactions]) => [...transactions.values()].map((one) => one.sort((a, b) => a.index - b.index)));
}

/** Orders of the transactions of one slot that are tried before they are left as they are listed. */
const MOST_TRIED = 1_000;

/** No list tells the order within a slot. It is one in which each event follows from those before it. */
function inOrder(book: Book, transactions: readonly LedgerItem[][]): readonly LedgerItem[][] {
  let tried = 0;
  const search = (before: Book, left: readonly LedgerItem[][]): LedgerItem[][] | null => {
    if (left.length === 0) return [];
    for (const items of left) {
      tried += 1;
      if (tried > MOST_TRIED) return null;
      const after = before.copy();
      if (!items.every((item) => fitted(after, item))) continue;
      const rest = search(
        after,
        left.filter((one) => one !== items),
      );
      if (rest !== null) return [items, ...rest];
    }
    return null;
  };
  return transactions.length === 1 ? transactions : (search(book, transactions) ?? transactions);
}

function fitted(book: Book, item: LedgerItem): boolean {
  if (!book.fits(item)) return false;
  book.add(item);
  return true;
}
