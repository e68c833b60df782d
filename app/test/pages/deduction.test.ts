import { formatDollars } from "@profit-share/sdk";
import { describeWithBrowser } from "@profit-share/testing/browser";
import { DOLLAR } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { Visitor } from "../support/visit";
import { AppWorld } from "../support/world";

describeWithBrowser("a subscription's page", (browser) => {
  let world: AppWorld;
  let visitor: Visitor;

  before(async () => {
    world = await AppWorld.start();
    visitor = await Visitor.start(browser);
  });
  after(async () => {
    await visitor.close();
    await world.close();
  });
  afterEach(async () => {
    await visitor.leave();
    expect(visitor.complaints.splice(0)).to.deep.equal([]);
  });

  it("shows a deduction without a reload, and what has to be won back", async () => {
    const { verified } = await world.join();
    await world.settleAt(100n * DOLLAR);
    const page = await visitor.page(await visitor.context());
    await page.goto(`${world.url}/s/${verified}`);
    await sentence(page, "The bot is at its mark: of the next $100 of profit the creator gets $10.00.");
    await page.evaluate("window.stayed = true");

    await world.settleAt(150n * DOLLAR);
    await page.getByText("Charged so far: $15.00, at 2 of 2 settlements.").waitFor();
    await world.settleAt(60n * DOLLAR);
    await sentence(page, "The bot has to win back $90.00 before it earns a share again.");

    expect(await page.evaluate("window.stayed")).to.equal(true);
    const { balance } = await world.client.subscription(verified);
    expect(await page.getByText(formatDollars(balance)).count()).to.be.greaterThan(0);
  });
});

const sentence = (page: Page, text: string): Promise<void> =>
  page.locator("[data-sentence]", { hasText: text }).waitFor();
