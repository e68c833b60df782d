import { anna, ben, creator, DOLLAR } from "@profit-share/testing/chain/market";
import type { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { AtWork } from "../support/at-work";
import { violations } from "../support/axe";
import { describeApp, describeWithKeeper, type Suite } from "../support/suite";
import type { AppWorld } from "../support/world";

/** A page, and a text that it has when everything is there. */
interface Place {
  path: (world: AppWorld) => string;
  ready: string;
  /** Whose wallet is connected; left out, nobody's. */
  as?: Keypair;
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
  "a creator to nobody": { path: () => "/creator", ready: "Connect the wallet that owns your bots" },
  "a creator to others": { path: () => `/creator?wallet=${creator.publicKey}`, ready: "Claimed" },
  "a creator": { path: () => "/creator", ready: "The last 30 days", as: creator },
  "a bot to others": { path: (world) => `/creator/${world.attestedBot}`, ready: "Only the owner" },
  "a bot to its owner": { path: (world) => `/creator/${world.attestedBot}`, ready: "A wallet.", as: creator },
  "a bot to be": { path: () => "/creator/new", ready: "Its address will be", as: creator },
  "no subscribing": { path: (world) => `/bot/${world.verifiedBot}/subscribe`, ready: "cannot subscribe you" },
  "my subscriptions": { path: () => "/me", ready: "None was found.", as: anna },
  "no keeper": { path: () => "/operator", ready: "This site knows no keeper" },
  "the lab": { path: () => "/lab", ready: "Its page", as: anna },
  "no address": { path: () => "/s/nothing", ready: "This is no address" },
  "no such page": { path: () => "/nowhere", ready: "There is no such page" },
};
const WIDTHS = [390, 1_280] as const;
const THEMES = ["light", "dark"] as const;

let receipt = "";

describeApp("every page", (suite) => {
  before(async () => {
    const { world } = suite;
    await world.join();
    receipt = await world.settleAt(100n * DOLLAR);
    await world.settleAt(60n * DOLLAR);
    for (const dollars of [20n, -30n, 10n]) await world.attest(world.attested(0), dollars * DOLLAR);
  });

  looksRight(suite, PLACES);
});

const BESIDE_KEEPER: Record<string, Place> = {
  subscribing: { path: (world) => `/bot/${world.verifiedBot}/subscribe`, ready: "Your wallet signs first", as: ben },
  "the keeper": { path: () => "/operator", ready: "The keeper does its work" },
};

describeWithKeeper("every page beside a keeper", (suite) => looksRight(suite, BESIDE_KEEPER));

function looksRight(suite: Suite, places: Record<string, Place>): void {
  for (const [name, { path, ready, as }] of Object.entries(places)) {
    it(`${name}: for everybody, at every width, light and dark`, async () => {
      const how = { width: WIDTHS[0] };
      const at = path(suite.world);
      const page = as === undefined ? await suite.open(at, how) : (await AtWork.of(as, suite, at, how)).page;
      await page.getByText(ready).first().waitFor();
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of THEMES) {
          await page.emulateMedia({ colorScheme });
          expect(await violations(page), `${width} px, ${colorScheme}`).to.deep.equal([]);
        }
        expect(await page.evaluate("document.documentElement.scrollWidth")).to.be.at.most(width);
      }
    });
  }
}
