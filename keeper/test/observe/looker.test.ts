import { connect } from "@profit-share/sdk";
import { expect } from "chai";
import { MemoryAgents } from "../../src";
import { NoSubscription } from "../../src/observe/dependencies";
import { Looker } from "../../src/observe/looker";
import { systemClock } from "../../src/time/clock";
import { FaultyRpc } from "../support/faulty-rpc";
import { Market, type TestSubscription, USDC } from "../support/market";

describe("looker", () => {
  let market: Market;
  let rpc: FaultyRpc;
  let subscriptions: TestSubscription[];
  let calls: string[];
  let looker: Looker;

  before(async () => {
    market = await Market.open();
    subscriptions = [];
    for (let index = 0; index < 40; index++) subscriptions.push(await market.attested());
    subscriptions.push(await market.verified(), await market.verified({ deposit: 0n }));
  });
  after(() => market.close());

  beforeEach(async () => {
    calls = [];
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (method) => {
      calls.push(method);
      return "pass";
    });
    looker = lookerOf();
  });
  afterEach(() => rpc.close());

  function lookerOf({ complete = false } = {}): Looker {
    const keys = { signer: market.signer.publicKey, agents: new MemoryAgents() };
    return new Looker({ connection: connect(rpc.url), keys, clock: systemClock, complete });
  }

  const lookAt = (some: readonly TestSubscription[]) => Promise.all(some.map(({ address }) => looker.look(address)));

  it("shows many at once: a hundred accounts a call, and the second time all of them in one round", async () => {
    const first = await lookAt(subscriptions);
    expect(first.map(({ address }) => address)).to.deep.equal(subscriptions.map(({ address }) => address));
    calls.length = 0;
    const seen = await lookAt(subscriptions);
    expect(seen.map(({ digest }) => digest)).to.deep.equal(first.map(({ digest }) => digest));
    // Each has a subscription, a bot, an escrow, the agent's or the venue's account, and the payout wallet's: 5 of its own.
    expect(calls).to.deep.equal(Array(3).fill("getMultipleAccounts"));
  });

  it("says how many one call can show", async () => {
    const addresses = subscriptions.map(({ address }) => address);
    // Of what is not known yet nothing but its own account, and the clock.
    expect(looker.fitting(addresses).length).to.equal(42);
    await lookAt(subscriptions);
    // The clock and the keeper are everybody's. Each of these has a bot of its own, with two accounts of its payout wallet.
    expect(looker.fitting(addresses).length).to.equal(16);
    expect(looker.fitting(addresses.slice(0, 1))).to.deep.equal(addresses.slice(0, 1));
  });

  it("shows another digest when an account changes, and not when only time goes by", async () => {
    const verified = subscriptions.at(-2)!;
    const [before] = await lookAt([verified]);
    market.chain.localnet.chain.setTime(market.chain.localnet.chain.time() + 3_600);
    const [later] = await lookAt([verified]);
    expect(later!.digest).to.equal(before!.digest);
    expect(Number(later!.now - before!.now)).to.be.within(3_600, 3_660);
    await market.trade(verified, 5n * USDC);
    const [after] = await lookAt([verified]);
    expect(after!.digest).not.to.equal(before!.digest);
    expect(after!.interpret().venue).to.have.nested.property("user.realizedPnl", 5n * USDC);
  });

  it("asks for markets and the agent's tokens where something is owed, or everything is wanted", async () => {
    const debtor = subscriptions.at(-1)!;
    await market.trade(debtor, 50n * USDC);
    const decimals = async () => {
      const { venue } = (await looker.look(debtor.address)).interpret();
      return venue.kind === "read" ? venue.drift?.markets.spot.get(0)?.decimals : venue.kind;
    };
    // What was not asked for reads as empty.
    expect(await decimals()).to.equal(0);
    looker = lookerOf({ complete: true });
    expect(await decimals()).to.equal(6);
    await market.chain.send([await market.chain.client.settle(debtor.address)]);
    looker = lookerOf();
    expect(await decimals()).to.equal(6);
  });

  it("lets what does not exist fail alone", async () => {
    const nobody = market.operator.publicKey;
    const answers = await Promise.allSettled(
      [nobody, ...subscriptions.map(({ address }) => address)].map((one) => looker.look(one)),
    );
    expect(answers.map(({ status }) => status)).to.deep.equal(["rejected", ...Array(42).fill("fulfilled")]);
    expect((answers[0] as PromiseRejectedResult).reason).to.be.instanceOf(NoSubscription);
  });

  it("keeps nobody waiting for a slot that only another one needs", async () => {
    const [one, other] = subscriptions as [TestSubscription, TestSubscription];
    await lookAt([one, other]);
    const { chain } = market.chain.localnet;
    const slot = chain.slots.slot + 50;
    const late = looker.look(one.address, slot);
    const soon = await looker.look(other.address);
    expect(soon.slot).to.be.below(slot);
    chain.advanceSlots(60);
    expect((await late).slot).to.be.at.least(slot);
  });
});
