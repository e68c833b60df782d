/** Enters transactions: books and a transaction make new books and entries. Pure; what does not fit is refused. */

import { min } from "@profit-share/sdk";
import { heldBy } from "../chain/holdings";
import { type ReadTransaction, type Run, type Runs, runsOf } from "../chain/runs";
import type { Books, SubscriptionStanding } from "./books";
import { enterRun } from "./calls";
import { Draft } from "./draft";
import { balanceIn, claimableIn, type Entry, owedIn } from "./entry";
import { BooksMismatch, MissingBeginning } from "./failures";
import { Posting } from "./posting";

export interface Entered {
  books: Books;
  /** In the order in which it happened. */
  entries: Entry[];
}

/**
 * Enters transactions, oldest first. Those of one slot may stand in any order, as nodes list them: the one in which each follows
 * from those before it is found. A transaction that failed, or is about nothing that is followed, enters nothing.
 * @throws BooksMismatch, MissingBeginning, MissingTime; the books that were passed stay as they are
 */
export function enter(books: Books, transactions: readonly ReadTransaction[]): Entered {
  const draft = new Draft(books);
  const entries: Entry[] = [];
  for (const slot of bySlot(transactions)) entries.push(...enterSlot(draft, slot));
  return { books: draft.over(books), entries };
}

function bySlot(transactions: readonly ReadTransaction[]): ReadTransaction[][] {
  const slots: ReadTransaction[][] = [];
  for (const transaction of transactions) {
    const last = slots.at(-1);
    if (last?.[0]?.slot === transaction.slot) last.push(transaction);
    else slots.push([transaction]);
  }
  return slots;
}

/** Orders of the transactions of one slot that are tried. */
const MOST_TRIED = 1_000;

function enterSlot(draft: Draft, transactions: readonly ReadTransaction[]): Entry[] {
  let tried = 0;
  let first: unknown = null;
  const search = (before: Draft, left: readonly ReadTransaction[]): { draft: Draft; entries: Entry[] } | null => {
    if (left.length === 0) return { draft: before, entries: [] };
    for (const transaction of left) {
      tried += 1;
      if (tried > MOST_TRIED) return null;
      const after = new Draft(before);
      try {
        const entries = enterOne(after, transaction);
        const rest = search(
          after,
          left.filter((other) => other !== transaction),
        );
        if (rest !== null) {
          after.keepIn(before);
          return { draft: before, entries: [...entries, ...rest.entries] };
        }
      } catch (error) {
        if (!(error instanceof BooksMismatch || error instanceof MissingBeginning)) throw error;
        first ??= error;
      }
    }
    return null;
  };
  const found = search(draft, transactions);
  if (found === null) throw first;
  return found.entries;
}

function enterOne(draft: Draft, transaction: ReadTransaction): Entry[] {
  const posting = new Posting(draft, transaction);
  const { runs, end } = runsOf(transaction, draft.programId);
  for (const run of runs) {
    const touched = standingsIn(posting, run);
    for (const standing of touched) expectCovered(posting, standing, run);
    enterRun(posting, run);
  }
  expectHeld(posting, end);
  return posting.entries;
}

/** The followed subscriptions whose escrow the call names. */
function standingsIn(posting: Posting, { call }: Run): SubscriptionStanding[] {
  if (!("subscription" in call.accounts && "escrow" in call.accounts) || call.name === "subscribe") return [];
  const standing = posting.live(call.accounts.subscription);
  return standing === null ? [] : [standing];
}

/** An escrow holds what is the subscriber's and the creator's; the rest arrived by itself, and `sync` would find it. */
function expectCovered(posting: Posting, { subscription, escrow, sums }: SubscriptionStanding, run: Run): void {
  const counted = balanceIn(sums) + claimableIn(sums);
  const held = heldBy(run.before, escrow);
  if (held < counted) posting.expect(`the escrow of ${subscription.toBase58()}`, `at least ${counted}`, `${held}`);
}

/** After a transaction: the transfers explain what the node says, and each ledger that changed holds together. */
function expectHeld(posting: Posting, { moved, stated }: Runs["end"]): void {
  const addresses = new Set(posting.entries.flatMap(({ parties }) => parties?.subscription.toBase58() ?? []));
  for (const address of addresses) {
    const standing = posting.draft.live.get(address);
    if (standing == null) continue;
    const { sums, escrow } = standing;
    const [balance, owed, claimable] = [balanceIn(sums), owedIn(sums), claimableIn(sums)];
    for (const [name, amount] of Object.entries({ balance, owed, claimable })) {
      if (amount < 0n) posting.expect(`${name} of ${address}`, "at least 0", `${amount}`);
    }
    posting.expect(`the smaller of balance and debt of ${address}`, 0n, min(balance, owed));
    if (!stated.has(escrow.toBase58())) continue;
    const held = heldBy(stated, escrow);
    posting.expect(`the escrow of ${address}`, heldBy(moved, escrow), held);
    if (held < balance + claimable) {
      posting.expect(`the escrow of ${address}`, `at least ${balance + claimable}`, `${held}`);
    }
  }
}
