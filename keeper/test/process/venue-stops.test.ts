/** A venue that stops: nothing can be taken out, or its accounts are others than they were. */
import { DRIFT_PROGRAM_ID } from "@profit-share/sdk";
import { explainError } from "@profit-share/sdk/sending";
import { expect } from "chai";
import type { Keeper } from "../../src";
import { problemsOf } from "../../src/process/problems";
import { VENUE_STOPS } from "../../src/process/set-aside";
import { FaultyRpc, type Judge } from "../support/faulty-rpc";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";

const PASS: Judge = () => "pass";
const DRIFT = DRIFT_PROGRAM_ID.toBase58();

const refusal = (code: number) => ({
  err: { InstructionError: [2, { Custom: code }] },
  logs: [`Program ${DRIFT} invoke [1]`, `Program ${DRIFT} failed: custom program error: 0x${code.toString(16)}`],
});

/** Drift refuses what is asked of it with the code, in simulations; the rest goes on. */
const refusing =
  (code: number): Judge =>
  (method, [transaction]) => {
    if (method !== "simulateTransaction") return "pass";
    const asksDrift = Buffer.from(transaction as string, "base64").includes(DRIFT_PROGRAM_ID.toBuffer());
    if (!asksDrift) return "pass";
    return {
      change: (result: { value: object }) => ({ ...result, value: { ...result.value, ...refusal(code) } }),
    };
  };

describe("a venue that stops", () => {
  let market: Market;
  let rpc: FaultyRpc;
  let judge: Judge = PASS;
  let subscription: TestSubscription;
  let keeper: Keeper;

  before(async () => {
    market = await Market.open();
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (...given) => judge(...given));
  });
  after(async () => {
    await rpc.close();
    await market.close();
  });

  beforeEach(async () => {
    judge = PASS;
    subscription = await market.verified({ deposit: 0n });
    keeper = await openKeeper(market, { settings: market.settings({ rpcUrl: rpc.url }) });
  });
  afterEach(() => keeper.stop());

  const setAside = async () => (await keeper.status()).setAside;
  const told = async () => problemsOf({ ...(await keeper.status()), loopMs: 0 }).map(({ kind }) => kind);
  const address = () => subscription.address.toBase58();

  it("by a pause is told as the venue's, and is over when it pays again", async () => {
    await market.trade(subscription, 50n * USDC);
    judge = refusing(6_149);
    expect(await keeper.once()).to.have.length(1);
    const [one, ...more] = await setAside();
    expect([more, one!.subscription, one!.cause]).to.deep.equal([[], address(), "venue"]);
    expect(one!.reason).to.match(/^fund_from_venue was not sent \(MarketWithdrawPaused\): Drift: withdrawals of the/);
    expect(await told()).to.deep.equal(["venue"]);

    judge = PASS;
    expect(await keeper.once()).to.deep.equal([]);
    expect([await setAside(), await told()]).to.deep.equal([[], []]);
    expect(market.payoutTokens(subscription)).to.equal(5n * USDC);
  });

  it("is not told where it refuses one account alone", async () => {
    await market.trade(subscription, 50n * USDC);
    judge = refusing(6_003);
    await keeper.once();
    expect((await setAside()).map(({ cause }) => cause)).to.deep.equal(["transaction"]);
    expect(await told()).to.deep.equal(["failures"]);
    judge = PASS;
    await keeper.once();
  });

  it("by other accounts than it had is told as the venue's, although nothing failed", async () => {
    const { chain } = market.chain.localnet;
    const name = subscription.venueUser!.toBase58();
    const account = chain.account(name)!;
    chain.setAccount(name, { ...account, data: account.data.subarray(0, 100) });
    expect(await keeper.once()).to.deep.equal([]);
    const [one] = await setAside();
    expect(one).to.deep.include({ subscription: address(), cause: "venue" });
    expect(one!.reason).to.match(/^the venue account cannot be read: /);

    chain.setAccount(name, account);
    await keeper.once();
    expect(await setAside()).to.deep.equal([]);
  });

  it("is known by names that Drift's errors have", () => {
    const names = [6_024, 6_128, 6_149, 6_225, 6_260].map((code) => explainError(refusal(code)).name);
    expect([...VENUE_STOPS].sort()).to.deep.equal(names.sort());
  });
});
