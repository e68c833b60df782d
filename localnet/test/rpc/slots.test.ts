import { mock } from "node:test";
import { expect } from "chai";
import { type Localnet, startLocalnet } from "../../src";
import { ask, failure, result } from "./client";
import { fund, key, land, SOL, signed, transfer } from "./transactions";

/** The slot at which LiteSVM's mainnet features start, and with it every localnet. */
const GENESIS_SLOT = 447_552_000;

describe("slots", () => {
  const [alice, bob] = [key(51), key(52)];
  let net: Localnet;
  let url: string;

  /** A chain that stands still unless a test moves it. */
  beforeEach(async () => {
    net = await startLocalnet({ port: 0, slotMs: 3_600_000, clock: 1_800_000_000 });
    url = net.rpcUrl;
    await fund(url, alice.publicKey, 10 * SOL);
  });
  afterEach(() => net.close());

  const latest = async () => (await result(url, "getLatestBlockhash")).value;
  const advance = (count: number) => result(url, "localnet_advanceSlots", count);
  const send = async (blockhash: string, config: object = {}) => {
    const { base64 } = await signed(url, [alice], [transfer(alice, bob.publicKey, SOL)], blockhash);
    return ask(url, "sendTransaction", base64, { encoding: "base64", ...config });
  };

  it("start at genesis, with a block height of their own", async () => {
    expect(await result(url, "getSlot")).to.equal(GENESIS_SLOT);
    expect(await result(url, "getBlockHeight")).to.equal(0);
    expect((await latest()).lastValidBlockHeight).to.equal(150);
    expect(await result(url, "getGenesisHash")).to.equal((await latest()).blockhash);
  });

  it("advance on demand, each with a blockhash of its own", async () => {
    const first = await latest();
    expect(await advance(3)).to.equal(GENESIS_SLOT + 3);
    expect(await result(url, "getBlockHeight")).to.equal(3);
    const fourth = await latest();
    expect(fourth.blockhash).not.to.equal(first.blockhash);
    expect(fourth.lastValidBlockHeight).to.equal(153);
  });

  it("are counted in epochs", async () => {
    await advance(5);
    // Epoch 14 starts at slot 524,256; an epoch has 432,000 slots.
    expect(await result(url, "getEpochInfo")).to.deep.equal({
      absoluteSlot: GENESIS_SLOT + 5,
      blockHeight: 5,
      epoch: 1_048,
      slotIndex: 339_749,
      slotsInEpoch: 432_000,
      transactionCount: 1,
    });
  });

  describe("a blockhash", () => {
    it("is valid for 150 slots", async () => {
      const { blockhash } = await latest();
      await advance(150);
      expect((await result(url, "isBlockhashValid", blockhash)).value).to.equal(true);
      expect((await send(blockhash)).error).to.equal(undefined);
      expect((await result(url, "getBalance", bob.publicKey.toBase58())).value).to.equal(SOL);
    });

    it("has expired after 151", async () => {
      const { blockhash } = await latest();
      await advance(151);
      expect((await result(url, "isBlockhashValid", blockhash)).value).to.equal(false);
      expect((await send(blockhash)).error?.message).to.equal("Transaction simulation failed: Blockhash not found");
    });

    it("that has expired is sent without preflight and never lands", async () => {
      const { blockhash } = await latest();
      await advance(151);
      const dropped: unknown[] = [];
      net.chain.events.on("dropped", (signature, reason) => dropped.push([signature, reason]));
      const signature = (await send(blockhash, { skipPreflight: true })).result;
      expect(dropped).to.deep.equal([[signature, "BlockhashNotFound"]]);
      expect((await result(url, "getSignatureStatuses", [signature])).value).to.deep.equal([null]);
      expect(await result(url, "getTransaction", signature)).to.equal(null);
      expect((await result(url, "getBalance", alice.publicKey.toBase58())).value).to.equal(10 * SOL);
    });

    it("that is good does not help a transaction that the chain is told to lose", async () => {
      const { blockhash } = await latest();
      net.chain.losing.add(bob.publicKey.toBase58());
      const signature = (await send(blockhash)).result;
      expect((await result(url, "getSignatureStatuses", [signature])).value).to.deep.equal([null]);
      expect((await result(url, "getBalance", alice.publicKey.toBase58())).value).to.equal(10 * SOL);
      net.chain.losing.clear();
      expect((await send(blockhash)).result).to.equal(signature);
      expect((await result(url, "getBalance", bob.publicKey.toBase58())).value).to.equal(SOL);
    });

    it("that has expired hides that its transaction was processed, as on a cluster", async () => {
      const { blockhash } = await latest();
      await send(blockhash);
      expect((await send(blockhash)).error?.data).to.deep.include({ err: "AlreadyProcessed" });
      await advance(151);
      expect((await send(blockhash)).error?.data).to.deep.include({ err: "BlockhashNotFound" });
    });
  });

  it("have a time; setting the clock opens one", async () => {
    await result(url, "localnet_setClock", { unixTimestamp: 1_900_000_000 });
    expect(await result(url, "getBlockTime", GENESIS_SLOT)).to.equal(1_800_000_000);
    expect(await result(url, "getBlockTime", GENESIS_SLOT + 1)).to.equal(1_900_000_000);
    expect(await failure(url, "getBlockTime", GENESIS_SLOT + 2)).to.deep.equal({
      code: -32004,
      message: "Block not available for slot 447552002",
    });
    expect(await failure(url, "getBlockTime", GENESIS_SLOT - 1)).to.deep.equal({
      code: -32001,
      message: "Block 447551999 cleaned up, does not exist on node. First available block: 447552000",
    });
  });

  it("after 300 of them a status needs a search of the history", async () => {
    const signature = await land(url, await signed(url, [alice], [transfer(alice, bob.publicKey, SOL)]));
    const status = async (config?: object) =>
      (await result(url, "getSignatureStatuses", [signature], config)).value[0]?.confirmationStatus;
    await advance(299);
    expect(await status()).to.equal("finalized");
    await advance(1);
    expect(await status()).to.equal(undefined);
    expect(await status({ searchTransactionHistory: false })).to.equal(undefined);
    expect(await status({ searchTransactionHistory: true })).to.equal("finalized");
  });

  it("have no priority fees", async () => {
    await advance(1);
    expect(await result(url, "getRecentPrioritizationFees")).to.deep.equal([
      { slot: GENESIS_SLOT, prioritizationFee: 0 },
      { slot: GENESIS_SLOT + 1, prioritizationFee: 0 },
    ]);
    await advance(500);
    expect(await result(url, "getRecentPrioritizationFees", [])).to.have.length(150);
  });

  it("cannot be advanced without end", async () => {
    expect((await failure(url, "localnet_advanceSlots", 100_001)).message).to.equal(
      "Invalid param: at most 100000 slots at once",
    );
    expect(await result(url, "getSlot")).to.equal(GENESIS_SLOT);
  });
});

