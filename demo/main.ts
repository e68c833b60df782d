/** `npm start`: the story of a profit share on a local chain, then a chain to experiment with. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { serveApp } from "@profit-share/app/serve";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { type Args, parseDemoArgs, USAGE } from "./command-line/args";
import { UsageError } from "./command-line/usage-error";
import { readDumps, type VenueUserDump } from "./performance/account-dump";
import { Demo } from "./performance/demo";
import { startDemoIndexer } from "./performance/indexer";
import { invitation } from "./performance/invitation";
import { logFile } from "./performance/keeper";
import { prepare } from "./performance/prepare";
import { report, totals } from "./performance/report";
import { startChain } from "./performance/start-chain";
import { chapters } from "./story/story";
import { Page } from "./telling/page";

/** How often it looks for what experiments did. */
const NEWS_MS = 500;
/** Ports come behind those of JSON-RPC and WebSocket. */
const APP_PORT = 2;
const INDEX_PORT = 3;
/** Of the app's own site. */
const KEEPER_PATH = "/keeper";
const EXIT = { ok: 0, failed: 1, badInput: 2 } as const;

async function main(): Promise<number> {
  const args = parseDemoArgs(process.argv.slice(2));
  if (args.help) {
    console.log(USAGE);
    return EXIT.ok;
  }
  const dumps = readDumps(args.venueUsers);
  const chain = await startChain(args.port);
  const folder = mkdtempSync(join(tmpdir(), "profit-share-demo-"));
  try {
    const exitCode = await perform(chain, dumps, folder, args);
    rmSync(folder, { recursive: true });
    return exitCode;
  } catch (error) {
    console.error(`The story could not go on. The keeper's log: ${logFile(folder)}`);
    throw error;
  } finally {
    await chain.close();
  }
}

/** @returns the exit code: whether everything was conserved when it ended */
async function perform(chain: LocalChain, dumps: VenueUserDump[], folder: string, args: Args): Promise<number> {
  const demo = new Demo(chain, folder, new Page(console.log, args));
  const { page } = demo;
  try {
    page.header();
    page.title("Before the story");
    await prepare(demo, dumps);
    for (const { title, play } of chapters(dumps.length)) {
      page.title(title);
      await play(demo);
    }
    const conserved = await conclude(demo, args);
    if (args.once) return conserved ? EXIT.ok : EXIT.failed;

    const site = await openSite(demo, folder, args);
    try {
      console.error(`\n${invitation(demo, folder, site)}`);
      await experimentsAreOver(demo);
    } finally {
      await site.close();
    }
    return (await conclude(demo, args)) ? EXIT.ok : EXIT.failed;
  } finally {
    await demo.stopKeeper();
  }
}

/** The web app and the index beside the chain, and the keeper behind the app. @throws UsageError if a port is taken */
async function openSite(demo: Demo, folder: string, { port }: Args) {
  const { chain } = demo;
  const { rpcUrl, wsUrl } = chain.localnet;
  const at = (above: number) => `http://127.0.0.1:${port + above}`;
  const indexer = await orTaken(
    startDemoIndexer(chain, { folder, port: port + INDEX_PORT, origin: at(APP_PORT) }),
    port + INDEX_PORT,
  );
  indexer.ended.catch((error: Error) => console.error(`The index has stopped: ${error.message}`));
  const keeper = await demo.serveKeeper();
  const config = { cluster: "localnet", rpcUrl, wsUrl, indexerUrl: indexer.address, keeperUrl: KEEPER_PATH };
  const served = serveApp(config, port + APP_PORT, { [KEEPER_PATH]: keeper.url });
  const app = await orTaken(served, port + APP_PORT).catch(async (error) => {
    await keeper.close();
    await indexer.stop();
    throw error;
  });
  const close = async () => {
    await app.close();
    await keeper.close();
    await indexer.stop();
  };
  return { appUrl: app.url, indexUrl: indexer.address, close };
}

const orTaken = <T>(opened: Promise<T>, port: number): Promise<T> =>
  opened.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new UsageError(`Port ${port} is taken: stop what listens there, or pass another one with --port N`);
  });

/** Prints where everything stands. @returns whether everything is conserved */
async function conclude(demo: Demo, { json }: Args): Promise<boolean> {
  const { page } = demo;
  page.title("The end");
  const found = await report(demo);
  page.standings(found.standings);
  page.conservation(found.conservation, found.supply, found.tokenAccounts);
  if (json) console.log(totals(found));
  return found.conservation.conserved && found.standings.every(({ verified }) => verified);
}

/** Tells what happens until somebody interrupts. */
async function experimentsAreOver(demo: Demo): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());
  while (!interrupted.signal.aborted) {
    await demo.tellNews();
    await sleep(NEWS_MS, undefined, { signal: interrupted.signal }).catch(() => {});
  }
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error instanceof UsageError ? `error: ${error.message}` : error);
    process.exitCode = error instanceof UsageError ? EXIT.badInput : EXIT.failed;
  },
);
