/** The estimate of a bot's earnings from what the local chain keeps, closed subscriptions included. */
import { escrowAddress } from "@profit-share/sdk";
import { type Accrual, estimateEarnings, periodOf, readClosings, readHistory } from "@profit-share/sdk/history";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { BotMarket } from "./bots";
import { DOLLAR, startChain, subscriber } from "./parties";

describe("estimated creator earnings of a bot on a chain", function () {
  this.timeout(60_000);
  let chain: LocalChain;
  let market: BotMarket;
  let began: bigint;
  let bot: PublicKey;
  let first: PublicKey;
  let second: PublicKey;

  before(async () => {
    chain = await startChain();
    market = await BotMarket.open(chain);
    bot = await market.publish(2);
    began = await market.client.time();
    first = await market.subscribe(bot, 0);
    second = await market.subscribe(bot, 1);
  });

  after(() => chain.close());

  /** All settlements at both addresses, those of closed subscriptions first. */
  async function settlements(): Promise<Accrual[]> {
    const { client } = market;
    const all: Accrual[] = [];
    for (const address of [first, second]) {
      const closings = (await readClosings(client, address)).toReversed();
      const live = (await client.subscriptionIfAny(address)) === null ? [] : [null];
      for (const agreement of [...closings, ...live])
        all.push(...(await readHistory(client, address, agreement)).events);
    }
    return all;
  }

  async function estimate(): Promise<[bigint, string, bigint, string]> {
    const { month, week } = estimateEarnings(await settlements(), { now: await market.client.time(), began });
    return [month.accrued, periodOf(month), week.accrued, periodOf(week)];
  }

  it("is nothing at first", async () => {
    expect(await estimate()).to.deep.equal([0n, "since it began, 1 day", 0n, "since it began, 1 day"]);
  });

  it("counts over subscriptions, and forgets after a week and after a month", async () => {
    await market.close(first, 10n * DOLLAR);
    // Not a whole number: some slots more or less change no count of days.
    chain.passDays(3.5);
    await market.close(second, 4n * DOLLAR);
    await market.close(first, -5n * DOLLAR);
    expect(await estimate()).to.deep.equal([
      1_400_000n,
      "since it began, 4 days",
      1_400_000n,
      "since it began, 4 days",
    ]);
    chain.passDays(5);
    expect(await estimate()).to.deep.equal([1_400_000n, "since it began, 9 days", 400_000n, "last 7 days"]);
  });

  it("keeps what a closed subscription accrued, and takes the next one at its address for another", async () => {
    await market.send(await market.client.unsubscribe(first), subscriber);
    await market.close(first, 2n * DOLLAR, true);
    await market.send(await market.client.closeSubscription(first));
    expect(await chain.connection.getAccountInfo(escrowAddress(first))).to.equal(null);
    expect((await estimate())[0]).to.equal(1_600_000n);
    await market.subscribe(bot, 0);
    await market.close(first, DOLLAR);
    expect((await estimate())[0]).to.equal(1_700_000n);
    chain.passDays(23);
    // What accrued on the first day is out, the rest not yet.
    expect(await estimate()).to.deep.equal([700_000n, "last 30 days", 0n, "last 7 days"]);
  });
});
