import { deposit, ProfitShareReader, type Subscription, waive } from "@profit-share/sdk";
import { readHistory } from "@profit-share/sdk/history";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import fc from "fast-check";
import type { Distribution, Keeper } from "../../src";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";

const CENT = USDC / 100n;

let closes = 0;
const close = (closePnl: bigint, tradeId = `trade ${++closes}`) => ({
  reference: Buffer.from(tradeId.padEnd(32)).toString("hex"),
  tradeId,
  closePnl,
});

describe("what was paid, by trade", () => {
  let market: Market;
  let keeper: Keeper;
  const keys = new Map<string, Keypair>();
  let creators = 0;

  function newKey(name: string): Keypair {
    const key = keys.get(name) ?? Keypair.generate();
    keys.set(name, key);
    return key;
  }

  beforeEach(async () => {
    market = await Market.open({ newKey });
    keeper = await openKeeper(market);
    creators = 0;
  });

  afterEach(async () => {
    await keeper.stop();
    await market.close();
    keys.clear();
  });

  /** With the key of its bot's creator. */
  async function subscribed(
    kind: "each_close" | "high_water_mark" | "verified",
    options: Parameters<Market["attested"]>[0] = {},
  ): Promise<TestSubscription & { creator: Keypair }> {
    const made = kind === "verified" ? market.verified(options) : market.attested({ feeBasis: kind, ...options });
    const subscription = await made;
    creators += 1;
    return { ...subscription, creator: newKey(`creator ${creators}`) };
  }

  const rowsOf = ({ address }: TestSubscription) => keeper.distributions({ subscription: address.toBase58() });
  const said = (rows: readonly Distribution[]) =>
    rows.map(({ sequence, tradeId, amount, credited }) => [sequence, tradeId, amount, credited]);

  async function depositByOthers(subscription: TestSubscription, amount: bigint): Promise<void> {
    const { chain } = market;
    const { bot, instance } = market.ledger(subscription);
    const owner = chain.payer.publicKey;
    const from = await chain.mintTo(owner, amount);
    await chain.send([deposit({ owner, from, subscription: subscription.address, bot, instance, amount })]);
  }

  async function waiveSome(subscription: TestSubscription & { creator: Keypair }, amount: bigint): Promise<void> {
    const { bot, instance } = market.ledger(subscription);
    const parties = { owner: subscription.creator.publicKey, subscription: subscription.address, bot, instance };
    await market.chain.send([waive({ ...parties, amount })], subscription.creator);
  }

  it("is two rows where the second close pays the first one's debt, too", async () => {
    const subscription = await subscribed("each_close", { deposit: 0n, profitShareBps: 750 });
    await keeper.settleClose(subscription.address, close(60n * USDC, "first"));
    expect(await rowsOf(subscription)).to.deep.equal([]);
    market.setTokens(subscription.agent.publicKey, 50n * USDC);
    const { close: second } = await keeper.settleClose(subscription.address, close(40n * USDC, "second"));
    const rows = await rowsOf(subscription);
    expect(said(rows)).to.deep.equal([
      [1n, "first", 4_500_000n, 4_500_000n],
      [2n, "second", 3_000_000n, 7_500_000n],
    ]);
    const { subscriber, agent, bot, creator } = subscription;
    for (const row of rows) {
      expect(row).to.deep.include({
        bot: bot.toBase58(),
        creator: creator.publicKey.toBase58(),
        subscriber: subscriber.publicKey.toBase58(),
        agent: agent.publicKey.toBase58(),
        profitShareBps: 750,
        signature: second.signature,
      });
    }
    expect(await keeper.distributions({ creator: creator.publicKey.toBase58(), after: rows[0]!.id })).to.deep.equal([
      rows[1],
    ]);
  });

  it("names the transaction that brought the money, without a trade, of a verified subscription", async () => {
    const subscription = await subscribed("verified", { deposit: 0n });
    await market.trade(subscription, 50n * USDC);
    const { actions } = await keeper.reconcile(subscription.address);
    const funding = actions.find(({ kind }) => kind === "fund_from_venue")!.outcome;
    const [row, ...more] = await rowsOf(subscription);
    expect(more).to.deep.equal([]);
    expect(row).to.deep.include({ sequence: 1n, amount: 5_000_000n, tradeId: null, closePnl: null });
    expect(funding.kind === "confirmed" && row!.signature).to.equal((funding as { signature: string }).signature);
  });

  it("is of an unknown transaction where somebody else paid", async () => {
    const subscription = await subscribed("each_close", { deposit: 0n });
    await keeper.settleClose(subscription.address, close(20n * USDC, "of others"));
    await depositByOthers(subscription, USDC / 2n);
    await keeper.reconcile(subscription.address);
    const [row] = await rowsOf(subscription);
    expect(row).to.deep.include({ tradeId: "of others", amount: 500_000n, closePnl: 20_000_000n, signature: null });
  });

  it("is found by a keeper that did not see it happen", async () => {
    const subscription = await subscribed("each_close");
    const other = await openKeeper(market);
    for (const pnl of [10n, -5n, 20n]) await other.settleClose(subscription.address, close(pnl * USDC));
    await other.stop();
    await keeper.reconcile(subscription.address);
    expect(said(await rowsOf(subscription))).to.deep.equal([[3n, null, 3_000_000n, 3_000_000n]]);
  });

  describe("whatever happens", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("close" as const), cents: fc.integer({ min: -300, max: 900 }) }),
      fc.record({
        kind: fc.constantFrom("deposit" as const, "waive" as const, "donate" as const, "agent" as const),
        cents: fc.integer({ min: 1, max: 60 }),
      }),
    );
    const history = fc.record({
      kind: fc.constantFrom("each_close" as const, "high_water_mark" as const, "verified" as const),
      deposit: fc.constantFrom(0n, 30n * CENT, 100n * USDC),
      dailyCap: fc.constantFrom(150n * CENT, 1_000n * USDC),
      steps: fc.array(fc.record({ step, isSeen: fc.boolean() }), { minLength: 2, maxLength: 9 }),
    });

    /** Follows the line by itself, change by change. */
    class Line {
      private covered = 0n;
      private last: Pick<Subscription, "credited" | "waived"> = { credited: 0n, waived: 0n };
      readonly payments: { from: bigint; to: bigint }[] = [];

      follow({ credited, waived }: Subscription): void {
        const paid = credited - this.last.credited;
        if (paid > 0n) this.payments.push({ from: this.covered, to: this.covered + paid });
        this.covered += paid + (waived - this.last.waived);
        this.last = { credited, waived };
      }

      /** What was paid between two places of the line. */
      paidWithin(start: bigint, end: bigint): bigint {
        const parts = this.payments.map(({ from, to }) => (to < end ? to : end) - (from > start ? from : start));
        return parts.reduce((sum, part) => (part > 0n ? sum + part : sum), 0n);
      }
    }

    it("adds up to what the chain has credited, and is exact where every step was looked at", async () => {
      const property = fc.asyncProperty(history, async ({ kind, steps, ...options }) => {
        const subscription = await subscribed(kind, options);
        const { agent, address } = subscription;
        const line = new Line();
        const look = async () => {
          await keeper.reconcile(address);
          line.follow(market.ledger(subscription));
          const rows = await rowsOf(subscription);
          const sum = rows.reduce((total, { amount }) => total + amount, 0n);
          expect(sum).to.equal(market.ledger(subscription).credited);
        };
        for (const { step, isSeen } of steps) {
          const amount = BigInt(step.cents) * CENT;
          if (step.kind === "close" && kind === "verified") await market.trade(subscription, amount);
          else if (step.kind === "close") await keeper.settleClose(address, close(amount));
          else if (step.kind === "deposit") await depositByOthers(subscription, amount);
          else if (step.kind === "waive") await waiveSome(subscription, amount);
          else if (step.kind === "donate") await market.donate(subscription, amount);
          else market.setTokens(agent.publicKey, amount);
          line.follow(market.ledger(subscription));
          if (isSeen) await look();
        }
        await look();
        if (!steps.every(({ isSeen }) => isSeen)) return;
        const rows = await rowsOf(subscription);
        const { events } = await readHistory(new ProfitShareReader(market.chain.connection), address);
        let start = 0n;
        for (const { record } of events) {
          const own = rows.filter(({ sequence }) => sequence === record.sequence);
          const sum = own.reduce((total, { amount }) => total + amount, 0n);
          expect(sum, `settlement ${record.sequence}`).to.equal(line.paidWithin(start, record.accrued));
          start = record.accrued;
        }
      });
      await fc.assert(property, { numRuns: 6 });
    });
  });
});