describe("the slot", () => {
  it("closes on the timer", async () => {
    const net = await startLocalnet({ port: 0, slotMs: 20 });
    const slots: number[] = [];
    await new Promise<void>((done) => {
      net.chain.events.on("slot", ({ slot }) => slots.push(slot) === 3 && done());
    });
    await net.close();
    expect(slots).to.deep.equal([GENESIS_SLOT + 1, GENESIS_SLOT + 2, GENESIS_SLOT + 3]);
  });

  it("takes 200 ms if nothing else is asked for, so that a blockhash lives for 30 s", async () => {
    mock.timers.enable({ apis: ["setInterval"] });
    const net = await startLocalnet({ port: 0 });
    const { slots } = net.chain;
    try {
      mock.timers.tick(199);
      expect(slots.slot).to.equal(GENESIS_SLOT);
      mock.timers.tick(1);
      expect(slots.slot).to.equal(GENESIS_SLOT + 1);
      const { blockhash } = slots;
      mock.timers.tick(30_000);
      expect(slots.lastValidHeight(blockhash)).to.equal(slots.height);
      mock.timers.tick(200);
      expect(slots.lastValidHeight(blockhash)).to.equal(null);
    } finally {
      mock.timers.reset();
      await net.close();
    }
  });

  describe("without a timer", () => {
    const payer = key(53);
    let net: Localnet;
    before(async () => {
      net = await startLocalnet({ port: 0, slotMs: 0 });
    });
    after(() => net.close());

    it("closes with every submitted transaction, landed or not", async () => {
      const signature = await fund(net.rpcUrl, payer.publicKey, SOL);
      expect((await result(net.rpcUrl, "getTransaction", signature)).slot).to.equal(GENESIS_SLOT);
      expect(await result(net.rpcUrl, "getSlot")).to.equal(GENESIS_SLOT + 1);
      const unknown = key(54).publicKey;
      const stale = await signed(net.rpcUrl, [payer], [transfer(payer, unknown, 1)], unknown.toBase58());
      await result(net.rpcUrl, "sendTransaction", stale.base64, { encoding: "base64", skipPreflight: true });
      expect(await result(net.rpcUrl, "getSlot")).to.equal(GENESIS_SLOT + 2);
    });
  });
});
