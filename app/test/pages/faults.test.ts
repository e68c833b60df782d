import { DOLLAR } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { describeApp } from "../support/suite";

describeApp("a node with faults", (suite) => {
  before(async () => {
    await suite.world.join();
    await suite.world.settleAt(100n * DOLLAR);
  });

  const rpc = () => `${suite.world.chain.localnet.rpcUrl}/`;
  const show = async (): Promise<Page> => {
    const page = await suite.open("/verify");
    await page.getByText("Address of the subscription").waitFor();
    return page;
  };

  it("is gone, and comes back", async () => {
    const page = await show();
    await page.route(rpc(), (route) => route.abort());
    await page.getByRole("link", { name: "Bots" }).click();
    await page.getByText("The node does not answer").waitFor();
    await page.unroute(rpc());
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("since it began").first().waitFor();
  });

  it("goes away under what is shown: that stays, with its age", async () => {
    const page = await suite.open(`/s/${suite.world.verified}`);
    await page.getByText("Charged so far: $10.00, at 1 of 1 settlements.").waitFor();
    await page.route(rpc(), (route) => route.abort());
    // The socket still tells that something was settled; what it was, nobody answers.
    await suite.world.settleAt(150n * DOLLAR);
    await page.getByText("What you see was read").waitFor();
    expect(await page.getByText("Charged so far: $10.00, at 1 of 1 settlements.").count()).to.equal(1);

    await page.unroute(rpc());
    await page.getByText("Charged so far: $15.00, at 2 of 2 settlements.").waitFor();
    await page.getByText("What you see was read").waitFor({ state: "detached" });
  });

  it("is asked too often", async () => {
    const page = await show();
    const busy = { status: 429, headers: { "access-control-allow-origin": "*" } };
    await page.route(rpc(), (route) => (route.request().method() === "POST" ? route.fulfill(busy) : route.continue()));
    await page.getByRole("link", { name: "Bots" }).click();
    await page.getByText("The node is asked too often and lets this page wait").waitFor();
    await page.unroute(rpc());
    await page.getByText("since it began").first().waitFor();
  });
});
