import { setTimeout as sleep } from "node:timers/promises";
import { PROGRAM_ID } from "@profit-share/sdk";
import { PublicKey, VersionedTransaction } from "@solana/web3.js";
import { expect } from "chai";
import type { Keeper, PassReport } from "../../src";
import { FaultyRpc, type Judge } from "../support/faulty-rpc";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";

const done = ({ actions }: PassReport) => actions.map(({ kind, outcome }) => `${kind} ${outcome.kind}`);

const close = (number: number, closePnl: bigint) => ({
  reference: number.toString(16).padStart(64, "0"),
  tradeId: `trade ${number}`,
  closePnl,
});

/** What loaded bytes are counted in. */
const PAGE = 32_768;
const BPF_LOADER = { programId: new PublicKey("BPFLoaderUpgradeab1e11111111111111111111111") };

/** Longer than a connection waits before it sends a lost request again. */
const RETRIED_MS = 400;
/** Longer than a blockhash lives. */
const EXPIRED = 151;

describe("sending over an RPC that loses requests and answers", () => {
  let market: Market;
  let rpc: FaultyRpc;
  let keeper: Keeper;
  let judge: Judge;
  /** The bytes that were sent, in order. */
  let sent: string[];

  before(async () => {
    market = await Market.open();
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (method, params) => {
      if (method === "sendTransaction") sent.push(params[0] as string);
      return judge(method, params);
    });
    keeper = await openKeeper(market, { settings: market.settings({ rpcUrl: rpc.url }) });
  });

  after(async () => {
    await keeper.stop();
    await rpc.close();
    await market.close();
  });

  beforeEach(async () => {
    judge = () => "pass";
    // What the test before let be lost is sent once more after a moment.
    await sleep(RETRIED_MS);
    sent = [];
  });

  /** An subscription whose next winning close moves money from the agent: the worst to be done twice. */
  async function delicate(): Promise<TestSubscription> {
    const subscription = await market.attested({ deposit: 0n });
    market.setTokens(subscription.agent.publicKey, 50n * USDC);
    return subscription;
  }

  /** Bytes that the chain says it loads. */
  async function loaded(transaction: string): Promise<number> {
    const config = { encoding: "base64", replaceRecentBlockhash: true };
    const body = { jsonrpc: "2.0", id: 1, method: "simulateTransaction", params: [transaction, config] };
    const headers = { "content-type": "application/json" };
    const { rpcUrl } = market.chain.localnet;
    const answer = await fetch(rpcUrl, { method: "POST", headers, body: JSON.stringify(body) });
    const { result } = (await answer.json()) as { result: { value: { loadedAccountsDataSize: number } } };
    return result.value.loadedAccountsDataSize;
  }

  function expectSettledOnce(subscription: TestSubscription): void {
    expect(market.ledger(subscription)).to.deep.include({ sequence: 1n, accrued: 2_000_000n, credited: 2_000_000n });
    expect(market.payoutTokens(subscription)).to.equal(2_000_000n);
    expect(market.agentTokens(subscription)).to.equal(48_000_000n);
    expect(market.escrowTokens(subscription)).to.equal(0n);
  }

  describe("when the answer to a sending is lost", () => {
    it("finds the transaction on the chain and does nothing twice", async () => {
      const subscription = await delicate();
      judge = (method) => (method === "sendTransaction" ? "lose answer" : "pass");
      const { close: row } = await keeper.settleClose(subscription.address, close(1, 20n * USDC));
      expect(row.status).to.equal("settled");
      expectSettledOnce(subscription);
    });
  });

  describe("when a node sees everything twice", () => {
    it("does nothing twice", async () => {
      const subscription = await delicate();
      judge = (method) => (method === "sendTransaction" ? "double" : "pass");
      await keeper.settleClose(subscription.address, close(1, 20n * USDC));
      expectSettledOnce(subscription);
    });
  });

  describe("when the first three sendings are lost", () => {
    it("sends the same bytes again until they land", async () => {
      const subscription = await delicate();
      judge = (method) => (method === "sendTransaction" && sent.length <= 3 ? "lose request" : "pass");
      await keeper.settleClose(subscription.address, close(1, 20n * USDC));
      expect(sent.length).to.equal(4);
      expect(new Set(sent).size).to.equal(1);
      expectSettledOnce(subscription);
    });
  });

  describe("when half of all answers is lost", () => {
    it("gets there, over as many passes as it takes", async () => {
      const subscription = await delicate();
      // Always the same, and without a period that a pass could get stuck in.
      let state = 1;
      let lost = 0;
      judge = () => {
        state = (state * 48_271) % 2_147_483_647;
        if (state % 2 !== 0) return "pass";
        lost += 1;
        return "lose answer";
      };
      let status = "unknown";
      for (let attempt = 0; attempt < 50 && status !== "settled"; attempt++) {
        const result = await keeper.settleClose(subscription.address, close(1, 20n * USDC)).catch(() => null);
        status = result?.close.status ?? status;
      }
      expect(status).to.equal("settled");
      expect(lost).to.be.above(1);
      expectSettledOnce(subscription);
    });
  });

  describe("when the blockhash expires before anything lands", () => {
    it("says so, keeps the close with its sequence, and signs anew in the next pass", async () => {
      const subscription = await delicate();
      judge = (method) => {
        if (method !== "sendTransaction") return "pass";
        if (sent.length === 1) market.chain.localnet.chain.advanceSlots(EXPIRED);
        return "lose request";
      };
      const first = await keeper.settleClose(subscription.address, close(1, 20n * USDC));
      expect(done(first.pass)).to.deep.equal(["settle_attested expired"]);
      expect(first.pass.failed).to.equal(true);
      expect(first.close).to.deep.include({ status: "pending", sequence: 1n });

      judge = () => "pass";
      expect(done(await keeper.reconcile(subscription.address))).to.deep.equal(["settle_attested confirmed"]);
      expect(new Set(sent).size).to.equal(2);
      expectSettledOnce(subscription);
    });
  });

  describe("when it lands at the last moment, and its status comes late", () => {
    it("looks for it once more before it gives it up", async () => {
      const subscription = await delicate();
      judge = async (method, params) => {
        if (method !== "sendTransaction") return "pass";
        if (sent.length > 1) return "lose request";
        // Lands, and then its blockhash is history.
        await market.chain.connection.sendEncodedTransaction(params[0] as string, { skipPreflight: true });
        market.chain.localnet.chain.advanceSlots(EXPIRED);
        return "lose request";
      };
      const { close: row } = await keeper.settleClose(subscription.address, close(1, 20n * USDC));
      expect(row.status).to.equal("settled");
      expect(new Set(sent).size).to.equal(1);
      expectSettledOnce(subscription);
    });
  });

  describe("when the RPC stops answering while a transaction is in flight", () => {
    it("says so, and goes on with that transaction when it answers", async () => {
      const subscription = await delicate();
      judge = (method) => {
        if (method === "sendTransaction") return "lose answer";
        return sent.length > 0 ? "lose request" : "pass";
      };
      const error = await keeper
        .settleClose(subscription.address, close(1, 20n * USDC))
        .catch((reason: Error) => reason);
      expect(error).to.be.instanceOf(Error);
      const blockhashes = rpc.seen.get("getLatestBlockhash");

      judge = () => "pass";
      const pass = await keeper.reconcile(subscription.address);
      // The next pass resumes it, unless it was found landed before.
      for (const { action, outcome } of pass.actions) expect([action, outcome.kind]).to.deep.equal([null, "confirmed"]);
      expect(rpc.seen.get("getLatestBlockhash")).to.equal(blockhashes);
      expectSettledOnce(subscription);
    });
  });

  describe("when the node does not return the landed transaction", () => {
    it("learns from the chain's history what was settled", async () => {
      const subscription = await delicate();
      let history = false;
      judge = (method) => {
        history ||= method === "getSignaturesForAddress";
        return method === "getTransaction" && !history ? "lose answer" : "pass";
      };
      const { pass } = await keeper.settleClose(subscription.address, close(1, 20n * USDC));
      expect(pass.actions[0]!.outcome).to.deep.include({ kind: "confirmed", details: null });
      // What it does not answer it is not asked for a while.
      const stored = () => keeper.storedClose(subscription.address, close(1, 0n).reference);
      while ((await stored())?.status !== "settled") await keeper.reconcile(subscription.address);
      expect((await stored())!.amounts).to.deep.include({ accrued: 2_000_000n, paid: 2_000_000n });
      expectSettledOnce(subscription);
    });
  });

  describe("when the transaction lands and fails", () => {
    it("says why, and settles the close alone", async () => {
      const subscription = await delicate();
      judge = (method) => {
        // Between simulation and landing the agent spends its tokens.
        if (method === "sendTransaction" && sent.length === 1) market.setTokens(subscription.agent.publicKey, 1n);
        return "pass";
      };
      const { pass } = await keeper.settleClose(subscription.address, close(1, 20n * USDC));
      expect(done(pass)).to.deep.equal(["settle_attested failed", "settle_attested confirmed"]);
      expect(pass.actions[0]!.outcome).to.have.nested.property("error.name", "InsufficientFunds");
      expect(market.ledger(subscription)).to.deep.include({ sequence: 1n, accrued: 2_000_000n, credited: 0n });
      expect(market.agentTokens(subscription)).to.equal(1n);
    });
  });

  describe("when the program grows between simulation and landing", () => {
    const { programId } = BPF_LOADER;
    const [code] = PublicKey.findProgramAddressSync([PROGRAM_ID.toBytes()], programId);

    /** What an upgrade does that needs more room. */
    function grow(bytes: number): void {
      const { chain } = market.chain.localnet;
      const account = chain.account(code.toBase58())!;
      chain.setAccount(code.toBase58(), { ...account, data: Buffer.concat([account.data, Buffer.alloc(bytes)]) });
    }

    it("lands all the same, if it grows by a few pages", async () => {
      const subscription = await delicate();
      judge = (method) => {
        if (method === "sendTransaction" && sent.length === 1) grow(60_000);
        return "pass";
      };
      await keeper.settleClose(subscription.address, close(1, 20n * USDC));
      expect(sent).to.have.length(1);
      expectSettledOnce(subscription);
    });

    it("settles in the next pass, if it grows by a megabyte", async () => {
      const subscription = await delicate();
      const dropped: unknown[] = [];
      market.chain.localnet.chain.events.on("dropped", (_, reason) => dropped.push(reason));
      judge = (method) => {
        if (method !== "sendTransaction") return "pass";
        if (sent.length === 1) grow(1_000_000);
        // What lands at a cluster and fails there is dropped here, so that its blockhash has to expire.
        else market.chain.localnet.chain.advanceSlots(EXPIRED);
        return "pass";
      };
      const { pass } = await keeper.settleClose(subscription.address, close(1, 20n * USDC));
      expect(done(pass)).to.deep.equal(["settle_attested expired"]);
      expect(new Set(dropped)).to.deep.equal(new Set(["MaxLoadedAccountsDataSizeExceeded", "BlockhashNotFound"]));

      judge = () => "pass";
      expect(done(await keeper.reconcile(subscription.address))).to.deep.equal(["settle_attested confirmed"]);
      expectSettledOnce(subscription);
    });
  });

  describe("when the next node is behind the slot in which a transaction landed", () => {
    it("reads and simulates nothing older, and pays nothing twice", async () => {
      const subscription = await delicate();
      await keeper.settleClose(subscription.address, close(1, 20n * USDC));
      const { slot } = (await market.chain.connection.getSignaturesForAddress(subscription.address))[0]!;

      let behind = 2;
      const named: unknown[] = [];
      judge = (method, params) => {
        if (method !== "getMultipleAccounts" && method !== "simulateTransaction") return "pass";
        named.push((params[1] as { minContextSlot?: number }).minContextSlot);
        return behind-- > 0 ? "behind" : "pass";
      };
      await keeper.reconcile(subscription.address);
      expect(named).to.deep.equal([slot, slot, slot]);
      expectSettledOnce(subscription);
    });
  });

  it("asks for little more than the simulation took, and for the configured price", async () => {
    const subscription = await market.attested();
    const priced = await openKeeper(market, { settings: market.settings({ rpcUrl: rpc.url, computeUnitPrice: 250n }) });
    try {
      const { pass } = await priced.settleClose(subscription.address, close(1, -1n));
      const outcome = pass.actions[0]!.outcome;
      if (outcome.kind !== "confirmed") throw new Error(outcome.kind);
      const { message } = VersionedTransaction.deserialize(Buffer.from(sent[0]!, "base64"));
      const [units, bytes, price] = message.compiledInstructions.map(({ data }) => Buffer.from(data));
      const used = outcome.details!.computeUnits!;
      expect([units![0], units!.readUInt32LE(1)]).to.deep.equal([2, Math.ceil((used * 11) / 10) + 2_000]);
      expect([price![0], price!.readBigUInt64LE(1)]).to.deep.equal([3, 250n]);
      // A tenth and two pages more than was loaded, up to a whole page.
      const spare = bytes!.readUInt32LE(1) - 1.1 * (await loaded(sent[0]!));
      expect([bytes![0], bytes!.readUInt32LE(1) % PAGE]).to.deep.equal([4, 0]);
      expect(spare).to.be.within(2 * PAGE, 3 * PAGE);
    } finally {
      await priced.stop();
    }
  });
});
