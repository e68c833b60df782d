/** Random courses on the real local chain: every ledger is its account after every transaction, and reports sum to the same. */
import { PROGRAM_ID } from "@profit-share/sdk";
import { Refused } from "@profit-share/sdk/sending";
import { Random } from "@profit-share/testing/random";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import {
  type Amounts,
  coverage,
  distributions,
  type Entry,
  enter,
  NO_AMOUNTS,
  openBooks,
  plus,
  type ReadTransaction,
  sumOf,
  totalsBy,
  totalsByPeriod,
  Zone,
} from "../../src";
import { anna, DOLLAR, Market } from "../support/market";

const STEPS = 60;
/** Five hours before clocks in Vienna go forward, 29 March 2026, 01:00 UTC. */
const BEFORE_THE_CHANGE = 1_774_735_200;
const ZONES = ["UTC", "Europe/Vienna", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"];

describe("the books of random courses", function () {
  this.timeout(180_000);
  let market: Market;
  before(async () => {
    market = await Market.open(BEFORE_THE_CHANGE);
    await course(3);
  });
  after(() => market.close());

  async function course(seed: number): Promise<void> {
    const random = new Random(seed);
    const one = market.attested(1);
    const amount = () => 1n + random.upTo(3n * DOLLAR);
    const { client, chain } = market;
    const subscribe = async (address: PublicKey) => {
      const where = address.equals(one) ? { accountNo: 1 } : { venueUser: market.venueUser };
      await market.subscribe(where, random.upTo(DOLLAR));
    };
    const settle = (address: PublicKey) =>
      address.equals(one)
        ? market.attest(address, random.upTo(40n * DOLLAR) - 8n * DOLLAR)
        : market.settleAt(random.upTo(60n * DOLLAR) - 10n * DOLLAR);
    const actions = (address: PublicKey): (() => Promise<unknown>)[] => [
      () => settle(address),
      () => settle(address),
      () => settle(address),
      async () =>
        market.send(await client.deposit(address, { owner: anna.publicKey, amount: 1n + random.upTo(DOLLAR) })),
      async () => market.send(await client.withdraw(address, { amount: amount() })),
      async () => market.send(await client.claim(address, { amount: amount() })),
      async () => market.send(await client.payout(address)),
      async () => market.send(await client.waive(address, amount())),
      async () => market.send(client.sync(address)),
      () => market.donate(address, amount()),
      async () => market.send(await client.claimVault(market.attestedBot)),
      async () => chain.localnet.chain.setTime(chain.localnet.chain.time() + random.int(30_000)),
      async () => {
        await market.send(await client.unsubscribe(address));
        chain.passDays(48);
        await market.send(await client.closeSubscription(address));
        await subscribe(address);
      },
    ];
    for (const address of [one, market.verified]) {
      await subscribe(address);
      const possible = actions(address);
      for (let step = 0; step < STEPS; step += 1) {
        // Refused for want of money or debt: that is part of a course. Nothing else is.
        await random
          .pick(possible)()
          .catch((error: unknown) => {
            if (!(error instanceof Refused)) throw error;
          });
      }
    }
  }

  const added = (amounts: Iterable<Amounts>): Amounts => {
    let sum = NO_AMOUNTS;
    for (const one of amounts) sum = plus(sum, one);
    return sum;
  };

  it("went through every kind of entry but gifts to a vault", () => {
    const kinds = new Set(market.entries.map(({ kind }) => kind));
    expect([...kinds].sort()).to.deep.equal([
      ...["arrival", "claim", "closed", "debt_payment", "deduction", "deposit", "payout", "refund", "settlement"],
      ...["subscribed", "to_vault", "unsubscribed", "vault_claim", "waiver", "withdrawal", "write_off"],
    ]);
  });

  it("sum to what all ledgers, live and closed, sum to", () => {
    const { live, closed } = market.books;
    const ledgers = [...live.values(), ...closed.values()].flatMap((standing) =>
      standing === null ? [] : [standing.sums],
    );
    const ofEscrows = market.entries.filter(({ parties }) => parties !== null);
    expect(sumOf(ofEscrows)).to.deep.equal(added(ledgers));
  });

  it("sum to what the bots say of their closed subscriptions", async () => {
    for (const address of [market.attestedBot, market.verifiedBot]) {
      const bot = await market.client.bot(address);
      const sums = added(
        [...market.books.closed.values()].filter((one) => one.bot.equals(address)).map(({ sums }) => sums),
      );
      expect([sums.profit, sums.accrued, sums.credited, sums.waived]).to.deep.equal([
        ...[bot.closedProfit, bot.closedAccrued, bot.closedCredited, bot.closedWaived],
      ]);
    }
  });

  for (const name of ZONES) {
    for (const unit of ["day", "month", "year"] as const) {
      it(`sum to the same by ${unit} in ${name}, without a gap or overlap`, () => {
        const totals = totalsByPeriod(market.entries, unit, new Zone(name));
        expect(added(totals.map(({ amounts }) => amounts))).to.deep.equal(sumOf(market.entries));
        for (const [index, { period }] of totals.entries()) {
          if (index > 0) expect(period.from >= totals[index - 1]!.period.to).to.equal(true);
        }
      });
    }
  }

  it("sum to the same by agreement, with what left the vaults beside it", () => {
    const byAgreement = added(totalsBy(market.entries, "agreement").values());
    const vaults = market.entries.filter(({ parties }) => parties === null);
    expect(plus(byAgreement, sumOf(vaults))).to.deep.equal(sumOf(market.entries));
    expect(added(totalsBy(market.entries, "owner").values())).to.deep.equal(sumOf(market.entries));
  });

  it("sum to the same in the report's rows", () => {
    const { rows, totals } = distributions(market.entries, new Zone("Europe/Vienna"));
    for (const [name, total] of Object.entries(totals)) {
      const sum = rows.reduce((all, row) => all + BigInt(row[name as keyof Amounts]), 0n);
      expect(sum.toString(), name).to.equal(total);
    }
  });

  it("cover each share by what was paid, waived and written off, and leave open what is owed", () => {
    const agreements = new Map<string, Entry[]>();
    for (const entry of market.entries) {
      if (entry.parties === null) continue;
      const key = `${entry.bot.toBase58()}/${entry.parties.instance}`;
      agreements.set(key, [...(agreements.get(key) ?? []), entry]);
    }
    for (const entries of agreements.values()) {
      const shares = coverage(entries);
      for (const { share, covers, open } of shares) {
        expect(covers.reduce((sum, { amount }) => sum + amount, open)).to.equal(share);
      }
      const open = shares.reduce((sum, share) => sum + share.open, 0n);
      expect(open).to.equal(entries.at(-1)!.after!.owed);
    }
  });

  it("are the same in whichever order a node lists the transactions of a slot", () => {
    const random = new Random(7);
    const PER_SLOT = 4;
    const crowded = market.transactions.map((transaction, index): ReadTransaction => {
      return { ...transaction, slot: Math.floor(index / PER_SLOT) };
    });
    const shuffled = crowded
      .map((transaction) => ({ transaction, key: transaction.slot + random.int(1_000) / 1_000 }))
      .sort((a, b) => a.key - b.key)
      .map(({ transaction }) => transaction);
    const { books } = enter(openBooks(PROGRAM_ID), shuffled);
    const sums = (of: typeof books) =>
      [...of.live, ...of.closed].map(([key, standing]) => [key, standing?.sums] as const).sort();
    expect(Object.fromEntries(sums(books))).to.deep.equal(Object.fromEntries(sums(market.books)));
  });
});
