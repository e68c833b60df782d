/** A subscription's whole life read over JSON-RPC: its ledger adds up to the chain's, in one reading and in several. */

import { ProfitShareClient } from "@profit-share/sdk";
import { type HistoryCursor, type LifeHistory, ledgerOf, readHistory, readLife } from "@profit-share/sdk/history";
import { expect } from "chai";
import { Market, signer } from "./market";
import { DOLLAR, payoutWallet, purse, realize, subscriber, venueUser } from "./parties";

const AMOUNTS = ["accrued", "credited", "claimed", "waived"] as const;

/** Each entry as what it is and what it changed of the money, in cents. */
const told = (life: Parameters<typeof ledgerOf>[0]): string[] =>
  ledgerOf(life).entries.map(({ what, place, record, realized, balance, ...amounts }) => {
    const changed = Object.entries(amounts).filter(([, amount]) => amount !== 0n);
    return [what, ...changed.map(([name, amount]) => `${name} ${Number(amount) / 10_000}`)].join(" ");
  });

describe("a subscription's ledger", function () {
  this.timeout(60_000);
  let market: Market;
  let client: ProfitShareClient;

  before(async () => {
    market = await Market.open();
    client = market.client;
  });
  after(() => market.close());

  /** The sums of its ledger are those of its account. */
  async function expectAccount(life: LifeHistory): Promise<void> {
    const { sums } = ledgerOf(life);
    const account = await client.subscription(life.subscription.address);
    for (const name of AMOUNTS) expect(sums[name], name).to.equal(account[name]);
    expect(sums.profit).to.equal(account.profitTotal);
    expect(sums.deposited - sums.withdrawn - sums.credited).to.equal(account.balance);
  }

  describe("of an attested subscription", () => {
    const address = () => market.attested(0);

    it("is its deposit at first", async () => {
      await market.subscribe({ accountNo: 0 }, 1n * DOLLAR);
      expect(told(await readLife(client, address()))).to.deep.equal(["Subscribed deposited 100"]);
    });

    it("has everything that moved money, each with what it paid", async () => {
      await market.attest(address(), 6n * DOLLAR);
      await market.attest(address(), -2n * DOLLAR);
      // $0.80 of share, $0.40 of it paid by what is left of the balance.
      await market.attest(address(), 8n * DOLLAR);
      await market.send(await client.payout(address()));
      await market.deposit(address(), 3n * DOLLAR);
      await market.send(await client.claim(address(), { amount: 200_000n, destination: purse(payoutWallet) }));
      await market.withdraw(address(), 1n * DOLLAR);
      const life = await readLife(client, address());
      expect(life.report).to.deep.include({ verified: 3, mismatch: null });
      expect(told(life)).to.deep.equal([
        "Subscribed deposited 100",
        "Settled pnl 600 profit 600 accrued 60 credited 60",
        "Settled pnl -200",
        "Settled pnl 800 profit 800 accrued 80 credited 40",
        "Claimed claimed 100",
        "Funded credited 40 deposited 300",
        "Claimed claimed 20",
        "Withdrawn withdrawn 100",
      ]);
      await expectAccount(life);
    });

    it("shows what the day's cap dropped", async () => {
      // The cap of $10 has $8.60 left: $86 of profit fit, and $14 are dropped.
      await market.attest(address(), 100n * DOLLAR);
      const life = await readLife(client, address());
      expect(told(life).at(-1)).to.equal(
        "Settled pnl 10000 profit 8600.0009 dropped 1399.9991 accrued 860 credited 160",
      );
      await expectAccount(life);
    });

    it("has what one transaction settles, funds and pays out in that order", async () => {
      market.chain.passDays(1);
      const close = { closePnl: 5n * DOLLAR, reference: new Uint8Array(32).fill(77) };
      await market.send(
        [
          await client.deposit(address(), { owner: subscriber.publicKey, amount: 8n * DOLLAR }),
          await client.settleAttested(address(), close),
          await client.payout(address()),
        ],
        subscriber,
        signer,
      );
      const life = await readLife(client, address());
      const last = ledgerOf(life).entries.slice(-3);
      expect(new Set(last.map(({ place }) => place!.signature)).size).to.equal(1);
      expect(told(life).slice(-3)).to.deep.equal([
        "Funded credited 700 deposited 800",
        "Settled pnl 500 profit 500 accrued 50 credited 50",
        "Claimed claimed 930",
      ]);
      await expectAccount(life);
    });

    it("waives what is owed", async () => {
      market.chain.passDays(1);
      await market.attest(address(), 30n * DOLLAR);
      await market.send(await client.waive(address(), 500_000n));
      const life = await readLife(client, address());
      expect(told(life).slice(-2)).to.deep.equal([
        "Settled pnl 3000 profit 3000 accrued 300 credited 50",
        "Waived waived 50",
      ]);
      await expectAccount(life);
    });
  });

  describe("of a verified subscription", () => {
    it("marks losses that left no record", async () => {
      await market.subscribe({ venueUser }, 2n * DOLLAR);
      await market.settleAt(2n * DOLLAR);
      for (const pnl of [1n, -4n, -3n]) await market.settleAt(pnl * DOLLAR);
      await market.settleAt(7n * DOLLAR);
      await market.settleAt(4n * DOLLAR);
      const life = await readLife(client, market.verified);
      expect(life.report).to.deep.include({ verified: 2, startMark: -3_000_000n, mismatch: null });
      expect(told(life)).to.deep.equal([
        "Subscribed deposited 200",
        "Settled pnl 500 profit 500 accrued 50 credited 50",
        "Unrecorded pnl -500",
        "Settled pnl 1000 profit 500 accrued 50 credited 50",
        "Unrecorded pnl -300",
      ]);
      await expectAccount(life);
      expect(ledgerOf(life).sums.pnl).to.equal(7n * DOLLAR);
    });

    it("settles what a withdrawal charges first, in one transaction", async () => {
      realize(market.chain, 8n * DOLLAR);
      await market.withdraw(market.verified, 300_000n);
      const life = await readLife(client, market.verified);
      expect(told(life).slice(-2)).to.deep.equal([
        "Settled pnl 400 profit 100 accrued 10 credited 10",
        "Withdrawn withdrawn 30",
      ]);
      await expectAccount(life);
    });
  });

  describe("where the node cuts off the logs of a deposit", () => {
    it("says that nobody told of it", async () => {
      const { movements } = await readLife(client, market.attested(0));
      const { signature } = movements.find(({ name }) => name === "Funded")!;
      const { connection } = market.chain;
      const getTransaction = async (of: string) => {
        const found = await connection.getTransaction(of, {
          commitment: "confirmed",
          maxSupportedTransactionVersion: 1,
        });
        return of === signature ? { ...found, meta: { ...found!.meta, logMessages: ["Log truncated"] } } : found;
      };
      const deaf = new ProfitShareClient(Object.assign(Object.create(connection), { getTransaction }));
      const life = await readLife(deaf, market.attested(0));
      expect(told(life).slice(4, 7)).to.deep.equal([
        ...["Claimed claimed 100", "Claimed claimed 20", "Untold deposited 260"],
      ]);
      await expectAccount(life);
    });
  });

  describe("in parts", () => {
    const whole = () => readLife(client, market.attested(0));

    it("is what it is in one, whenever it is read", async () => {
      const account = 1;
      const address = market.attested(account);
      await market.subscribe({ accountNo: account }, 1n * DOLLAR);
      let cursor: HistoryCursor | null = null;
      const parts: LifeHistory[] = [];
      const steps = [
        () => market.attest(address, 2n * DOLLAR),
        () => market.deposit(address, 1n * DOLLAR),
        () => market.attest(address, -1n * DOLLAR),
        () => market.withdraw(address, 100_000n),
        () => market.attestAll([[address, 3n * DOLLAR]]),
      ];
      for (const step of [async () => "", ...steps, async () => ""]) {
        await step();
        const part: LifeHistory = await readLife(client, address, null, { from: cursor });
        expect(part.report.mismatch).to.equal(null);
        parts.push(part);
        // As a browser's store keeps it.
        cursor = structuredClone(part.cursor);
      }
      expect(parts.map(({ events, movements }) => [events.length, movements.length])).to.deep.equal([
        ...[
          [0, 1],
          [1, 0],
          [0, 1],
          [1, 0],
          [0, 1],
          [1, 0],
          [0, 0],
        ],
      ]);
      const last = parts.at(-1)!;
      const joined = {
        ...last,
        events: parts.flatMap(({ events }) => events),
        movements: parts.flatMap(({ movements }) => movements),
      };
      const once = await readLife(client, address);
      expect(last.report).to.deep.equal(once.report);
      expect(ledgerOf(joined)).to.deep.equal(ledgerOf(once));
      expect(joined.events).to.deep.equal(once.events);
    });

    it("fetches only what is new", async () => {
      const { cursor } = await whole();
      const fetched: number[] = [];
      const onProgress = ({ transactions }: { transactions: number }) => fetched.push(transactions);
      await readLife(client, market.attested(0), null, { from: cursor, onProgress });
      expect(fetched).to.deep.equal([]);
      await market.attest(market.attested(0), 1n);
      const part = await readLife(client, market.attested(0), null, { from: cursor, onProgress });
      expect(part.events).to.have.length(1);
      expect(Math.max(...fetched)).to.equal(1);
    });

    it("is refused with the cursor of another subscription", async () => {
      const { cursor } = await whole();
      const failure = await readHistory(client, market.verified, null, { from: cursor }).catch(
        (error: Error) => error.name,
      );
      expect(failure).to.equal("InvalidInput");
    });

    it("notices that the chain is another one than the one it left", async () => {
      const { cursor } = await whole();
      const forked = structuredClone(cursor!);
      forked.last!.head[0]! ^= 1;
      const { report, cursor: next } = await readHistory(client, market.attested(0), null, { from: forked });
      expect(report.mismatch!.what).to.match(/^the chain ends with [0-9a-f]{64}, the subscription has/);
      expect(next).to.equal(null);
    });

    it("notices a node that is behind", async () => {
      const { cursor } = await whole();
      const ahead = structuredClone(cursor!);
      ahead.last!.record.sequence += 1n;
      const failure = await readHistory(client, market.attested(0), null, { from: ahead }).catch(
        (error: Error) => error,
      );
      expect(failure).to.include({ name: "NodeFailure" });
      expect((failure as Error).message).to.match(
        /^The node has 7 settlements of \w+, 8 were read before: it is behind/,
      );
    });
  });

  describe("says how far it is, and stops", () => {
    it("counts transactions and records", async () => {
      const seen: object[] = [];
      await readLife(client, market.attested(0), null, { onProgress: (progress) => seen.push(progress) });
      expect(seen.at(-1)).to.deep.equal({ transactions: 13, records: 7, of: 7 });
    });

    it("tells of the settlements that it has found, newest first", async () => {
      const seen: bigint[][] = [];
      const onFound = (found: readonly { record: { sequence: bigint } }[]) =>
        seen.push(found.map(({ record }) => record.sequence));
      await readLife(client, market.attested(0), null, { onFound });
      expect(seen.find(({ length }) => length > 0)).to.deep.equal([7n]);
      expect(seen.at(-1)).to.deep.equal([7n, 6n, 5n, 4n, 3n, 2n, 1n]);
    });

    it("on a signal", async () => {
      const stop = new AbortController();
      const reading = readLife(client, market.attested(0), null, {
        signal: stop.signal,
        onProgress: () => stop.abort(new Error("the page was left")),
      });
      expect(await reading.catch((error: Error) => error.message)).to.equal("the page was left");
    });
  });

  describe("of a subscription that was closed, and one that was opened at its address", () => {
    it("ends with the closing, and begins anew", async () => {
      const address = market.attested(2);
      await market.subscribe({ accountNo: 2 }, 1n * DOLLAR);
      await market.attest(address, 4n * DOLLAR);
      const { cursor } = await readLife(client, address);
      // A transfer that nobody counted: the closing does.
      const { escrow } = await client.subscription(address);
      market.chain.setTokens(escrow, address, 1_250_000n);
      await market.end(address);
      await market.subscribe({ accountNo: 2 }, 3n * DOLLAR);
      await market.attest(address, 1n * DOLLAR);

      const again = await readLife(client, address);
      expect(told(again)).to.deep.equal([
        "Subscribed deposited 300",
        "Settled pnl 100 profit 100 accrued 10 credited 10",
      ]);
      expect(again.subscription.instance > BigInt(cursor!.instance)).to.equal(true);

      const first = { bot: market.attestedBot, instance: cursor!.instance };
      const ended = await readLife(client, address, first);
      expect(told(ended)).to.deep.equal([
        "Subscribed deposited 100",
        "Settled pnl 400 profit 400 accrued 40 credited 40",
        "Unsubscribed",
        "Closed deposited 25 withdrawn 85",
      ]);
      expect(ended).to.deep.include({ account: null, cursor: null });
      for (const name of AMOUNTS) expect(ledgerOf(ended).sums[name]).to.equal(ended.closed![name]);
      expect(ledgerOf(ended).sums.profit).to.equal(ended.closed!.profitTotal);

      // The cursor goes on with the agreement that it is of, to its end.
      const rest = await readLife(client, address, null, { from: cursor });
      expect(rest.report).to.deep.include({ verified: 1, mismatch: null });
      expect(rest.closed!.signature).to.equal(ended.closed!.signature);
      expect(rest.movements.map(({ name }) => name)).to.deep.equal(["Unsubscribed"]);
      expect(rest.cursor).to.equal(null);
    });
  });
});
