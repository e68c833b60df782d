import { driftInstructions } from "@profit-share/sdk/drift";
import { openAccount, trade } from "@profit-share/testing/chain/venue";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import type { Keeper } from "../../src";
import { openKeeper } from "../support/keeper";
import { Market, ONE, type TestSubscription, USDC } from "../support/market";

describe("a verified subscription whose debt is covered by the gains of several markets", () => {
  let market: Market;
  let keeper: Keeper;
  let subscription: TestSubscription;

  /** A trade that is over, with a gain that is not in the deposit yet. */
  async function gain(marketIndex: number, pnl: bigint): Promise<void> {
    const trader = { agent: subscription.agent, user: subscription.venueUser! };
    await trade(market.chain, trader, { market: marketIndex, base: ONE, quote: -100n * USDC });
    await trade(market.chain, trader, { market: marketIndex, base: -ONE, quote: 100n * USDC + pnl });
  }

  /** Owes $111.00: $1,000 were earned and taken from the venue, and $40, $30 and $40 lie in markets. */
  before(async () => {
    market = await Market.open();
    keeper = await openKeeper(market);
    subscription = await market.verified({ deposit: 0n });
    await openAccount(market.chain, Keypair.generate(), 2_000n * USDC);
    await gain(0, 1_000n * USDC);
    const { agent, venueUser } = subscription;
    const acting = { user: venueUser!, authority: agent.publicKey };
    const to = await market.chain.mintTo(agent.publicKey, 0n);
    await market.chain.send(
      [
        driftInstructions.settlePnl({ ...acting, marketIndex: 0 }),
        driftInstructions.withdraw({ ...acting, to, amount: 2_000n * USDC }),
      ],
      agent,
    );
    market.setTokens(agent.publicKey, 0n);
    await gain(1, 40n * USDC);
    await gain(2, 30n * USDC);
    await gain(3, 40n * USDC);
  });

  after(async () => {
    await keeper.stop();
    await market.close();
  });

  it("settles each, the largest first, and pays what they hold", async () => {
    const { actions } = await keeper.reconcile(subscription.address);
    const done = actions.map(({ kind, action, outcome }) =>
      [kind, action?.kind === "settle_pnl" ? action.marketIndex : "", outcome.kind].join(" "),
    );
    expect(done).to.deep.equal([
      "settle  confirmed",
      "settle_pnl 1 confirmed",
      "settle_pnl 3 confirmed",
      "settle_pnl 2 confirmed",
      "fund_from_venue  confirmed",
      // The venue's total of withdrawals has changed: a smaller one would tell of an account that was made anew.
      "settle  confirmed",
      "payout  confirmed",
    ]);
    expect(market.ledger(subscription)).to.deep.include({ accrued: 111n * USDC, credited: 110n * USDC });
    expect(market.payoutTokens(subscription)).to.equal(110n * USDC);
  });
});
