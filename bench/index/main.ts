/**
 * `npm run bench:index`: how an index carries a million settlements, and how long `verify` takes for a hundred thousand. Everything
 * is held against the chain: a wrong answer fails. The figures of one machine are compared with nothing but those of the same run.
 *
 * --write                          writes the page instead of printing it
 * --json                           ends with one line of figures
 * --smoke                          a small one, some half a minute
 * --settlements N --subscriptions N  other sizes
 * --chain URL                      of a chain that somebody started, as chain.ts says: it is used as it is, and stays
 * --once                           does not build the index anew, which takes half of the time
 * --profile FOLDER                 writes processor profiles of indexers and `verify` there
 */
import { writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { postgresIfAny } from "@profit-share/testing/postgres";
import { step } from "@profit-share/testing/step";
import { rounded } from "../rounded";
import type { IndexerProcess } from "./indexer";
import { Market } from "./market";
import {
  type Bench,
  digestOf,
  type Ingest,
  measureFork,
  measureIngest,
  measurePages,
  measureTakeover,
  measureVerify,
  type Sizes,
  settleUntil,
} from "./measure";
import { figuresLine, type Machine, type Measured, page } from "./page";
import { expectAsOnChain } from "./proof";

const FULL: Sizes = { subscriptions: 1_000, settlements: 1_000_000, forkSlots: 32, requests: 300 };
const SMOKE: Sizes = { subscriptions: 120, settlements: 3_600, forkSlots: 32, requests: 10 };

const ROOT = join(__dirname, "../..");
const PAGE = join(__dirname, "README.md");
const FOLDER = join(ROOT, ".build/bench-index");

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      smoke: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      settlements: { type: "string" },
      subscriptions: { type: "string" },
      chain: { type: "string" },
      once: { type: "boolean", default: false },
      profile: { type: "string" },
    },
  });
  const sizes = { ...(values.smoke ? SMOKE : FULL) };
  if (values.settlements !== undefined) sizes.settlements = Number(values.settlements);
  if (values.subscriptions !== undefined) sizes.subscriptions = Number(values.subscriptions);
  const { measured, machine } = await measure(sizes, values.chain, {
    profile: values.profile ?? null,
    isOnce: values.once,
  });
  const written = page(sizes, measured, machine);
  if (values.write) writeFileSync(PAGE, written);
  else process.stdout.write(written);
  if (values.json) console.log(figuresLine(measured));
}

async function measure(
  sizes: Sizes,
  url: string | undefined,
  { profile, isOnce }: { profile: string | null; isOnce: boolean },
): Promise<{ measured: Measured; machine: Machine }> {
  const server = postgresIfAny();
  if (server === null) throw new Error("There is no PostgreSQL: install it, such as with apt-get install postgresql");
  await server.create();
  const market = url === undefined ? await Market.open(sizes.subscriptions, FOLDER) : await Market.at(url);
  sizes.subscriptions = market.place.subscriptions.length;
  try {
    const measured = await measureAll({ market, server, profile }, sizes, isOnce);
    const [cpu, postgres] = [cpus(), server.run("show server_version").split(" ")[0]!];
    const memoryGb = Math.round(totalmem() / 1e9);
    const load = rounded(loadavg()[2]!);
    return { measured, machine: { cores: cpu.length, memoryGb, node: process.version.slice(1), postgres, load } };
  } finally {
    await Promise.all([market.close(), server.remove()]);
  }
}

async function measureAll(bench: Bench, sizes: Sizes, isOnce: boolean): Promise<Measured> {
  const { market, server } = bench;
  const report = progress(sizes.settlements);
  const tenth = await settleUntil(market, sizes.settlements / 10, report);
  const isTenth = tenth.settlements < sizes.settlements / 5;
  const verifyTenth = isTenth ? await step("verify of a tenth", () => measureVerify(bench)) : null;
  const world = await settleUntil(market, sizes.settlements, report);
  console.error(`bench: settled: ${JSON.stringify(world)}`);
  const verify = await step("verify", () => measureVerify(bench));

  const first = server.newDatabase();
  const { indexer: killed, ...made } = await measureIngest(bench, first, world, true);
  console.error(`bench: ingest: ${JSON.stringify(made)}`);
  await step("proof", () => expectAsOnChain(killed.asking, market.rpcUrl, market.place.subscriptions));
  const pages = await step("pages", () => measurePages(bench, killed, sizes.requests));
  const forkS = await step("fork", () => measureFork(bench, killed, sizes.forkSlots));
  const { indexer, seconds: takeoverS } = await measureTakeover(bench, killed, first);
  console.error(`bench: takeover: ${takeoverS}`);
  const rebuild = isOnce ? null : await measureRebuild(bench, indexer, first);
  await indexer.stop();
  return { world, ...made, pages, forkS, takeoverS, rebuild, verify, verifyTenth };
}

/** @throws Error if the index that is built anew does not answer the same, byte for byte */
async function measureRebuild(bench: Bench, indexer: IndexerProcess, first: string): Promise<Ingest> {
  const { market, server } = bench;
  const answers = await step("digest", () => digestOf(bench, indexer, first));
  await indexer.stop();
  server.run(`drop database ${new URL(first).pathname.slice(1)}`);
  const second = server.newDatabase();
  const rebuilt = await measureIngest(bench, second, await market.settle(0), false);
  console.error(`bench: rebuild: ${JSON.stringify(rebuilt.ingest)}`);
  const again = await step("digest", () => digestOf(bench, rebuilt.indexer, second));
  await rebuilt.indexer.stop();
  if (answers !== again) throw new Error(`The index that was built anew answers otherwise:\n${answers}\n${again}`);
  return rebuilt.ingest;
}

/** Says each tenth. */
function progress(all: number): (landed: { settlements: number }) => void {
  let tenth = 0;
  return ({ settlements }) => {
    if (settlements < (tenth * all) / 10) return;
    console.error(`bench: ${settlements} settlements`);
    tenth = Math.floor((10 * settlements) / all) + 1;
  };
}

main().catch((error: Error) => {
  console.error(`bench: ${error.stack}`);
  // The processes that it started end with it.
  process.exit(1);
});
