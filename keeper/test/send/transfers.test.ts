import { Keypair, type PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { createProfitShareHost, type Keeper, type ProfitShareHost } from "../../src";
import { assemble } from "../../src/process/assemble";
import { openDatabase } from "../../src/store/database";
import { newDatabase } from "../support/database";
import { FaultyRpc, type Judge } from "../support/faulty-rpc";
import { openKeeper, silent, TIMING } from "../support/keeper";
import { Market, USDC } from "../support/market";

/** Longer than a node remembers statuses without its history. */
const FORGOTTEN = 400;

describe("transferUsdcBetweenAgents", () => {
  let market: Market;
  let rpc: FaultyRpc;
  let judge: Judge;
  let database: string;
  let keeper: Keeper;
  let host: ProfitShareHost;
  let from: Keypair;
  let to: PublicKey;

  before(async () => {
    market = await Market.open();
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (...given) => judge(...given));
  });

  after(async () => {
    await rpc.close();
    await market.close();
  });

  async function open(timing: Partial<typeof TIMING> = {}): Promise<void> {
    const settings = market.settings({ rpcUrl: rpc.url });
    keeper = await openKeeper(market, { settings, database, timing: { ...TIMING, ...timing } });
    host = createProfitShareHost({ keeper, resolve: () => null, mint: market.chain.mint });
  }

  beforeEach(async () => {
    rpc.sent.length = 0;
    judge = () => "pass";
    from = Keypair.generate();
    market.agents.add(from);
    to = Keypair.generate().publicKey;
    market.setTokens(from.publicKey, 100n * USDC);
    database = await newDatabase();
    await open();
  });

  afterEach(() => keeper.stop());

  const pay = (amount: number | string, id?: string | number | null) =>
    host.transferUsdcBetweenAgents(from.publicKey.toBase58(), to.toBase58(), amount, id);
  const received = () => market.chain.tokens(market.chain.purse(to));

  it("pays twice when it is asked twice at once, for two debts", async () => {
    const results = await Promise.all([pay(5), pay(5)]);
    expect(results.map(({ success }) => success)).to.deep.equal([true, true]);
    expect(results[0]!.txSignature).to.not.equal(results[1]!.txSignature);
    expect(results[0]!.transferId).to.not.equal(results[1]!.transferId);
    expect(received()).to.equal(10_000_000n);
  });

  it("pays as often as it is asked without an id, at once or one after the other", async () => {
    await Promise.all([pay("0.000001"), pay("0.000001"), pay("0.000001")]);
    await pay("0.000001", null);
    await pay("0.000001");
    expect(received()).to.equal(5n);
  });

  const ids: [what: string, id: string | number, again: string | number][] = [
    ["a text", "debt 1", "debt 1"],
    ["a number, and its digits", 12_345, "12345"],
    ["a long text", "ü".repeat(256), "ü".repeat(256)],
  ];
  for (const [what, id, again] of ids) {
    it(`pays once for an id, however often it is asked: ${what}`, async () => {
      const first = await pay(5, id);
      expect(first).to.deep.equal({ success: true, txSignature: first.txSignature, transferId: String(id) });
      const repeats = [await pay(5, again), ...(await Promise.all([pay(5, again), pay(5, again)]))];
      expect(repeats).to.deep.equal([first, first, first]);
      expect(received()).to.equal(5_000_000n);
    });
  }

  it("pays once for an id that is asked three times at once", async () => {
    const results = await Promise.all([pay(5, "debt"), pay(5, "debt"), pay(5, "debt")]);
    expect(new Set(results.map(({ txSignature }) => txSignature)).size).to.equal(1);
    expect(results.every(({ success }) => success)).to.equal(true);
    expect(received()).to.equal(5_000_000n);
  });

  it("pays once for an id, through a restart", async () => {
    const first = await pay(5, "debt");
    await keeper.stop();
    await open();
    expect(await pay(5, "debt")).to.deep.equal(first);
    expect(received()).to.equal(5_000_000n);
  });

  const others: [what: string, again: () => ReturnType<typeof pay>, error: RegExp][] = [
    ["amount", () => pay(6, "debt"), /^The transfer debt was asked for with another amount \(5000000, now 6000000\): /],
    [
      "payee",
      () => host.transferUsdcBetweenAgents(from.publicKey.toBase58(), from.publicKey.toBase58(), 5, "debt"),
      /^The transfer debt was asked for with another to \(/,
    ],
    [
      "payer",
      () => host.transferUsdcBetweenAgents(to.toBase58(), to.toBase58(), 5, "debt"),
      /^The transfer debt was asked for with another from \(/,
    ],
  ];
  for (const [what, again, error] of others) {
    it(`refuses the id of another payment: another ${what}`, async () => {
      await pay(5, "debt");
      const refused = await again();
      expect(refused.success).to.equal(false);
      expect(refused.error).to.match(error);
      expect(received()).to.equal(5_000_000n);
    });
  }

  it("puts the id on the wire", async () => {
    const { txSignature } = await pay(5, "invoice 77");
    const lines = await market.chain.connection.getSignaturesForAddress(market.chain.purse(to));
    expect(lines.map(({ signature, memo }) => [signature, memo])).to.deep.equal([
      [txSignature, "[19] transfer invoice 77"],
    ]);
  });

  describe("when the answer was lost", () => {
    it("answers the first result to the repetition, with the signature", async () => {
      // It lands, and the process stops before it knows.
      judge = (method) => (method === "getSignatureStatuses" ? "lose request" : "pass");
      await keeper.stop();
      await open({ stopGraceMs: 0 });
      const asked = pay(5, "debt");
      while (rpc.sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await keeper.stop();
      expect((await asked).success).to.equal(false);
      judge = () => "pass";
      await open();
      const repeated = await pay(5, "debt");
      expect(repeated).to.deep.include({ success: true, txSignature: (await asked).txSignature, transferId: "debt" });
      expect(received()).to.equal(5_000_000n);
    });

    it("waits for a node with history, if only that one can tell, and does not pay twice", async () => {
      judge = (method) => (method === "getSignatureStatuses" ? "lose request" : "pass");
      await keeper.stop();
      await open({ stopGraceMs: 0 });
      const asked = pay(5, "debt");
      while (rpc.sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await keeper.stop();
      await asked;
      market.chain.localnet.chain.advanceSlots(FORGOTTEN);

      let kept = false;
      const error = { code: -32_011, message: "Transaction history is not available from this node" };
      judge = (method, params) => {
        const [, config] = params as [unknown, { searchTransactionHistory?: boolean } | undefined];
        return method === "getSignatureStatuses" && config?.searchTransactionHistory && !kept ? { error } : "pass";
      };
      await open();
      const repeated = pay(5, "debt");
      // Others are paid meanwhile.
      expect((await pay(1, "another debt")).success).to.equal(true);
      expect(received()).to.equal(6_000_000n);
      kept = true;
      expect(await repeated).to.deep.include({ success: true, transferId: "debt" });
      expect(received()).to.equal(6_000_000n);
    });
  });

  it("tries again what moved nothing, with the same id", async () => {
    market.setTokens(from.publicKey, 1n);
    const refused = await pay(5, "debt");
    expect(refused).to.deep.include({ success: false, transferId: "debt" });
    market.setTokens(from.publicKey, 100n * USDC);
    expect((await pay(5, "debt")).success).to.equal(true);
    expect(received()).to.equal(5_000_000n);
  });

  for (const id of ["", " ", "a\0b", 0.5, {}, "x".repeat(257)]) {
    it(`refuses ${JSON.stringify(id).slice(0, 20)} as an id, by the argument's name`, async () => {
      const { success, error } = await pay(5, id as string);
      expect([success, error?.split(" ")[0]]).to.deep.equal([false, "transferId"]);
      expect(received()).to.equal(0n);
    });
  }
});

describe("a payment that two keepers make from one database", () => {
  it("is made once", async () => {
    const market = await Market.open();
    const database = await openDatabase(await newDatabase());
    const from = Keypair.generate();
    market.agents.add(from);
    market.setTokens(from.publicKey, 100n * USDC);
    const to = Keypair.generate().publicKey;
    const { signer, agents, chain } = market;
    const keepers = [1, 2].map(() =>
      assemble({ settings: market.settings(), signer, agents, logger: silent, timing: TIMING }, database),
    );
    const pay = () =>
      keepers.map(({ transfers }) =>
        transfers.pay({ id: "debt", from: from.publicKey, to, mint: chain.mint, amount: 5n }),
      );
    await Promise.allSettled(pay());
    const outcomes = await Promise.all(pay());
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal(["confirmed", "confirmed"]);
    expect(chain.tokens(chain.purse(to))).to.equal(5n);
    await Promise.all(keepers.map(({ executor }) => executor.idle()));
    await database.close();
    await market.close();
  });
});
