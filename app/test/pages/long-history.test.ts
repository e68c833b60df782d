import { DOLLAR } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import type { BrowserContext, Page, Route } from "playwright-core";
import { describeApp } from "../support/suite";

/** More than a node is asked for at the same time. */
const SETTLEMENTS = 60n;

describeApp("a history that takes its time", (suite) => {
  let context: BrowserContext;
  let page: Page;

  before(async () => {
    await suite.world.join();
    for (let dollars = 1n; dollars <= SETTLEMENTS; dollars += 1n) await suite.world.settleAt(dollars * DOLLAR);
  });
  beforeEach(async () => {
    context = await suite.visitor.context();
    page = await suite.visitor.page(context);
  });

  const open = () => page.goto(`${suite.world.url}/s/${suite.world.verified}`);
  const badge = (words: string) => page.getByRole("heading", { name: `deduction` }).getByText(words, { exact: true });
  /** Holds requests of a method back, but for the first so many. */
  async function hold(method: string, but: number): Promise<() => void> {
    let letGo = () => {};
    const held = new Promise<void>((done) => {
      letGo = done;
    });
    let seen = 0;
    await context.route(`${suite.world.chain.localnet.rpcUrl}/`, async (route: Route) => {
      if (route.request().postData()?.includes(`"${method}"`)) {
        seen += 1;
        if (seen > but) await held;
      }
      await route.continue();
    });
    return letGo;
  }

  it("shows the newest of it first, and says that they are not proven", async () => {
    const letGo = await hold("getTransaction", 50);
    await open();
    await badge("not proven yet").waitFor();
    const rows = page.locator("tbody tr");
    expect(await rows.first().textContent()).to.include("not proven yet");
    expect(await rows.first().locator("[data-amount]").first().getAttribute("data-amount")).to.equal(`${DOLLAR}`);
    // What the balance was, only the whole history tells.
    expect(await rows.first().textContent()).to.include("…");
    expect(await page.getByText("Proven in this browser").count()).to.equal(0);

    letGo();
    await badge("proven").waitFor();
    expect(await page.getByText("not proven yet").count()).to.equal(0);
    await page.getByRole("button", { name: `Show all ${SETTLEMENTS}` }).waitFor();
  });

  it("shows at once what an earlier visit proved, and then what came since", async () => {
    await open();
    await badge("proven").waitFor();
    await page.close();
    await suite.world.settleAt((SETTLEMENTS + 1n) * DOLLAR);

    page = await suite.visitor.page(context);
    const letGo = await hold("getSignaturesForAddress", 0);
    await open();
    await badge("proven on an earlier visit").waitFor();
    await page.getByText(`at ${SETTLEMENTS} of ${SETTLEMENTS} settlements.`).waitFor();
    // What is acted on comes from the account, which has all of it.
    const { balance } = await suite.world.client.subscription(suite.world.verified);
    await page.locator(`dd [data-amount="${balance}"]`).first().waitFor();

    letGo();
    await badge("proven").waitFor();
    await page.getByText(`at ${SETTLEMENTS + 1n} of ${SETTLEMENTS + 1n} settlements.`).waitFor();
  });
});
