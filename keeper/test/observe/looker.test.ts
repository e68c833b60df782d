import { NodeFailure } from "@profit-share/sdk";
import { SolanaJSONRPCError } from "@solana/web3.js";
import { expect } from "chai";
import { MemoryAgents } from "../../src";
import { NoSubscription } from "../../src/observe/dependencies";
import { Looker, type LookerOptions } from "../../src/observe/looker";
import { Endpoints } from "../../src/send/endpoints";
import type { Priority } from "../../src/send/priority";
import { systemClock } from "../../src/time/clock";
import { type Fate, FaultyRpc } from "../support/faulty-rpc";
import { Market, type TestSubscription, USDC } from "../support/market";

describe("looker", () => {
  let market: Market;
  let rpc: FaultyRpc;
  let subscriptions: TestSubscription[];
  let calls: string[];
  let fate: Fate;
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
    fate = "pass";
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (method) => {
      calls.push(method);
      return fate;
    });
    looker = lookerOf();
  });
  afterEach(() => rpc.close());

  function lookerOf(options: Partial<LookerOptions> = {}): Looker {
    const keys = { signer: market.signer.publicKey, agents: new MemoryAgents() };
    const reading = [{ url: rpc.url, requestsPerSecond: null }];
    const endpoints = new Endpoints({ reading, sending: [], clock: systemClock });
    return new Looker({ endpoints, keys, clock: systemClock, complete: false, ...options });
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

  it("asks as urgently as the most urgent of those that share a call", async () => {
    const [one, other] = subscriptions as [TestSubscription, TestSubscription];
    const asked: Priority[] = [];
    const call = (_method: string, _params: readonly unknown[], priority: Priority) => {
      asked.push(priority);
      return Promise.reject(new NodeFailure("not here"));
    };
    looker = lookerOf({ endpoints: { call } });
    await Promise.allSettled([looker.look(one.address, 0, "polling"), looker.look(other.address, 0, "polling")]);
    await Promise.allSettled([looker.look(one.address, 0, "polling"), looker.look(other.address)]);
    expect(asked).to.deep.equal(["polling", "looking"]);
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

  describe("of a node that answers nonsense", () => {
    interface Written {
      owner: unknown;
      data: unknown;
      lamports: unknown;
      executable: unknown;
    }
    type Result = { context: unknown; value: (Written | null)[] };
    const each = (change: (account: Written) => unknown) => (result: Result) => ({
      ...result,
      value: result.value.map((account) => account && change(account)),
    });

    const answers: [what: string, change: (result: Result) => unknown, said: string][] = [
      ["no result", () => null, "without a slot"],
      ["a number", () => 7, "without a slot"],
      ["no slot", ({ value }) => ({ value }), "without a slot"],
      ["an empty context", ({ value }) => ({ context: null, value }), "without a slot"],
      ["a slot that is none", ({ value }) => ({ context: { slot: "9" }, value }), "without a slot"],
      ["no accounts", ({ context }) => ({ context }), "without the 2 accounts asked for"],
      [
        "too few accounts",
        ({ context, value }) => ({ context, value: value.slice(1) }),
        "without the 2 accounts asked for",
      ],
      ["accounts without data", each(({ data: _, ...rest }) => rest), "with an account that is none"],
      ["accounts in base58", each((account) => ({ ...account, data: ["", "base58"] })), "with an account that is none"],
      [
        "accounts without bytes",
        each((account) => ({ ...account, data: [null, "base64"] })),
        "with an account that is none",
      ],
      ["accounts as texts", each(() => "account"), "with an account that is none"],
      ["no owners", each(({ owner: _, ...rest }) => rest), "with an account that is none"],
      ["no lamports", each(({ lamports: _, ...rest }) => rest), "with an account that is none"],
      ["nothing of programs", each(({ executable: _, ...rest }) => rest), "with an account that is none"],
      [
        "a false owner",
        each((account) => ({ ...account, owner: "0" })),
        "with an account whose owner is no address, 0",
      ],
    ];
    for (const [what, change, said] of answers) {
      it(`names the node: ${what}`, async () => {
        fate = { change };
        const error = await looker.look(subscriptions[0]!.address).catch((reason: unknown) => reason);
        expect(error).to.be.instanceOf(NodeFailure);
        expect((error as Error).message).to.equal(
          `The node ${rpc.url} answers getMultipleAccounts ${said}: ask another node`,
        );
        fate = "pass";
        await lookAt([subscriptions[0]!]);
      });
    }

    it("says what the node's error is", async () => {
      fate = { error: { code: -32_602, message: "Too many inputs provided" } };
      const error = await looker.look(subscriptions[0]!.address).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(SolanaJSONRPCError).with.property("code", -32_602);
    });
  });
});
