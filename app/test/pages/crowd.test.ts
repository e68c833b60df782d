import { DOLLAR } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { Crowd } from "../support/crowd";
import { describeApp } from "../support/suite";

const MEMBERS = 60;
/** Of a table that is as high as the window, so many at most are drawn, those in sight and a few beyond. */
const DRAWN = 40;

describeApp("a bot with many subscriptions", (suite) => {
  before(async () => {
    await suite.world.join();
    const crowd = await Crowd.of(suite.world, MEMBERS);
    await crowd.settle(1);
  });

  /** Rows that are drawn, while the table is scrolled from its beginning to its end. */
  async function scrolled(page: Page): Promise<{ most: number; seen: Set<string> }> {
    const table = page.getByRole("group", { name: /to scroll$/ });
    const seen = new Set<string>();
    let most = 0;
    for (let top = 0; ; top += 300) {
      const end = await table.evaluate((element, to) => {
        const box = element as unknown as { scrollTop: number; scrollHeight: number; clientHeight: number };
        box.scrollTop = to;
        return box.scrollHeight - box.clientHeight;
      }, top);
      await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
      const links = await table.locator("tbody a[href^='/s/']").evaluateAll((all) => all.map((one) => String(one)));
      most = Math.max(most, links.length);
      for (const link of links) seen.add(link);
      if (top >= end) return { most, seen };
    }
  }

  it("draws those in sight, and shows every one of them to who scrolls", async () => {
    const page = await suite.open(`/bot/${suite.world.verifiedBot}`);
    await page.getByRole("button", { name: `Show all ${MEMBERS + 1}` }).click();
    const { most, seen } = await scrolled(page);
    expect(seen.size).to.equal(MEMBERS + 1);
    expect(most).to.be.within(10, DRAWN);
  });

  it("adds up on its owner's page", async () => {
    const page = await suite.open(`/creator/${suite.world.verifiedBot}`);
    const share = (BigInt(MEMBERS) * DOLLAR) / 10n;
    await page.locator(`[data-figure="claimable"] [data-amount="${share}"]`).first().waitFor();
  });
});
