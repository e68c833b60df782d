import { driftSimulation } from "@profit-share/localnet";
import { Transaction } from "@solana/web3.js";
import { expect } from "chai";
import { eq } from "drizzle-orm";
import pino from "pino";
import type { Keeper } from "../../src";
import { openDatabase } from "../../src/store/database";
import { profitShareVenueTrades } from "../../src/tables";
import { onEachDatabase } from "../support/database";
import { fillLine, INVOKE, liquidationLine, TRUNCATED } from "../support/drift-log";
import { type Fate, FaultyRpc } from "../support/faulty-rpc";
import { openKeeper, TIMING } from "../support/keeper";
import { Market, ONE, type TestSubscription, USDC } from "../support/market";

interface Listed {
  signature: string;
  slot: number;
}

onEachDatabase("trades on the venue", (newPlace) => {
  let market: Market;
  let rpc: FaultyRpc;
  let place: string;
  let keeper: Keeper;
  let subscription: TestSubscription;
  /** What Drift says in these transactions: its simulator logs no events. */
  let events: Map<string, string[]>;
  /** How the node lists transactions, if otherwise than the chain. */
  let list: (lines: Listed[]) => Listed[];
  /** What becomes of requests for the list, if not an answer. */
  let listing: Fate | null;
  /** Signatures that were asked for. */
  let fetched: string[];
  let said: string[];

  function judge(method: string, params: unknown[]): Fate {
    if (method === "getSignaturesForAddress") return listing ?? { change: (lines: Listed[]) => list(lines) };
    if (method !== "getTransaction") return "pass";
    const signature = params[0] as string;
    fetched.push(signature);
    const lines = events.get(signature);
    if (lines === undefined) return "pass";
    return { change: (result: { meta: { logMessages: string[] } }) => withLines(result, lines) };
  }

  async function start(venueTrades = true): Promise<void> {
    const settings = market.settings({ rpcUrl: rpc.url, venueTrades });
    const write = (line: string) => void said.push((JSON.parse(line) as { msg: string }).msg);
    const logger = pino({ level: "warn" }, { write });
    // Everything on the local chain is final at once.
    keeper = await openKeeper(market, { settings, database: place, logger, timing: { ...TIMING, finalMs: 0 } });
  }

  beforeEach(async () => {
    events = new Map();
    [list, listing, fetched, said] = [(lines) => lines, null, [], []];
    place = await newPlace();
    market = await Market.open();
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, judge);
    subscription = await market.verified();
    await start();
    await keeper.once();
  });

  afterEach(async () => {
    await keeper.stop();
    await rpc.close();
    await market.close();
  });

  /** Trades one unit, of which Drift says this. @returns the signature */
  async function trade(pnl: bigint | null, ...lines: string[]): Promise<string> {
    const { venueUser, agent } = subscription;
    const on = { user: venueUser!, authority: agent.publicKey, marketIndex: 0 };
    const [base, quote] = pnl === null ? [ONE, -100n * USDC] : [-ONE, 100n * USDC + pnl];
    const signature = await market.chain.send([driftSimulation.fill({ ...on, base, quote })], agent);
    events.set(signature, lines);
    return signature;
  }

  const opening = () => fillLine({ taker: subscription.venueUser!, base: ONE, quote: 100n * USDC, direction: "long" });
  const closing = (fillRecordId: bigint, pnl: bigint) =>
    fillLine({
      ...{ taker: subscription.venueUser!, base: ONE, quote: 100n * USDC + pnl, takerCost: 100n * USDC, fillRecordId },
    });

  const names = async () =>
    (await keeper.distributions({ subscription: subscription.address.toBase58() })).map(({ tradeId }) => tradeId);

  /** Stops the keeper, for a database in a folder is its own. */
  async function rows() {
    await keeper.stop();
    const database = await openDatabase(place);
    try {
      const { subscription: of, slot, eventOrder } = profitShareVenueTrades;
      const own = eq(of, subscription.address.toBase58());
      return await database.db.select().from(profitShareVenueTrades).where(own).orderBy(slot, eventOrder);
    } finally {
      await database.close();
    }
  }

  const told = async () =>
    (await rows()).map(({ kind, fillRecordId, sequence, isOnly }) => [kind, fillRecordId, sequence, isOnly]);

  it("names what was paid by the close that it was paid for, and keeps the close", async () => {
    await trade(null, opening());
    const signature = await trade(
      50n * USDC,
      fillLine({ base: ONE, quote: USDC, takerCost: USDC }),
      closing(42n, 50n * USDC),
    );
    await keeper.once();
    expect(await names()).to.deep.equal(["drift:0:42"]);
    const [row, ...more] = await rows();
    expect(more).to.deep.equal([]);
    const { slot, blockTime } = (await market.chain.connection.getTransaction(signature, {
      maxSupportedTransactionVersion: 0,
    }))!;
    expect(row).to.deep.equal({
      ...{ subscription: subscription.address.toBase58(), instance: 1n, signature, eventOrder: 1, slot },
      ...{ tradedAt: new Date(blockTime! * 1_000), kind: "fill", marketIndex: 0, fillRecordId: 42n },
      ...{ base: ONE, quote: 150n * USDC, fee: 0n, pnl: 50n * USDC, sequence: 1n, isOnly: true },
    });
  });

  it("tells flips, the maker's side and liquidations apart, and names none of several", async () => {
    const user = subscription.venueUser!;
    await trade(null, opening());
    const flip = fillLine({ taker: user, base: 3n, takerCost: 1n, takerHeld: 1n, fillRecordId: 1n });
    const made = fillLine({ maker: user, base: 3n, makerCost: 1n, fillRecordId: 2n });
    const sold = fillLine({ taker: user, base: 3n, takerCost: 1n, fillRecordId: 3n });
    const liquidated = liquidationLine({ user, base: -3n, fillRecordId: 3n });
    await trade(50n * USDC, flip, made, sold, liquidated);
    await keeper.once();
    expect(await names()).to.deep.equal([null]);
    expect(await told()).to.deep.equal([
      ["flip", 1n, 1n, false],
      ["fill", 2n, 1n, false],
      ["liquidation", 3n, 1n, false],
    ]);
  });

  it("leaves out a transaction that failed", async () => {
    const { connection, payer } = market.chain;
    // Nobody but the agent trades with its account.
    const on = { user: subscription.venueUser!, authority: market.operator.publicKey, marketIndex: 0 };
    const failing = new Transaction().add(driftSimulation.fill({ ...on, base: ONE, quote: -USDC }));
    failing.feePayer = payer.publicKey;
    failing.recentBlockhash = (await connection.getLatestBlockhash()).blockhash;
    failing.sign(payer, market.operator);
    const signature = await connection.sendRawTransaction(failing.serialize(), { skipPreflight: true });
    events.set(signature, [closing(7n, USDC)]);
    await trade(null, opening());
    await trade(50n * USDC, closing(8n, 50n * USDC));
    await keeper.once();
    const { value } = await connection.getSignatureStatus(signature, { searchTransactionHistory: true });
    expect(value?.err).not.to.equal(null);
    expect(fetched).not.to.include(signature);
    expect(await told()).to.deep.equal([["fill", 8n, 1n, true]]);
  });

  it("says of a log that was cut off that it is not known what it would have told", async () => {
    await trade(null, opening());
    await trade(50n * USDC, closing(42n, 50n * USDC), TRUNCATED);
    await keeper.once();
    expect(said).to.deep.equal(["the venue's log of a transaction is cut off or missing: closes in it are not known"]);
    expect(await names()).to.deep.equal([null]);
    expect(await told()).to.deep.equal([
      ["fill", 42n, 1n, false],
      ["unread", null, 1n, false],
    ]);
  });

  it("goes on from the last settlement, also in another process, and fetches nothing twice", async () => {
    await trade(null, opening());
    await trade(20n * USDC, closing(1n, 20n * USDC));
    await keeper.once();
    await keeper.stop();
    await start();
    await trade(null, opening());
    await trade(30n * USDC, closing(2n, 30n * USDC));
    const before = new Set(fetched);
    fetched = [];
    await keeper.once();
    expect(fetched.filter((signature) => before.has(signature))).to.deep.equal([]);
    expect(await names()).to.deep.equal(["drift:0:1", "drift:0:2"]);
  });

  it("reads on where a node lists fewer than it was asked for", async () => {
    list = (lines) => lines.slice(0, 1);
    await trade(null, opening());
    await trade(20n * USDC, closing(1n, 20n * USDC));
    await trade(null, opening());
    await keeper.once();
    expect(await names()).to.deep.equal(["drift:0:1"]);
  });

  it("does not depend on the order in which the node lists one slot", async () => {
    listing = { error: { code: -32_601, message: "Method not found" } };
    await trade(null, opening());
    const first = await trade(20n * USDC, closing(1n, 20n * USDC));
    await keeper.once();
    await trade(null, opening());
    await trade(30n * USDC, closing(2n, 30n * USDC));
    await keeper.once();
    listing = null;
    // All that came behind the first close is of one slot, the latest of it last.
    list = (lines) => {
      const count = Math.max(
        0,
        lines.findIndex(({ signature }) => signature === first),
      );
      const together = lines.slice(0, count).map((line) => ({ ...line, slot: lines[0]!.slot }));
      return [...together.reverse(), ...lines.slice(count)];
    };
    await keeper.once();
    expect(await told()).to.deep.equal([
      ["fill", 1n, 1n, false],
      ["fill", 2n, null, false],
    ]);
  });

  it("waits until the node lists the settlement", async () => {
    await trade(null, opening());
    const signature = await trade(20n * USDC, closing(1n, 20n * USDC));
    list = (lines) => lines.slice(lines.findIndex((line) => line.signature === signature));
    await keeper.once();
    expect(await names()).to.deep.equal([null]);
    list = (lines) => lines;
    await keeper.once();
    expect([await names(), said]).to.deep.equal([["drift:0:1"], []]);
  });

  it("holds up no money when the node does not say what happened", async () => {
    listing = { error: { code: -32_601, message: "Method not found" } };
    await trade(null, opening());
    await trade(20n * USDC, closing(1n, 20n * USDC));
    expect(await keeper.once()).to.deep.equal([]);
    expect(market.payoutTokens(subscription)).to.equal(2n * USDC);
    expect(said).to.deep.equal([
      "trades on the venue could not be read; they are tried again, and money does not wait for them",
    ]);
    listing = null;
    await keeper.once();
    expect(await names()).to.deep.equal(["drift:0:1"]);
  });

  it("follows them by itself while the keeper runs", async () => {
    keeper.start();
    await trade(null, opening());
    await trade(20n * USDC, closing(1n, 20n * USDC));
    while ((await names())[0] !== "drift:0:1") await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it("asks nothing of the node unless it is configured", async () => {
    await keeper.stop();
    await start(false);
    rpc.seen.clear();
    await trade(null, opening());
    await trade(20n * USDC, closing(1n, 20n * USDC));
    await keeper.once();
    expect(rpc.seen.has("getSignaturesForAddress")).to.equal(false);
    expect(await names()).to.deep.equal([null]);
  });
});

/** Drift's lines behind the one that says that it began. */
function withLines(result: { meta: { logMessages: string[] } }, lines: readonly string[]) {
  const log = result.meta.logMessages;
  log.splice(log.indexOf(INVOKE) + 1, 0, ...lines);
  return result;
}
