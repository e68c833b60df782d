/** Transactions by one request: the same as one by one. */
import { ProfitShareReader } from "@profit-share/sdk";
import {
  type ListedTransaction,
  listedAt,
  TransactionFetcher,
  type WalkedTransaction,
} from "@profit-share/sdk/history";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { type Connection, Keypair } from "@solana/web3.js";
import { expect } from "chai";

describe("TransactionFetcher", function () {
  this.timeout(60_000);
  let chain: LocalChain;
  let listed: ListedTransaction[];
  before(async () => {
    chain = await LocalChain.start();
    for (let index = 0; index < 5; index += 1) await chain.mintTo(Keypair.generate().publicKey, 1n);
    const { connection, commitment } = new ProfitShareReader(chain.connection);
    listed = [];
    for await (const page of listedAt(connection, chain.payer.publicKey, commitment)) listed.push(...page);
  });
  after(() => chain.close());

  let single = 0;
  async function fetched(atOnce: boolean): Promise<WalkedTransaction[]> {
    const found: WalkedTransaction[] = [];
    const { connection } = chain;
    const counting: Connection = Object.assign(Object.create(connection), {
      getTransaction: (...args: Parameters<Connection["getTransaction"]>) => {
        single += 1;
        return connection.getTransaction(...args);
      },
    });
    const fetcher = new TransactionFetcher(counting, "confirmed", { atOnce });
    for await (const walked of fetcher.fetch(listed)) found.push(walked);
    return found;
  }

  it("gets the same at once as one by one", async () => {
    const each = await fetched(false);
    expect(single).to.equal(listed.length);
    const many = await fetched(true);
    expect(many.map(({ signature }) => signature)).to.deep.equal(listed.map(({ signature }) => signature));
    for (const [index, { transaction, ...place }] of many.entries()) {
      const { transaction: other, ...elsewhere } = each[index]!;
      expect(place).to.deep.equal(elsewhere);
      expect(transaction.meta).to.deep.equal(other.meta);
      expect(transaction.transaction.message.serialize()).to.deep.equal(other.transaction.message.serialize());
    }
    // None was asked for alone any more.
    expect(single).to.equal(listed.length);
  });
});
