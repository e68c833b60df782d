import { InvalidInput, PROGRAM_ID, vaultAddress } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { BooksMismatch, enter, MissingBeginning, openBooks, type ReadTransaction } from "../../src";
import { anna, ben, DOLLAR, Market } from "../support/market";

/** What is thrown. */
function thrown(transactions: readonly ReadTransaction[], books = openBooks(PROGRAM_ID)): unknown {
  try {
    enter(books, transactions);
  } catch (error) {
    return error;
  }
  return null;
}

describe("transactions that do not make whole books", function () {
  this.timeout(60_000);
  let market: Market;
  let one: PublicKey;
  before(async () => {
    market = await Market.open();
    one = market.attested(1);
    await market.subscribe({ accountNo: 1 }, 2n * DOLLAR);
    await market.attest(one, 50n * DOLLAR);
    await market.send(await market.client.deposit(one, { owner: anna.publicKey, amount: 10n * DOLLAR }));
    await market.donate(one, 7n);
    await market.attest(one, 10n * DOLLAR);
    await market.send(await market.client.withdraw(one, { amount: DOLLAR }));
  });
  after(() => market.close());

  const SUBSCRIBE = 1;
  const SETTLE = 2;
  const DEPOSIT = 3;
  const DONATE = 4;
  const SECOND_SETTLE = 5;
  const WITHDRAW = 6;
  const without = (index: number) => market.transactions.filter((_, place) => place !== index);
  const signature = (index: number) => market.transactions[index]!.signature;
  /** The transaction, with what the node says of it changed. */
  const changed = (index: number, meta: Record<string, unknown>): ReadTransaction[] =>
    market.transactions.map((transaction, place) =>
      place !== index
        ? transaction
        : {
            ...transaction,
            transaction: {
              ...transaction.transaction,
              meta: { ...transaction.transaction.meta!, ...meta },
            },
          },
    );

  it("are refused without the beginning of a bot", () => {
    expect(thrown(without(0)))
      .to.be.instanceOf(MissingBeginning)
      .and.deep.include({
        what: "bot",
        address: market.attestedBot.toBase58(),
        signature: signature(SUBSCRIBE),
      });
  });

  it("are refused without the beginning of a subscription", () => {
    expect(thrown(without(SUBSCRIBE)))
      .to.be.instanceOf(MissingBeginning)
      .and.deep.include({
        what: "subscription",
        address: one.toBase58(),
        signature: signature(SETTLE),
      });
  });

  it("are refused without a settlement, where the next record does not follow", () => {
    const silent = market.transactions.map((_, index) => changed(index, { logMessages: null })[index]!);
    const error = thrown(silent.filter((_, index) => index !== SETTLE));
    expect(error)
      .to.be.instanceOf(BooksMismatch)
      .and.deep.include({
        signature: signature(SECOND_SETTLE),
        what: `record 2 of ${one.toBase58()}`,
        actual: "its sequence is 2 where 1 follows",
      });
  });

  it("are refused earlier where the log says that a deposit paid a debt", () => {
    expect(thrown(without(SETTLE)))
      .to.be.instanceOf(BooksMismatch)
      .and.deep.include({
        signature: signature(DEPOSIT),
        expected: 0n,
        actual: 3_000_000n,
      });
  });

  it("are refused without a deposit, with both numbers", () => {
    expect(thrown(without(DEPOSIT)))
      .to.be.instanceOf(BooksMismatch)
      .and.deep.include({
        signature: signature(DONATE),
        expected: 2_000_000n,
        actual: 12_000_000n,
      });
  });

  it("are refused without a transfer into the escrow", () => {
    expect(thrown(without(DONATE)))
      .to.be.instanceOf(BooksMismatch)
      .and.deep.include({
        signature: signature(WITHDRAW),
        expected: 12_000_000n,
        actual: 12_000_007n,
      });
  });

  it("are refused where the node says another balance than the transfers make", () => {
    const { postTokenBalances } = market.transactions[DEPOSIT]!.transaction.meta!;
    const wrong = postTokenBalances!.map((balance) => ({
      ...balance,
      uiTokenAmount: { ...balance.uiTokenAmount, amount: `${BigInt(balance.uiTokenAmount.amount) + 1n}` },
    }));
    expect(thrown(changed(DEPOSIT, { postTokenBalances: wrong })))
      .to.be.instanceOf(BooksMismatch)
      .and.deep.include({
        signature: signature(DEPOSIT),
        expected: 12_000_000n,
        actual: 12_000_001n,
      });
  });

  for (const [name, field] of [
    ["inner instructions", "innerInstructions"],
    ["token balances", "postTokenBalances"],
  ] as const) {
    it(`are refused where the node leaves out the ${name}`, () => {
      expect(thrown(changed(DEPOSIT, { [field]: null }))).to.deep.include({
        name: "IncompleteTransaction",
        signature: signature(DEPOSIT),
        missing: name,
      });
    });
  }

  it("are refused where the node does not know the time", () => {
    const timeless = market.transactions.map((transaction, index) =>
      index === DEPOSIT ? { ...transaction, time: null } : transaction,
    );
    expect(thrown(timeless)).to.deep.include({ name: "MissingTime", signature: signature(DEPOSIT) });
  });

  it("count once where one is listed twice, and are refused where it is passed again", () => {
    const last = market.transactions.at(-1)!;
    const { books, entries } = enter(openBooks(PROGRAM_ID), [...market.transactions, { ...last }]);
    expect(entries).to.deep.equal(market.entries);
    expect(thrown([last], books)).to.be.instanceOf(BooksMismatch);
  });

  it("are refused where the newest comes first", () => {
    expect(thrown(market.transactions.toReversed())).to.be.instanceOf(InvalidInput);
  });

  it("leave the books as they were", () => {
    const { books } = enter(openBooks(PROGRAM_ID), market.transactions.slice(0, SETTLE));
    const before = structuredClone([...books.held]);
    expect(thrown(without(SETTLE).slice(SETTLE), books)).to.be.instanceOf(BooksMismatch);
    expect([...books.held]).to.deep.equal(before);
  });

  it("pass over what is not followed", async () => {
    await market.subscribe({ accountNo: 2 }, DOLLAR, ben);
    const two = market.attested(2);
    const bots = new Set([market.attestedBot.toBase58()]);
    const scope = { bots, subscriptions: new Set([two.toBase58()]) };
    const { books, entries } = enter(openBooks(PROGRAM_ID, { scope }), market.transactions);
    expect(entries.map(({ kind }) => kind)).to.deep.equal(["subscribed", "deposit"]);
    expect([...books.bots.keys()]).to.deep.equal([...bots]);
    // Instances are those of the bot, also where its first subscription is passed over.
    expect(entries[0]!.parties!.instance).to.equal(2n);
  });

  it("are refused without a transfer into the vault, once it is emptied", async () => {
    await market.send(market.transfer(vaultAddress(market.attestedBot), 5n));
    const gift = market.transactions.length - 1;
    await market.send(await market.client.claimVault(market.attestedBot));
    expect(thrown(without(gift)))
      .to.be.instanceOf(BooksMismatch)
      .and.deep.include({
        signature: signature(gift + 1),
        what: `what token account ${vaultAddress(market.attestedBot).toBase58()} held before`,
        expected: 0n,
        actual: 5n,
      });
  });
});
