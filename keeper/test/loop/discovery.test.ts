import { connect, NodeFailure, ProfitShareReader } from "@profit-share/sdk";
import { expect } from "chai";
import type { Watched } from "../../src";
import { discover } from "../../src/loop/discovery";
import { type Fate, FaultyRpc } from "../support/faulty-rpc";
import { Market, type TestSubscription } from "../support/market";
import { key } from "../support/observed";

const NONE: Watched = { keeper: null, bots: [], agents: [], subscriptions: [] };
const nothing = async () => [];

describe("discovery", () => {
  let market: Market;
  let rpc: FaultyRpc;
  let reader: ProfitShareReader;
  let all: TestSubscription[];
  let fate: Fate;

  before(async () => {
    market = await Market.open();
    all = [await market.verified(), await market.verified(), await market.attested(), await market.verified()];
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (method) =>
      method === "getProgramAccounts" ? fate : "pass",
    );
    reader = new ProfitShareReader(connect(rpc.url, { timeoutMs: 500 }));
  });
  after(async () => {
    await rpc.close();
    await market.close();
  });
  beforeEach(() => {
    fate = "pass";
    rpc.seen.clear();
  });

  async function found(
    watched: Partial<Watched>,
    begun: () => Promise<string[]> = nothing,
    holds: (subscription: string) => boolean = () => true,
  ) {
    const { found: addresses, problem } = await discover(reader, { ...NONE, ...watched }, begun, holds);
    const numbers = addresses.map((address) => all.findIndex((one) => one.address.equals(address)));
    return { numbers: numbers.sort(), problem };
  }

  it("finds the subscriptions of bots, agents and a keeper by one request, each once", async () => {
    const [first, second] = all as [TestSubscription, TestSubscription];
    const watched = {
      keeper: market.keeper,
      bots: [first.bot, key(9)],
      agents: [first.agent.publicKey, second.agent.publicKey],
    };
    expect(await found(watched)).to.deep.equal({ numbers: [0, 1, 2], problem: null });
    expect(rpc.seen.get("getProgramAccounts")).to.equal(1);
  });

  it("lets the node look for a single one", async () => {
    expect((await found({ bots: [all[3]!.bot] })).numbers).to.deep.equal([3]);
    expect((await found({ agents: [all[1]!.agent.publicKey] })).numbers).to.deep.equal([1]);
    expect((await found({ keeper: market.keeper })).numbers).to.deep.equal([2]);
  });

  it("asks for nothing where nobody is named", async () => {
    expect(await found({ subscriptions: [all[2]!.address] })).to.deep.equal({ numbers: [2], problem: null });
    expect(rpc.seen.size).to.equal(0);
  });

  it("leaves out what another keeper on the same database looks after", async () => {
    const holds = (subscription: string) => subscription !== all[1]!.address.toBase58();
    const agents = all.map(({ agent }) => agent.publicKey);
    expect((await found({ agents, subscriptions: [all[1]!.address] }, nothing, holds)).numbers).to.deep.equal([
      0, 2, 3,
    ]);
  });

  const begun = async () => [all[1]!.address.toBase58()];
  const named = () => ({ bots: [all[0]!.bot], subscriptions: [all[3]!.address] });

  it("finds what is named and what is begun where the node does not list accounts", async () => {
    fate = "lose request";
    const { numbers, problem } = await found(named(), begun);
    expect(numbers).to.deep.equal([1, 3]);
    expect(problem).to.be.instanceOf(NodeFailure);
  });

  it("finds what is named and listed where the database does not answer", async () => {
    const broken = new Error("the connection is closed");
    expect(await found(named(), () => Promise.reject(broken))).to.deep.equal({ numbers: [0, 3], problem: broken });
  });

  it("finds what is named where neither answers", async () => {
    fate = "lose request";
    const { numbers, problem } = await found(named(), () => Promise.reject(new Error("the connection is closed")));
    expect(numbers).to.deep.equal([3]);
    expect(problem).to.be.instanceOf(NodeFailure);
  });
});
