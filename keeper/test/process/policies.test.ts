import { expect } from "chai";
import { type ActionReport, createProfitShareHost, type Keeper, type Policy } from "../../src";
import { newDatabase } from "../support/database";
import { openKeeper } from "../support/keeper";
import { Market, ONE, type TestSubscription, USDC } from "../support/market";

const MINUTE = 60;
const HOUR = 3_600;

describe("a periodic policy", () => {
  const HOURLY: Policy = { kind: "periodic", cron: "0 * * * *", timeZone: "UTC" };
  let market: Market;
  let database: string;
  let keeper: Keeper;
  let reports: ActionReport[];

  beforeEach(async () => {
    market = await Market.open();
    database = await newDatabase();
    reports = [];
    // 20 minutes past an hour.
    const { chain } = market.chain.localnet;
    chain.setTime(chain.time() - (chain.time() % HOUR) + HOUR + 20 * MINUTE);
  });
  afterEach(async () => {
    await keeper.stop();
    await market.close();
  });

  /** A keeper of all that has subscribed. */
  async function open(policy: Policy = HOURLY): Promise<void> {
    const onAction = (report: ActionReport) => reports.push(report);
    keeper = await openKeeper(market, { settings: market.settings({ policy }), database, onAction });
  }

  async function restart(policy?: Policy): Promise<void> {
    await keeper.stop();
    await open(policy);
  }

  async function after(minutes: number): Promise<void> {
    const { chain } = market.chain.localnet;
    chain.setTime(chain.time() + minutes * MINUTE);
    expect(await keeper.once()).to.deep.equal([]);
  }

  const earns = (subscription: TestSubscription, dollars: bigint) => market.trade(subscription, dollars * USDC);

  it("settles at once and pays all of an hour at its end, in one transaction", async () => {
    const all = [await market.verified(), await market.verified(), await market.verified()];
    await open();
    for (const one of all) await earns(one, 20n);
    await after(0);
    expect(all.map((one) => market.ledger(one).accrued)).to.deep.equal([2n * USDC, 2n * USDC, 2n * USDC]);
    await after(39);
    expect(all.map((one) => market.payoutTokens(one))).to.deep.equal([0n, 0n, 0n]);
    reports.length = 0;
    await after(1);
    expect(all.map((one) => market.payoutTokens(one))).to.deep.equal([2n * USDC, 2n * USDC, 2n * USDC]);
    expect(new Set(reports.map(({ outcome }) => "signature" in outcome && outcome.signature)).size).to.equal(1);
  });

  it("makes up for a time at which the keeper was down, once", async () => {
    const one = await market.verified();
    await open();
    await earns(one, 20n);
    await after(0);
    await restart();
    await after(24 * 60);
    expect(market.payoutTokens(one)).to.equal(2n * USDC);
    await earns(one, 20n);
    await after(0);
    await restart();
    await after(30);
    expect(market.payoutTokens(one)).to.equal(2n * USDC);
    await after(10);
    expect(market.payoutTokens(one)).to.equal(4n * USDC);
  });

  it("has nothing lost when it takes the place of another one, or another takes its place", async () => {
    const one = await market.verified();
    await open();
    const earnsAQuarter = (dollars: bigint) => market.reduce(one, dollars * USDC, { part: ONE / 4n });
    await market.open(one);
    await earnsAQuarter(20n);
    await after(0);
    await restart({ kind: "threshold", amount: 3n * USDC });
    await after(60);
    expect(market.payoutTokens(one)).to.equal(0n);
    await earnsAQuarter(10n);
    await after(0);
    expect(market.payoutTokens(one)).to.equal(3n * USDC);
    await restart();
    await earnsAQuarter(10n);
    await after(0);
    expect(market.payoutTokens(one)).to.equal(3n * USDC);
    await restart({ kind: "immediate" });
    await after(0);
    expect(market.payoutTokens(one)).to.equal(4n * USDC);
  });

  it("leaves what could not be had at its time to the next one", async () => {
    const one = await market.verified({ deposit: 0n });
    await open();
    await earns(one, 20n);
    await after(40);
    expect(market.ledger(one)).to.deep.include({ accrued: 2n * USDC, credited: 0n });
    market.setTokens(one.agent.publicKey, 50n * USDC);
    await after(30);
    expect(market.ledger(one).credited).to.equal(0n);
    await after(30);
    expect(market.payoutTokens(one)).to.equal(2n * USDC);
  });
});

describe("a threshold for an attested subscription", () => {
  let market: Market;
  let keeper: Keeper;
  let subscription: TestSubscription;

  before(async () => {
    market = await Market.open();
    const policy: Policy = { kind: "threshold", amount: 3n * USDC };
    keeper = await openKeeper(market, { settings: market.settings({ policy }) });
    subscription = await market.attested();
  });
  after(async () => {
    await keeper.stop();
    await market.close();
  });

  /** A close of $10, whose share is $1. @returns what the creator has by then */
  async function close(tradeId: string, positionClosed?: boolean): Promise<bigint> {
    const host = createProfitShareHost({ keeper, resolve: (id) => id, mint: market.chain.mint });
    const { address, agent } = subscription;
    const wallet = agent.publicKey.toBase58();
    const said = await host.distributeCreatorProfitShare(address.toBase58(), "10", wallet, tradeId, positionClosed);
    expect(said.success).to.equal(true);
    return market.payoutTokens(subscription);
  }

  it("keeps what is less until the host says that the position is closed, and again after it", async () => {
    expect(await close("1")).to.equal(0n);
    expect(await close("2", true)).to.equal(2n * USDC);
    expect(await close("3", false)).to.equal(2n * USDC);
  });
});
