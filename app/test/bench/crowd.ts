/** A bot with a crowd of subscriptions beside a real index: its pages, and how they scroll. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startIndexer } from "@profit-share/indexer";
import { DOLLAR } from "@profit-share/testing/chain/market";
import { freePort } from "@profit-share/testing/free-port";
import pino from "pino";
import { Crowd } from "../support/crowd";
import type { Visitor } from "../support/visit";
import { AppWorld } from "../support/world";
import { type Scrolling, type Sizes, scrolling, shownAt } from "./measure";

export interface CrowdFigures {
  botsMs: number;
  botMs: number;
  ownerMs: number;
  crowdFps: number;
  crowdLongestFrameMs: number;
}

export async function measureCrowd(visitor: Visitor, sizes: Sizes): Promise<CrowdFigures> {
  const port = await freePort();
  const world = await AppWorld.start({ indexerUrl: `http://127.0.0.1:${port}` });
  const folder = mkdtempSync(join(tmpdir(), "profit-share-bench-"));
  try {
    await furnish(world, sizes);
    const stop = await index(world, folder, port);
    try {
      return await visit(visitor, world);
    } finally {
      await stop();
    }
  } finally {
    await visitor.leave();
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function furnish(world: AppWorld, { settlements, members, rounds }: Sizes): Promise<void> {
  await world.join(150n * DOLLAR);
  const crowd = await Crowd.of(world, members);
  for (let count = 1; count <= settlements; count++) await world.settleAt(BigInt(count) * DOLLAR);
  await crowd.settle(rounds);
}

/** Runs the index until it has everything. @returns what stops it */
async function index(world: AppWorld, folder: string, port: number): Promise<() => Promise<void>> {
  const { rpcUrl, wsUrl } = world.chain.localnet;
  const http = { host: "127.0.0.1", port, origins: [world.url], requestsPerMinute: 6_000, trustedProxies: [] };
  const places = { database: join(folder, "index"), published: join(folder, "published"), keeperDatabase: null };
  const asking = { notifications: { url: wsUrl }, requestsPerSecond: 1_000, pollMs: 2_000 };
  const indexer = await startIndexer({ rpcUrl, ...asking, ...places, http }, pino({ level: "silent" }));
  while (!(await fetch(`${indexer.address}/ready`)).ok) await new Promise((done) => setTimeout(done, 500));
  return () => indexer.stop();
}

async function visit(visitor: Visitor, world: AppWorld): Promise<CrowdFigures> {
  const context = await visitor.context();
  const open = async (path: string, ready: string) => {
    const page = await visitor.page(context);
    const start = Date.now();
    await page.goto(world.url + path, { waitUntil: "commit" });
    return { page, ms: (await shownAt(page, ready)) - start };
  };
  const scrolled: Scrolling[] = [];
  const bots = await open("/", "since it began");
  const bot = await open(`/bot/${world.verifiedBot}`, "Living subscriptions");
  await bot.page.getByRole("button", { name: /^Show all/ }).click();
  scrolled.push(await scrolling(bot.page));
  const owner = await open(`/creator/${world.verifiedBot}`, "Claimable");
  await owner.page.getByRole("button", { name: /^Show all/ }).click();
  scrolled.push(await scrolling(owner.page));
  return {
    botsMs: bots.ms,
    botMs: bot.ms,
    ownerMs: owner.ms,
    crowdFps: Math.min(...scrolled.map(({ framesPerS }) => framesPerS)),
    crowdLongestFrameMs: Math.max(...scrolled.map(({ longestFrameMs }) => longestFrameMs)),
  };
}
