/**
 * Sets subscriptions aside whose money does not follow from the transactions, so that all others go on. What happens to them from
 * that slot on is entered no more, and whoever asks is told.
 */
import {
  type Books,
  BooksMismatch,
  enter,
  MissingBeginning,
  type ReadTransaction,
  type SubscriptionStanding,
} from "@profit-share/statements";

/** The fewest without which the transactions of a slot can be entered; null: it is not about subscriptions. */
export function misfits(before: Books, transactions: readonly ReadTransaction[]): SubscriptionStanding[] | null {
  const named = [...before.live.values()].filter((standing) => standing !== null);
  const sets = named.length > 1 ? [...named.map((one) => [one]), named] : [named];
  return sets.find((some) => some.length > 0 && fits(without(before, some), transactions)) ?? null;
}

function fits(books: Books, transactions: readonly ReadTransaction[]): boolean {
  try {
    enter(books, transactions);
    return true;
  } catch (problem) {
    if (problem instanceof BooksMismatch || problem instanceof MissingBeginning) return false;
    throw problem;
  }
}

/** Books that do not follow these. */
function without(books: Books, some: readonly SubscriptionStanding[]): Books {
  const [live, held] = [new Map(books.live), new Map(books.held)];
  for (const { subscription, escrow } of some) {
    live.set(subscription.toBase58(), null);
    held.delete(escrow.toBase58());
  }
  return { ...books, live, held };
}
