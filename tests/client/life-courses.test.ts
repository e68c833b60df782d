/** Random courses of an attested and a verified subscription: the ledger of each adds up, in whichever order a node lists a slot. */
import type { ProfitShareClient } from "@profit-share/sdk";
import { type LifeHistory, ledgerOf, readLife } from "@profit-share/sdk/history";
import { explainError } from "@profit-share/sdk/sending";
import { Random } from "@profit-share/testing/random";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { Market } from "./market";
import { DOLLAR, payoutWallet, purse, subscriber, venueUser } from "./parties";

const STEPS = 30;

describe("the ledger of random courses", function () {
  this.timeout(120_000);
  let market: Market;
  let client: ProfitShareClient;
  before(async () => {
    market = await Market.open();
    client = market.client;
  });
  after(() => market.close());

  /** What is done with a subscription, each with amounts of up to some dollars; much of it is refused. */
  function actions(address: PublicKey, random: Random): (() => Promise<unknown>)[] {
    const amount = () => 1n + random.upTo(3n * DOLLAR);
    const destination = purse(payoutWallet);
    const settle = async () =>
      address.equals(market.verified)
        ? market.settleAt(random.upTo(40n * DOLLAR) - 20n * DOLLAR)
        : market.attest(address, random.upTo(20n * DOLLAR) - 8n * DOLLAR);
    return [
      settle,
      settle,
      () => market.deposit(address, amount()),
      () => market.withdraw(address, amount()),
      async () => market.send(await client.claim(address, { amount: amount(), destination })),
      async () => market.send(await client.payout(address)),
      async () => market.send(await client.waive(address, amount())),
      async () => market.send(await client.setCap(address, amount()), subscriber),
      async () => market.chain.passDays(1),
      async () => {
        const { escrow } = await client.subscription(address);
        market.chain.setTokens(escrow, address, market.chain.tokens(escrow) + amount());
        await market.send(client.sync(address));
      },
    ];
  }

  async function run(address: PublicKey, seed: number): Promise<LifeHistory> {
    const random = new Random(seed);
    const possible = actions(address, random);
    for (let step = 0; step < STEPS; step += 1) {
      const act = random.pick(possible);
      // Refused for want of money or debt: that is part of a course. Nothing else is.
      await act().catch((error: unknown) => expect(explainError(error).name).not.to.equal("Unknown"));
    }
    return readLife(client, address);
  }

  function expectWhole(life: LifeHistory): void {
    const { entries, sums } = ledgerOf(life);
    const account = life.account!;
    expect(entries.filter(({ what }) => what === "Untold")).to.deep.equal([]);
    for (const name of ["accrued", "credited", "claimed", "waived"] as const)
      expect(sums[name]).to.equal(account[name]);
    expect(sums.profit).to.equal(account.profitTotal);
    expect(entries.at(-1)).to.deep.include({ balance: account.balance, realized: account.last });
    for (const entry of entries) expect(entry.balance >= 0n).to.equal(true);
  }

  /** The same life with several transactions in a slot, listed in any order. */
  function crowded(life: LifeHistory, seed: number): LifeHistory {
    const random = new Random(seed);
    const signatures = [...life.events, ...life.movements]
      .sort((a, b) => a.slot - b.slot)
      .map(({ signature }) => signature);
    const order = new Map([...new Set(signatures)].map((signature, index) => [signature, index]));
    const placed = <T extends { signature: string; slot: number }>(items: readonly T[]): T[] =>
      items
        .map((item) => ({ ...item, slot: Math.floor(order.get(item.signature)! / 5) }))
        .map((item): [number, T] => [random.next(), item])
        .sort(([a], [b]) => a - b)
        .map(([, item]) => item);
    return { ...life, events: placed(life.events), movements: placed(life.movements) };
  }

  for (const seed of [1, 2, 3]) {
    it(`seed ${seed}`, async () => {
      await market.chain.mintTo(subscriber.publicKey, 100n * DOLLAR);
      const address = market.attested(seed);
      await market.subscribe({ accountNo: seed }, DOLLAR);
      if (seed === 1) await market.subscribe({ venueUser }, DOLLAR);
      for (const life of [await run(address, seed), await run(market.verified, seed)]) {
        expect(life.report.mismatch).to.equal(null);
        expect(life.events.length + life.movements.length).to.be.greaterThan(8);
        expectWhole(life);
        for (let shuffle = 1; shuffle <= 5; shuffle += 1) expectWhole(crowded(life, 100 * seed + shuffle));
      }
    });
  }
});
