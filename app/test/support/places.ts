/** Every page with something on it, and how each is looked at: by axe, at both widths, light and dark. */
import { anna, ben, creator, DOLLAR } from "@profit-share/testing/chain/market";
import type { Keypair } from "@solana/web3.js";
import { AtWork } from "./at-work";
import { violations } from "./axe";
import type { Suite } from "./suite";
import type { AppWorld } from "./world";

/** A page, and a text that it has when everything is there. */
export interface Place {
  /** @param receipt signature of a settlement */
  path: (world: AppWorld, receipt: string) => string;
  ready: string;
  /** Whose wallet is connected; left out, nobody's. */
  as?: Keypair;
}

export const PLACES: Record<string, Place> = {
  "all bots": { path: () => "/", ready: "since it began" },
  "a bot": { path: (world) => `/bot/${world.verifiedBot}`, ready: "since it began" },
  "a subscription with a mark": { path: (world) => `/s/${world.verified}`, ready: "before it earns a share again" },
  "a subscription without a mark": {
    path: (world) => `/s/${world.attested(0)}`,
    ready: "losses are not carried forward.",
  },
  "which to verify": { path: () => "/verify", ready: "Address of the subscription" },
  "a proof": { path: (world) => `/verify/${world.verified}`, ready: "Everything adds up" },
  "a receipt": { path: (_, receipt) => `/receipt/${receipt}`, ready: "Settlement 1" },
  "a creator to nobody": { path: () => "/creator", ready: "Connect the wallet that owns your bots" },
  "a creator to others": { path: () => `/creator?wallet=${creator.publicKey}`, ready: "Claimed" },
  "a creator": { path: () => "/creator", ready: "The last 30 days", as: creator },
  "a bot that is offered": { path: () => "/creator", ready: "Offered to you", as: ben },
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

export const PLACES_BESIDE_KEEPER: Record<string, Place> = {
  subscribing: { path: (world) => `/bot/${world.verifiedBot}/subscribe`, ready: "Your wallet signs first", as: ben },
  "the keeper": { path: () => "/operator", ready: "The keeper does its work" },
};

/** What the pages show: both fee bases, losses, and a bot that changes hands. @returns signature of a settlement */
export async function furnishPages(world: AppWorld): Promise<string> {
  const { client } = world;
  await world.join();
  const receipt = await world.settleAt(100n * DOLLAR);
  await world.settleAt(60n * DOLLAR);
  for (const dollars of [20n, -30n, 10n]) await world.attest(world.attested(0), dollars * DOLLAR);
  await world.send(await client.transferBot(world.verifiedBot, ben.publicKey));
  return receipt;
}

const WIDTHS = [390, 1_280] as const;
const THEMES = ["light", "dark"] as const;

/** What is wrong with a page, each at its width and in its theme. */
export async function faultsOf(suite: Suite, receipt: string, { path, ready, as }: Place): Promise<string[]> {
  const at = path(suite.world, receipt);
  const how = { width: WIDTHS[0] };
  const page = as === undefined ? await suite.open(at, how) : (await AtWork.of(as, suite, at, how)).page;
  await page.getByText(ready).first().waitFor();
  const faults: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      faults.push(...(await violations(page)).map((what) => `${width} px, ${colorScheme}: ${what}`));
    }
    const needed = Number(await page.evaluate("document.documentElement.scrollWidth"));
    if (needed > width) faults.push(`${width} px: the page is ${needed} px wide`);
  }
  return faults;
}
