/** Each thing that can happen to money, on the real local chain: `Market.send` compares every ledger with its account besides. */
import { readFileSync } from "node:fs";
import { PROGRAM_ID, vaultAddress } from "@profit-share/sdk";
import { executedInstructions, programCall } from "@profit-share/sdk/history";
import { CALLER, CALLER_FILE, script } from "@profit-share/testing/caller";
import { version1 } from "@profit-share/testing/version-1";
import { AddressLookupTableProgram, type PublicKey, TransactionMessage, VersionedTransaction } from "@solana/web3.js";
import { expect } from "chai";
import { type Entry, enter, openBooks } from "../../src";
import { agent, anna, ben, buyer, creator, DOLLAR, Market } from "../support/market";

/** What it is and what changed, without the zeros. */
const told = (entries: readonly Entry[]) =>
  entries.map(({ kind, amounts, gift }) => [
    kind,
    Object.fromEntries(Object.entries({ ...amounts, gift }).filter(([, amount]) => amount !== 0n)),
  ]);

describe("the books of a story", function () {
  this.timeout(60_000);
  let market: Market;
  let one: PublicKey;
  beforeEach(async () => {
    market = await Market.open();
    one = market.attested(1);
  });
  afterEach(() => market.close());

  const deposit = async (amount: bigint) => market.client.deposit(one, { owner: anna.publicKey, amount });
  /** 2 of the share's 5 are paid, 3 are owed. */
  async function intoDebt(): Promise<void> {
    await market.subscribe({ accountNo: 1 }, 2n * DOLLAR);
    await market.attest(one, 50n * DOLLAR);
  }
  /** Unsubscribes and lets the clock end it. */
  async function end(subscription: PublicKey): Promise<void> {
    await market.send(await market.client.unsubscribe(subscription));
    market.chain.passDays(40);
  }

  it("enters a deposit, a settlement and what it deducts", async () => {
    expect(told(await market.subscribe({ accountNo: 1 }, 20n * DOLLAR))).to.deep.equal([
      ["subscribed", {}],
      ["deposit", { deposited: 20_000_000n }],
    ]);
    expect(told(await market.attest(one, 50n * DOLLAR))).to.deep.equal([
      ["settlement", { profit: 50_000_000n, accrued: 5_000_000n }],
      ["deduction", { credited: 5_000_000n }],
    ]);
  });

  it("says whose it is, when and where", async () => {
    const [subscribed, paid] = await market.subscribe({ accountNo: 1 }, DOLLAR);
    const { signature, slot, time } = market.transactions.at(-1)!;
    expect(paid).to.deep.include({
      signature,
      slot,
      time,
      index: 1,
      after: { balance: DOLLAR, owed: 0n, claimable: 0n },
    });
    expect(subscribed!.parties).to.deep.equal({ subscription: one, instance: 1n, subscriber: anna.publicKey });
    for (const who of [subscribed!.owner, subscribed!.creator]) expect(who.equals(creator.publicKey)).to.equal(true);
  });

  it("takes the time of a settlement from its record", async () => {
    await market.subscribe({ accountNo: 1 }, DOLLAR);
    const [settlement] = await market.attest(one, DOLLAR);
    expect(settlement!.time).to.equal(Number(settlement!.record!.time));
  });

  it("enters a loss as a settlement of nothing", async () => {
    await market.subscribe({ accountNo: 1 }, DOLLAR);
    expect(told(await market.attest(one, -DOLLAR))).to.deep.equal([["settlement", {}]]);
  });

  it("tells what of a deposit paid a debt", async () => {
    await intoDebt();
    expect(told(await market.send(await deposit(10n * DOLLAR)))).to.deep.equal([
      ["deposit", { deposited: 10_000_000n }],
      ["debt_payment", { credited: 3_000_000n }],
    ]);
  });

  it("finds what arrived by itself, at the moment of sync, also between transfers in one transaction", async () => {
    await intoDebt();
    const { escrow } = await market.client.subscription(one);
    const gift = (amount: bigint) => market.transfer(escrow, amount);
    const entries = await market.send([gift(4n * DOLLAR), market.client.sync(one), gift(DOLLAR)]);
    expect(told(entries)).to.deep.equal([
      ["arrival", { deposited: 4_000_000n }],
      ["debt_payment", { credited: 3_000_000n }],
    ]);
    expect(told(await market.send(market.client.sync(one)))).to.deep.equal([["arrival", { deposited: 1_000_000n }]]);
  });

  it("finds what arrived in a transaction before, though sync itself has no token balances", async () => {
    await market.subscribe({ accountNo: 1 }, DOLLAR);
    expect(await market.donate(one, 7n)).to.deep.equal([]);
    const entries = await market.send(market.client.sync(one));
    expect(market.transactions.at(-1)!.transaction.meta!.preTokenBalances).to.deep.equal([]);
    expect(told(entries)).to.deep.equal([["arrival", { deposited: 7n }]]);
    expect(entries[0]!.basis).to.equal("proven");
  });

  it("takes what arrived from the log of sync, and says so, where only the program's transactions are passed", async () => {
    await market.subscribe({ accountNo: 1 }, DOLLAR);
    await market.donate(one, 7n);
    await market.send(market.client.sync(one));
    await market.send(await market.client.withdraw(one, { amount: DOLLAR }));
    const ours = market.transactions.filter(({ transaction }) =>
      executedInstructions(transaction).some((ran) => programCall(ran)),
    );
    const { entries } = enter(openBooks(PROGRAM_ID, { arrivals: "told" }), ours);
    expect(entries.map(({ kind, basis }) => [kind, basis])).to.deep.equal([
      ["subscribed", "proven"],
      ["deposit", "proven"],
      ["arrival", "told"],
      ["withdrawal", "proven"],
    ]);
  });

  it("enters a waiver up to what is owed", async () => {
    await intoDebt();
    expect(told(await market.send(await market.client.waive(one, 1n)))).to.deep.equal([["waiver", { waived: 1n }]]);
    expect(told(await market.send(await market.client.waive(one)))).to.deep.equal([["waiver", { waived: 2_999_999n }]]);
    expect(told(await market.send(await market.client.waive(one)))).to.deep.equal([]);
  });

  it("enters a claim to another address and a payout", async () => {
    await market.subscribe({ accountNo: 1 }, 20n * DOLLAR);
    await market.attest(one, 50n * DOLLAR);
    const elsewhere = market.chain.purse(ben.publicKey);
    const claimed = await market.send(await market.client.claim(one, { amount: DOLLAR, destination: elsewhere }));
    expect(told(claimed)).to.deep.equal([["claim", { claimed: 1_000_000n }]]);
    expect(claimed[0]!.destination!.equals(elsewhere)).to.equal(true);
    const paidOut = await market.send(await market.client.payout(one));
    expect(told(paidOut)).to.deep.equal([["payout", { claimed: 4_000_000n }]]);
    expect(paidOut[0]!.destination!.equals(market.chain.purse(creator.publicKey))).to.equal(true);
    expect(told(await market.send(await market.client.payout(one)))).to.deep.equal([]);
  });

  it("leaves dust below the least payout where it is", async () => {
    await market.subscribe({ accountNo: 1 }, DOLLAR);
    await market.attest(one, 90_000n);
    expect(told(await market.send(await market.client.payout(one)))).to.deep.equal([]);
  });

  it("settles a verified subscription before a withdrawal", async () => {
    await market.subscribe({ venueUser: market.venueUser }, 20n * DOLLAR);
    await market.realize(30n * DOLLAR);
    expect(
      told(await market.send(await market.client.withdraw(market.verified, { amount: 5n * DOLLAR }))),
    ).to.deep.equal([
      ["settlement", { profit: 30_000_000n, accrued: 3_000_000n }],
      ["deduction", { credited: 3_000_000n }],
      ["withdrawal", { withdrawn: 5_000_000n }],
    ]);
  });

  it("passes over settlements that record nothing", async () => {
    await market.subscribe({ venueUser: market.venueUser }, 20n * DOLLAR);
    expect(await market.settleAt(-5n * DOLLAR)).to.deep.equal([]);
    expect(told(await market.settleAt(DOLLAR))).to.deep.equal([
      ["settlement", { profit: 1_000_000n, accrued: 100_000n }],
      ["deduction", { credited: 100_000n }],
    ]);
  });

  describe("the end", () => {
    it("puts the creator's money into the vault and gives back the rest", async () => {
      await market.subscribe({ accountNo: 1 }, 20n * DOLLAR);
      await market.attest(one, 50n * DOLLAR);
      await end(one);
      await market.donate(one, 3n);
      expect(told(await market.send(await market.client.closeSubscription(one)))).to.deep.equal([
        ["arrival", { deposited: 3n }],
        ["to_vault", { toVault: 5_000_000n }],
        ["refund", { withdrawn: 15_000_003n }],
        ["closed", {}],
      ]);
      expect(market.books.live.size).to.equal(0);
      expect(told(await market.send(await market.client.claimVault(market.attestedBot)))).to.deep.equal([
        ["vault_claim", { vaultClaimed: 5_000_000n }],
      ]);
    });

    it("writes off what nobody paid", async () => {
      await intoDebt();
      await market.send(await market.client.waive(one, DOLLAR));
      await end(one);
      market.chain.passDays(8);
      expect(told(await market.send(await market.client.closeSubscription(one)))).to.deep.equal([
        ["write_off", { writtenOff: 2_000_000n }],
        ["to_vault", { toVault: 2_000_000n }],
        ["closed", {}],
      ]);
    });

    it("keeps apart what strangers put into the vault", async () => {
      const vault = vaultAddress(market.attestedBot);
      await market.send(market.transfer(vault, 9n));
      expect(told(await market.send(await market.client.claimVault(market.attestedBot)))).to.deep.equal([
        ["vault_gift", { gift: 9n }],
      ]);
    });

    it("begins a new ledger where an address is used again, also in the transaction of the end", async () => {
      await intoDebt();
      await market.send(await deposit(3n * DOLLAR));
      await end(one);
      const { terms } = await market.client.bot(market.attestedBot);
      const parties = { subscriber: ben.publicKey, agent: agent.publicKey, payer: market.chain.payer.publicKey };
      const again = market.client.subscribe({
        ...parties,
        ...{ bot: market.attestedBot, terms, account: { accountNo: 1 }, dailyCap: DOLLAR, deposit: 4n },
      });
      const entries = await market.send([await market.client.closeSubscription(one), again]);
      expect(told(entries).slice(-3)).to.deep.equal([
        ["closed", {}],
        ["subscribed", {}],
        ["deposit", { deposited: 4n }],
      ]);
      expect(entries.at(-1)!.parties).to.deep.include({ instance: 2n, subscriber: ben.publicKey });
      expect([...market.books.closed.keys()]).to.deep.equal([`${market.attestedBot.toBase58()}/1`]);
    });
  });

  it("says who owned a bot when, over its sale", async () => {
    await market.subscribe({ accountNo: 1 }, 20n * DOLLAR);
    const [before] = await market.attest(one, DOLLAR);
    await market.send(await market.client.transferBot(market.attestedBot, buyer.publicKey));
    await market.send(await market.client.acceptBot(market.attestedBot));
    const [after] = await market.attest(one, DOLLAR);
    expect(before!.owner.equals(creator.publicKey)).to.equal(true);
    expect(after!.owner.equals(buyer.publicKey)).to.equal(true);
    expect(after!.creator.equals(creator.publicKey)).to.equal(true);
  });

  it("charges each by the terms it was made under", async () => {
    await market.subscribe({ accountNo: 1 }, 20n * DOLLAR);
    await market.send(await market.client.updateTerms(market.attestedBot, { profitShareBps: 500 }));
    await market.subscribe({ accountNo: 2 }, 20n * DOLLAR, ben);
    const [, old] = await market.attest(one, 10n * DOLLAR);
    const [, young] = await market.attest(market.attested(2), 10n * DOLLAR);
    expect([old!.amounts.credited, young!.amounts.credited]).to.deep.equal([1_000_000n, 500_000n]);
  });

  it("enters the rows of a batch that were not skipped", async () => {
    await market.subscribe({ accountNo: 1 }, 20n * DOLLAR);
    await market.subscribe({ accountNo: 2 }, 20n * DOLLAR, ben);
    const close = market.nextClose(10n * DOLLAR);
    const rows = [
      { subscription: one, close },
      { subscription: one, close: market.nextClose(DOLLAR) },
      { subscription: market.attested(2), close: market.nextClose(DOLLAR) },
    ];
    expect(told(await market.send(await market.client.settleBatch(rows)))).to.deep.equal([
      ["settlement", { profit: 10_000_000n, accrued: 1_000_000n }],
      ["deduction", { credited: 1_000_000n }],
      ["settlement", { profit: 1_000_000n, accrued: 100_000n }],
      ["deduction", { credited: 100_000n }],
    ]);
  });

  it("enters what another program called", async () => {
    market.chain.localnet.chain.loadProgram(CALLER.toBase58(), readFileSync(CALLER_FILE));
    await market.subscribe({ accountNo: 1 }, 20n * DOLLAR);
    const settled = await market.client.settleAttested(one, market.nextClose(10n * DOLLAR));
    const claim = await deposit(5n);
    expect(told(await market.send(script({ call: settled }, { call: claim })))).to.deep.equal([
      ["settlement", { profit: 10_000_000n, accrued: 1_000_000n }],
      ["deduction", { credited: 1_000_000n }],
      ["deposit", { deposited: 5n }],
    ]);
  });

  it("reads a transaction of version 1", async () => {
    await market.subscribe({ accountNo: 1 }, 20n * DOLLAR);
    const { connection, payer } = market.chain;
    const { blockhash } = await connection.getLatestBlockhash();
    const asked = { computeUnitLimit: 200_000, loadedAccountsDataSizeLimit: 2_000_000 };
    const wire = await version1(blockhash, [payer, anna], [await deposit(6n)], asked);
    const entries = await market.enterSent(await connection.sendRawTransaction(wire));
    expect(told(entries)).to.deep.equal([["deposit", { deposited: 6n }]]);
  });

  it("reads a transaction of version 0 that takes its accounts from a lookup table", async () => {
    await market.subscribe({ accountNo: 1 }, 20n * DOLLAR);
    const { connection, payer } = market.chain;
    const by = { authority: payer.publicKey, payer: payer.publicKey };
    const recentSlot = await connection.getSlot();
    const [create, table] = AddressLookupTableProgram.createLookupTable({ ...by, recentSlot });
    const instruction = await deposit(6n);
    const addresses = instruction.keys.filter(({ isSigner }) => !isSigner).map(({ pubkey }) => pubkey);
    const extend = AddressLookupTableProgram.extendLookupTable({ ...by, lookupTable: table, addresses });
    await market.send([create, extend]);
    const { value } = await connection.getAddressLookupTable(table);
    const { blockhash: recentBlockhash } = await connection.getLatestBlockhash();
    const message = new TransactionMessage({ payerKey: payer.publicKey, recentBlockhash, instructions: [instruction] });
    const transaction = new VersionedTransaction(message.compileToV0Message([value!]));
    expect(transaction.message.staticAccountKeys.some((key) => key.equals(one))).to.equal(false);
    transaction.sign([payer, anna]);
    const entries = await market.enterSent(await connection.sendRawTransaction(transaction.serialize()));
    expect(told(entries)).to.deep.equal([["deposit", { deposited: 6n }]]);
  });

  it("enters nothing of a transaction that failed", async () => {
    await market.subscribe({ accountNo: 1 }, 20n * DOLLAR);
    await market.send(await deposit(6n));
    const { transaction, ...place } = market.transactions.at(-1)!;
    const failed = { ...transaction, meta: { ...transaction.meta!, err: "AccountInUse" } };
    expect(enter(market.books, [{ ...place, transaction: failed }]).entries).to.deep.equal([]);
  });

  it("needs no logs", async () => {
    await intoDebt();
    await market.send(await deposit(10n * DOLLAR));
    const silent = market.transactions.map(({ transaction, ...place }) => ({
      ...place,
      transaction: { ...transaction, meta: { ...transaction.meta!, logMessages: null } },
    }));
    expect(enter(openBooks(PROGRAM_ID), silent).entries).to.deep.equal(market.entries);
  });
});
