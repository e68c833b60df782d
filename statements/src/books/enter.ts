/** Enters transactions: books and a transaction make new books and entries. Pure; what does not fit is refused. */

import { base58Of, InvalidInput, min } from "@profit-share/sdk";
import { type ExecutedCall, type ExecutedCalls, executedCalls, type ReadTransaction } from "../chain/executed-calls";
import type { Holdings } from "../chain/holdings";
import type { Books, SubscriptionStanding } from "./books";
import { enterExecuted } from "./calls";
import { Draft } from "./draft";
import { balanceIn, claimableIn, type Entry, owedIn } from "./entry";
import { BooksMismatch, IncompleteTransaction, MissingBeginning } from "./failures";
import { expectAsLogged } from "./logged";
import { Posting } from "./posting";

export interface Entered {
  books: Books;
  /** In the order in which it happened. */
  entries: Entry[];
}

/**
 * Enters transactions, oldest first. Those of one slot may stand in any order, as nodes list them: the one in which each follows
 * from those before it is found. One that is listed twice, as the walks of two addresses do, counts once. A transaction that
 * failed, or is about nothing that is followed, enters nothing.
 * @throws InvalidInput, BooksMismatch, MissingBeginning, MissingTime, IncompleteTransaction; the books that were passed stay as they are
 */
export function enter(books: Books, transactions: readonly ReadTransaction[]): Entered {
  const draft = new Draft(books);
  const entries: Entry[] = [];
  for (const slot of bySlot(transactions)) entries.push(...enterSlot(draft, slot));
  return { books: draft.over(books), entries };
}

/** @throws InvalidInput if they are not oldest first */
function bySlot(transactions: readonly ReadTransaction[]): ReadTransaction[][] {
  const slots: Map<string, ReadTransaction>[] = [];
  let slot = 0;
  for (const transaction of transactions) {
    if (transaction.slot < slot) {
      throw new InvalidInput(
        `Transaction ${transaction.signature} is of slot ${transaction.slot}, behind one of slot ${slot}: pass the oldest first`,
      );
    }
    if (transaction.slot > slot || slots.length === 0) slots.push(new Map());
    slot = transaction.slot;
    slots.at(-1)!.set(transaction.signature, transaction);
  }
  return slots.map((one) => [...one.values()]);
}

/** Orders of the transactions of one slot that are tried. */
const MOST_TRIED = 1_000;

function enterSlot(draft: Draft, transactions: readonly ReadTransaction[]): Entry[] {
  let tried = 0;
  let first: unknown = null;
  const search = (before: Draft, left: readonly ReadTransaction[], strange: readonly string[]): Entry[] | null => {
    if (left.length === 0) return [];
    for (const transaction of left) {
      tried += 1;
      if (tried > MOST_TRIED) return null;
      const after = new Draft(before);
      try {
        const one = enterOne(after, transaction, strange);
        const others = left.filter((other) => other !== transaction);
        const rest = search(after, others, one.strange);
        if (rest !== null) {
          after.keepIn(before);
          return [...one.entries, ...rest];
        }
      } catch (error) {
        if (!(error instanceof BooksMismatch || error instanceof MissingBeginning)) throw error;
        first ??= error;
      }
    }
    return null;
  };
  const found = search(draft, transactions, []);
  if (found === null) throw first;
  return found;
}

/** @param strange token accounts that were there earlier in the slot and are nobody's escrow: none of them can become a new one */
function enterOne(
  draft: Draft,
  transaction: ReadTransaction,
  strange: readonly string[],
): { entries: Entry[]; strange: readonly string[] } {
  if (hasFailed(transaction)) return { entries: [], strange };
  const posting = new Posting(draft, transaction);
  const { calls, before, end } = executedCalls(transaction, draft.programId);
  if (draft.arrivals === "passed") expectUnchanged(posting, before);
  for (const executed of calls) {
    expectCovered(posting, executed);
    enterExecuted(posting, executed);
  }
  for (const address of new Set(
    posting.entries.flatMap(({ parties }) => (parties === null ? [] : base58Of(parties.subscription))),
  )) {
    expectWhole(posting, address, strange);
  }
  expectHeld(posting, end);
  expectAsLogged(posting, transaction);
  const left = strange.filter((account) => !before.has(account));
  const there = [...end.stated.keys()].filter((account) => draft.held.get(account) === undefined);
  return { entries: posting.entries, strange: [...left, ...there] };
}

/** @throws IncompleteTransaction if what it did is not there */
function hasFailed({ signature, transaction: { meta } }: ReadTransaction): boolean {
  if (meta === null) throw new IncompleteTransaction(signature, "outcome");
  if (meta.err !== null) return true;
  if (meta.innerInstructions == null) throw new IncompleteTransaction(signature, "inner instructions");
  if (meta.preTokenBalances == null || meta.postTokenBalances == null) {
    throw new IncompleteTransaction(signature, "token balances");
  }
  return false;
}

/** Nothing comes to an escrow or vault or leaves it between the transactions that are passed. */
function expectUnchanged(posting: Posting, before: Holdings): void {
  for (const [account, amount] of before) {
    const known = posting.draft.held.get(account);
    if (known !== undefined) posting.expect(`what token account ${account} held before`, known, amount);
  }
}

/** An escrow holds what is the subscriber's and the creator's; the rest arrived by itself, and `sync` would find it. */
function expectCovered(posting: Posting, { call, before }: ExecutedCall): void {
  if (!("subscription" in call.accounts && "escrow" in call.accounts) || call.name === "subscribe") return;
  const standing = posting.live(call.accounts.subscription);
  const held = standing === null ? undefined : before.get(base58Of(standing.escrow));
  if (standing !== null && held !== undefined) expectAtLeast(posting, standing, held);
}

function expectAtLeast(posting: Posting, { sums, escrow }: SubscriptionStanding, held: bigint): void {
  const counted = balanceIn(sums) + claimableIn(sums);
  if (held < counted) posting.expect(`what token account ${base58Of(escrow)} holds`, `at least ${counted}`, `${held}`);
}

/** Each ledger that changed holds together. */
function expectWhole(posting: Posting, address: string, strange: readonly string[]): void {
  const standing = posting.draft.live.get(address);
  if (standing == null) return;
  const { sums, escrow } = standing;
  if (strange.includes(base58Of(escrow))) posting.expect(`escrow ${base58Of(escrow)} before`, "absent", "there");
  const [balance, owed, claimable] = [balanceIn(sums), owedIn(sums), claimableIn(sums)];
  for (const [name, amount] of Object.entries({ balance, owed, claimable })) {
    if (amount < 0n) posting.expect(`${name} of ${address}`, "at least 0", `${amount}`);
  }
  posting.expect(`the smaller of balance and debt of ${address}`, 0n, min(balance, owed));
}

/** The transfers explain what the node says that escrows and vaults hold afterwards. */
function expectHeld(posting: Posting, { moved, stated }: ExecutedCalls["end"]): void {
  for (const account of new Set([...moved.keys(), ...stated.keys()])) {
    if (posting.draft.held.get(account) === undefined) continue;
    const held = stated.get(account) ?? 0n;
    posting.expect(`what token account ${account} holds`, moved.get(account) ?? 0n, held);
    posting.draft.held.set(account, held);
  }
}
