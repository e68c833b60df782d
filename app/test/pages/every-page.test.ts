import { readFileSync } from "node:fs";
import { DOLLAR } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { describeApp } from "../support/suite";
import type { AppWorld } from "../support/world";

/** A page, and a text that it has when everything is there. */
interface Place {
  path: (world: AppWorld) => string;
  ready: string;
}

const PLACES: Record<string, Place> = {
  "all bots": { path: () => "/", ready: "since it began" },
  "a bot": { path: (world) => `/bot/${world.verifiedBot}`, ready: "since it began" },
  "a subscription with a mark": { path: (world) => `/s/${world.verified}`, ready: "before it earns a share again" },
  "a subscription without a mark": {
    path: (world) => `/s/${world.attested(0)}`,
    ready: "losses are not carried forward.",
  },
  "which to verify": { path: () => "/verify", ready: "Address of the subscription" },
  "a proof": { path: (world) => `/verify/${world.verified}`, ready: "Everything adds up" },
  "a receipt": { path: () => `/receipt/${receipt}`, ready: "Settlement 1" },
  "no address": { path: () => "/s/nothing", ready: "This is no address" },
  "no such page": { path: () => "/nowhere", ready: "There is no such page" },
};
const WIDTHS = [390, 1_280] as const;
const THEMES = ["light", "dark"] as const;

let receipt = "";

describeApp("every page", (suite) => {
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

  before(async () => {
    const { world } = suite;
    await world.join();
    receipt = await world.settleAt(100n * DOLLAR);
    await world.settleAt(60n * DOLLAR);
    for (const dollars of [20n, -30n, 10n]) await world.attest(world.attested(0), dollars * DOLLAR);
  });

  for (const [name, { path, ready }] of Object.entries(PLACES)) {
    it(`${name}: for everybody, at every width, light and dark`, async () => {
      const page = await suite.open(path(suite.world), { width: WIDTHS[0] });
      await page.getByText(ready).first().waitFor();
      await page.evaluate(axe);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of THEMES) {
          await page.emulateMedia({ colorScheme });
          const found = await violations(page);
          expect(found, `${width} px, ${colorScheme}`).to.deep.equal([]);
        }
        expect(await page.evaluate("document.documentElement.scrollWidth")).to.be.at.most(width);
      }
    });
  }
});

interface AxeResults {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}

async function violations(page: Page): Promise<string[]> {
  const found = (await page.evaluate("axe.run()")) as AxeResults;
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
