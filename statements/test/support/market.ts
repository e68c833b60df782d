/** The market, whose every transaction is entered and compared with the accounts. */
import { claimable, MAX_TRANSACTION_VERSION, owed, PROGRAM_ID } from "@profit-share/sdk";
import { Market as MarketOfTests } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import {
  type Books,
  balanceIn,
  claimableIn,
  type Entry,
  enter,
  openBooks,
  owedIn,
  type ReadTransaction,
} from "../../src";

export { agent, anna, ben, buyer, creator, DOLLAR } from "@profit-share/testing/chain/market";

export class Market extends MarketOfTests<Entry[]> {
  books: Books = openBooks(PROGRAM_ID);
  readonly entries: Entry[] = [];
  /** All that were entered. */
  readonly transactions: ReadTransaction[] = [];

  static async open(clock?: number): Promise<Market> {
    return new Market(await MarketOfTests.chain(clock)).furnish();
  }

  protected override landed(signature: string): Promise<Entry[]> {
    return this.enterSent(signature);
  }

  async enterSent(signature: string): Promise<Entry[]> {
    const transaction = await this.read(signature);
    this.transactions.push(transaction);
    const { books, entries } = enter(this.books, [transaction]);
    this.books = books;
    this.entries.push(...entries);
    await this.expectAsOnChain();
    return entries;
  }

  async read(signature: string): Promise<ReadTransaction> {
    const found = await this.chain.connection.getTransaction(signature, {
      maxSupportedTransactionVersion: MAX_TRANSACTION_VERSION,
      commitment: "confirmed",
    });
    if (found === null) throw new Error(`The chain does not return ${signature}`);
    return { signature, slot: found.slot, time: found.blockTime ?? null, transaction: found };
  }

  /** Every live ledger says what its account says. */
  async expectAsOnChain(): Promise<void> {
    for (const [address, standing] of this.books.live) {
      if (standing === null) continue;
      const account = await this.client.subscription(standing.subscription);
      const { sums } = standing;
      expect(sums, address).to.include({
        profit: account.profitTotal,
        accrued: account.accrued,
        credited: account.credited,
        claimed: account.claimed,
        waived: account.waived,
      });
      expect(balanceIn(sums), address).to.equal(account.balance);
      expect(owedIn(sums), address).to.equal(owed(account));
      expect(claimableIn(sums), address).to.equal(claimable(account));
      expect(standing.instance, address).to.equal(account.instance);
      expect(standing.last?.head ?? account.head, address).to.deep.equal(account.head);
    }
  }
}
