import { formatDollars } from "@profit-share/sdk";
import { DOLLAR } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import { describeApp } from "../support/suite";

describeApp("a subscription's page", (suite) => {
  it("shows a deduction without a reload, and what has to be won back", async () => {
    const { world } = suite;
    const { verified } = await world.join();
    await world.settleAt(100n * DOLLAR);
    const page = await suite.open(`/s/${verified}`);
    const sentence = (text: string) => page.locator("[data-sentence]", { hasText: text }).waitFor();
    await sentence("The bot is at its mark: of the next $100 of profit the creator gets $10.00.");
    await page.evaluate("globalThis.stayed = true");

    await world.settleAt(150n * DOLLAR);
    await page.getByText("Charged so far: $15.00, at 2 of 2 settlements.").waitFor();
    // A loss leaves no record: the account tells.
    await world.settleAt(60n * DOLLAR);
    await sentence("The bot has to win back $90.00 before it earns a share again.");

    expect(await page.evaluate("globalThis.stayed")).to.equal(true);
    const { balance } = await world.client.subscription(verified);
    expect(balance).to.equal(85n * DOLLAR);
    await page.getByText(formatDollars(balance)).first().waitFor();
  });

  it("shows a bar a close where losses are not carried forward", async () => {
    const { world } = suite;
    await world.attest(world.attested(0), 20n * DOLLAR);
    await world.attest(world.attested(0), -30n * DOLLAR);
    const page = await suite.open(`/s/${world.attested(0)}`);
    await page.getByText("Every profitable close is shared; losses are not carried forward.").first().waitFor();
    await page.getByText("Charged so far: $2.00, at 1 of 2 settlements.").waitFor();
    expect(await page.getByRole("img", { name: /^Closes, a bar each\./ }).count()).to.equal(1);
  });
});
