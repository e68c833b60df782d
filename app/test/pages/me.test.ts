import { anna, ben, DOLLAR } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import { AtWork } from "../support/at-work";
import { describeApp } from "../support/suite";

describeApp("a subscriber's own page", (suite) => {
  before(async () => {
    await suite.world.join(2n * DOLLAR);
  });

  const row = (me: AtWork, subscription: { toBase58(): string }) =>
    me.page.locator("tr", { has: me.page.locator(`a[href="/s/${subscription.toBase58()}"]`) }).first();
  const amounts = async (me: AtWork, subscription: { toBase58(): string }) => {
    const found = await row(me, subscription).locator("[data-amount]").all();
    return Promise.all(found.map(async (one) => BigInt((await one.getAttribute("data-amount"))!)));
  };

  it("tells of each what it owes and what to do next", async () => {
    const { world } = suite;
    await world.settleAt(50n * DOLLAR);
    const me = await AtWork.of(anna, suite, "/me");
    await row(me, world.verified).getByText("Deposit $3.00: that much is owed.").waitFor();
    const { accrued, balance } = await world.client.subscription(world.verified);
    expect(await amounts(me, world.verified)).to.deep.equal([50n * DOLLAR, accrued, 3n * DOLLAR, balance]);
    await row(me, world.attested(0)).getByText("Nothing to do.").waitFor();
  });

  it("tells when one can be closed, and shows it among the closed ones then", async () => {
    const { world } = suite;
    const leaving = world.attested(0);
    await world.send(await world.client.unsubscribe(leaving));
    const me = await AtWork.of(anna, suite, "/me");
    await row(me, leaving)
      .getByText(/^Wait: it ends by/)
      .waitFor();
    world.chain.passDays(8);
    await me.page.reload();
    await row(me, leaving).getByText("Close it: $2.00 come back to you.").waitFor();

    await world.send(await world.client.closeSubscription(leaving));
    await me.page.reload();
    await me.page.getByRole("heading", { name: "Closed subscriptions" }).waitFor();
    await row(me, leaving).getByText("$2.00").waitFor();
    expect(await amounts(me, leaving)).to.deep.equal([0n, 0n, 0n, 2n * DOLLAR]);
  });

  it("says that there is nothing, to a wallet without any", async () => {
    const me = await AtWork.of(ben, suite, "/me");
    await me.page.getByText("This wallet subscribes to no bot now").waitFor();
    await me.page.getByText("None was found.").waitFor();
  });
});
