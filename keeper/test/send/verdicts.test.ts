import { expect } from "chai";
import pino from "pino";
import type { Keeper } from "../../src";
import { newDatabase } from "../support/database";
import { FaultyRpc, type Judge } from "../support/faulty-rpc";
import { openKeeper, TIMING } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";

const close = (number: number, closePnl: bigint) => ({
  reference: number.toString(16).padStart(64, "0"),
  tradeId: `trade ${number}`,
  closePnl,
});

/** Longer than a blockhash lives. */
const EXPIRED = 151;
/** Longer than a node remembers statuses without its history. */
const FORGOTTEN = 400;
/** From mainnet, where a fifth of all slots had no block once. */
const SLOTS_WITHOUT_BLOCK = 22_000_000;

type Statuses = { context: { slot: number }; value: (object | null)[] };
type Validity = { context: { slot: number }; value: boolean };

describe("what is said of a transaction", () => {
  let market: Market;
  let rpc: FaultyRpc;
  let judge: Judge;
  let lines: { msg: string; node?: string }[];

  const log = pino({ level: "info" }, { write: (line: string) => lines.push(JSON.parse(line)) });

  before(async () => {
    market = await Market.open();
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (...given) => judge(...given));
  });

  after(async () => {
    await rpc.close();
    await market.close();
  });

  beforeEach(() => {
    rpc.sent.length = 0;
    lines = [];
    judge = () => "pass";
  });

  const open = (changes: Parameters<typeof openKeeper>[1] = {}): Promise<Keeper> =>
    openKeeper(market, { settings: market.settings({ rpcUrl: rpc.url }), logger: log, ...changes });

  /** Its next winning close moves money from the agent. */
  async function delicate(): Promise<TestSubscription> {
    const subscription = await market.attested({ deposit: 0n });
    market.setTokens(subscription.agent.publicKey, 50n * USDC);
    return subscription;
  }

  function expectSettledOnce(subscription: TestSubscription): void {
    expect(market.ledger(subscription)).to.deep.include({ sequence: 1n, accrued: 2_000_000n, credited: 2_000_000n });
    expect(market.agentTokens(subscription)).to.equal(48_000_000n);
  }

  describe("when one node is ahead and another one, which says the statuses, is behind", () => {
    const cases: [what: string, ahead: number, statusSlot: (slot: number) => number][] = [
      ["by 400 and a few", 400, (slot) => slot - 5],
      ["by 10,000, and stands still", 10_000, () => 1],
      ["by as much as a blockhash lives, and one slot", EXPIRED, (slot) => slot + EXPIRED - 1],
    ];
    for (const [what, ahead, statusSlot] of cases) {
      it(`waits for an answer of both, and pays once: ${what}`, async () => {
        const subscription = await delicate();
        let looks = 0;
        judge = (method) => {
          if (method === "getBlockHeight") return { change: (height: number) => height + ahead };
          if (method === "isBlockhashValid") {
            return { change: ({ context }: Validity) => ({ context: { slot: context.slot + ahead }, value: false }) };
          }
          if (method !== "getSignatureStatuses" || ++looks > 30) return "pass";
          return {
            change: ({ context, value }: Statuses) => ({
              context: { slot: statusSlot(context.slot) },
              value: value.map(() => null),
            }),
          };
        };
        const keeper = await open();
        const { pass } = await keeper.settleClose(subscription.address, close(1, 20n * USDC));
        await keeper.stop();
        expect(looks).to.be.above(30);
        expect(pass.actions.map(({ outcome }) => outcome.kind)).to.deep.equal(["confirmed"]);
        expect(new Set(rpc.sent).size).to.equal(1);
        expectSettledOnce(subscription);
      });
    }
  });

  describe("when a node says an implausible block height", () => {
    const heights: [what: string, height: (true_: number) => unknown, said: RegExp | null][] = [
      ["the slot", (height) => height + SLOTS_WITHOUT_BLOCK, /says an implausible block height, 22\d{6}: a fresh/],
      ["a number of milliseconds", () => 1_790_000_000_000, /says an implausible block height, 1790000000000: /],
      ["a few thousand too many", (height) => height + 5_000, /says an implausible block height, 5\d{3}: /],
      ["none", () => null, null],
    ];
    for (const [what, height, said] of heights) {
      it(`settles all the same, and names it: ${what}`, async () => {
        const subscription = await delicate();
        judge = (method) => {
          if (method === "getBlockHeight") return { change: height };
          if (method !== "getEpochInfo") return "pass";
          return { change: (info: { blockHeight: number }) => ({ ...info, blockHeight: height(info.blockHeight) }) };
        };
        // The first sending is lost, so that it is looked at more than once.
        const lossy = judge;
        judge = (method, params) =>
          method === "sendTransaction" && rpc.sent.length <= 2 ? "lose request" : lossy(method, params);
        const keeper = await open();
        await keeper.settleClose(subscription.address, close(1, 20n * USDC));
        await keeper.stop();
        expect(rpc.sent.length).to.be.at.least(1);
        expect(new Set(rpc.sent).size).to.equal(1);
        expectSettledOnce(subscription);
        const named = lines.filter(({ msg }) => /implausible/.test(msg));
        if (said === null) return expect(named).to.deep.equal([]);
        expect(named).to.have.length(1);
        expect(named[0]).to.deep.include({ node: rpc.url });
        expect(named[0]!.msg).to.match(said);
      });
    }
  });

  describe("when the node keeps no history, and a stored transaction has expired", () => {
    const errors: [what: string, error: { code: number; message: string }][] = [
      ["as Agave says it", { code: -32_011, message: "Transaction history is not available from this node" }],
      ["in a provider's words", { code: -32_000, message: "history is an add-on of the plan Business" }],
      ["as a parameter that it does not know", { code: -32_602, message: "Invalid params: searchTransactionHistory" }],
    ];
    it("finds in the accounts what had landed before, and settles it once", async () => {
      const subscription = await delicate();
      const database = await newDatabase();
      // It lands, and nobody hears of it.
      judge = (method) => {
        if (method === "sendTransaction") return "lose answer";
        return method === "getSignatureStatuses" ? "lose request" : "pass";
      };
      const first = await open({ database, timing: { ...TIMING, stopGraceMs: 0 } });
      const begun = first.settleClose(subscription.address, close(1, 20n * USDC)).catch(() => null);
      while (rpc.sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await Promise.all([first.stop(), begun]);
      market.chain.localnet.chain.advanceSlots(FORGOTTEN);

      const error = { code: -32_011, message: "Transaction history is not available from this node" };
      judge = (method, params) => {
        const [, config] = params as [unknown, { searchTransactionHistory?: boolean } | undefined];
        if (method === "getTransaction" || method === "getSignaturesForAddress") return { error };
        return method === "getSignatureStatuses" && config?.searchTransactionHistory ? { error } : "pass";
      };
      const second = await open({ database });
      const { close: row } = await second.settleClose(subscription.address, close(1, 20n * USDC));
      await second.stop();
      expect(row).to.deep.include({ status: "settled", sequence: 1n });
      expectSettledOnce(subscription);
    });

    for (const [what, error] of errors) {
      it(`decides from the accounts, and settles others meanwhile: ${what}`, async () => {
        const [waiting, other] = [await delicate(), await delicate()];
        const database = await newDatabase();
        judge = (method) => (method === "sendTransaction" ? "lose request" : "pass");
        const first = await open({ database, timing: { ...TIMING, stopGraceMs: 0 } });
        const begun = first.settleClose(waiting.address, close(1, 20n * USDC));
        while (rpc.sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
        await Promise.all([first.stop(), begun]);
        market.chain.localnet.chain.advanceSlots(FORGOTTEN);

        judge = (method, params) => {
          const [, config] = params as [unknown, { searchTransactionHistory?: boolean } | undefined];
          if (method === "getTransaction" || method === "getSignaturesForAddress") return { error };
          return method === "getSignatureStatuses" && config?.searchTransactionHistory ? { error } : "pass";
        };
        const second = await open({ database });
        const { close: row } = await second.settleClose(other.address, close(2, 20n * USDC));
        expect(market.ledger(other).sequence).to.equal(1n);
        expect(row.sequence).to.equal(1n);
        await second.reconcile(waiting.address);
        await second.stop();
        expectSettledOnce(waiting);
        expectSettledOnce(other);
      });
    }
  });

  describe("when twelve transactions never land", () => {
    it("delays nobody else", async () => {
      const stuck: TestSubscription[] = [];
      for (let count = 0; count < 12; count++) stuck.push(await delicate());
      const free = await delicate();
      /** Those of the twelve that a transaction names, which may be several. */
      const stuckIn = (transaction: string) =>
        stuck.filter(({ address }) => Buffer.from(transaction, "base64").includes(address.toBuffer()));
      const lost = new Set<TestSubscription>();
      judge = (method, params) => {
        const named = method === "sendTransaction" ? stuckIn(params[0] as string) : [];
        for (const one of named) lost.add(one);
        return named.length > 0 ? "swallow" : "pass";
      };
      const keeper = await open({ timing: { ...TIMING, stopGraceMs: 0 } });
      const waiting = stuck.map(({ address }, index) => keeper.settleClose(address, close(index + 1, 20n * USDC)));
      while (lost.size < 12) await new Promise((resolve) => setTimeout(resolve, 5));
      const before = rpc.seen.get("getSignatureStatuses") ?? 0;
      const { close: row } = await keeper.settleClose(free.address, close(99, 20n * USDC));
      expect(row.status).to.equal("settled");
      expectSettledOnce(free);
      // One request asks for the statuses of all thirteen.
      expect(rpc.seen.get("getSignatureStatuses")! - before).to.be.below(400);
      await keeper.stop();
      const results = await Promise.all(waiting);
      expect(results.map((result) => result.close.status)).to.deep.equal(Array(12).fill("pending"));
    });
  });
});
