/** The books of the demo's program, and what it saw on the venue beside them. */
import { PROGRAM_ID } from "@profit-share/sdk";
import {
  type Amounts,
  type Entry,
  enter,
  NO_AMOUNTS,
  openBooks,
  owedIn,
  type ReadTransaction,
  sumOf,
} from "@profit-share/statements";
import type { Known } from "../telling/narration";

export class Ledgers {
  readonly entries: Entry[] = [];
  /** The demo reads the program's transactions, and not those of the escrows. */
  books = openBooks(PROGRAM_ID, { arrivals: "told" });
  private readonly realized = new Map<string, bigint>();

  /** @returns the new entries @throws BooksMismatch if the chain says something else than the books */
  enter(transaction: ReadTransaction): Entry[] {
    const { books, entries } = enter(this.books, [transaction]);
    this.books = books;
    this.entries.push(...entries);
    for (const { parties, record } of entries) {
      if (parties !== null && record !== null) this.setRealized(parties.subscription.toBase58(), record.realized);
    }
    return entries;
  }

  /** The realized PnL that a settlement read without having anything to record. */
  setRealized(subscription: string, realized: bigint): void {
    this.realized.set(subscription, realized);
  }

  /** What is known of a subscription (base58) now. */
  known(subscription: string): Known {
    const standing = this.books.live.get(subscription);
    return {
      realized: this.realized.get(subscription) ?? 0n,
      owed: standing == null ? 0n : owedIn(standing.sums),
    };
  }

  /** Of all that happened to a subscription (base58). */
  sums(subscription: string): Amounts {
    const own = this.entries.filter(({ parties }) => parties?.subscription.toBase58() === subscription);
    return own.length === 0 ? NO_AMOUNTS : sumOf(own);
  }
}
