/** What is measured of an index and of `verify`, one thing after the other over one chain. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bundle } from "@profit-share/testing/bundle";
import type { PostgresServer } from "@profit-share/testing/postgres";
import { percentile } from "../percentile";
import { Running } from "../processes/running";
import { rounded } from "../rounded";
import type { Landed } from "./chain";
import { IndexerProcess } from "./indexer";
import type { Market } from "./market";
import { expectAsOnChain } from "./proof";

export interface Sizes {
  subscriptions: number;
  /** Rounded up to whole rounds, in which each subscription settles once. */
  settlements: number;
  forkSlots: number;
  /** Requests of each kind of page. */
  requests: number;
}

export interface Ingest {
  seconds: number;
  settlementsPerS: number;
  transactionsPerS: number;
  /** Of the indexer, the most that it held. */
  rssMb: number;
  /** Seconds of the processor that it used; PostgreSQL's and the chain's are not among them. */
  cpuS: number;
  databaseMb: number;
}

export interface PageTimes {
  what: string;
  p50Ms: number;
  p99Ms: number;
  /** While settlements land all the time. */
  liveP99Ms: number;
}

export interface Verified {
  records: number;
  transactions: number;
  seconds: number;
  /** Of the processor. */
  cpuS: number;
  /** The most that it held. */
  rssMb: number;
}

/** What everything runs on. */
export interface Bench {
  market: Market;
  server: PostgresServer;
  /** Folder of profiles; null: none are made. */
  profile: string | null;
}

const ROOT = join(__dirname, "../..");
const ROUNDS_AT_ONCE = 10;
const LOOK_MS = 50;
const LIVE_EVERY_MS = 50;

const seconds = (since: number): number => rounded((performance.now() - since) / 1_000);

/** Lets the subscriptions settle until there are so many settlements. */
export async function settleUntil(
  market: Market,
  settlements: number,
  onProgress: (landed: Landed) => void,
): Promise<Landed> {
  const { place } = market;
  for (;;) {
    const landed = await market.settle(0);
    onProgress(landed);
    const left = Math.ceil((settlements - landed.settlements) / place.subscriptions.length);
    if (left <= 0) return landed;
    await market.settle(Math.min(left, ROUNDS_AT_ONCE) * place.transactions);
  }
}

const startIndexer = ({ market, profile }: Bench, database: string): Promise<IndexerProcess> =>
  IndexerProcess.start({ file: bundle(ROOT, "indexer/src/main.ts"), rpcUrl: market.rpcUrl, database, profile });

/** A new index of everything. @param database which stays @param kill in the middle, as a machine does that goes out */
export async function measureIngest(
  bench: Bench,
  database: string,
  { settlements, transactions, slot }: Landed,
  kill: boolean,
): Promise<{ ingest: Ingest; restartS: number; indexer: IndexerProcess }> {
  const begun = performance.now();
  let indexer = await startIndexer(bench, database);
  let [cpu, peak, restartS] = [0, 0, 0];
  if (kill) {
    await indexer.until(
      ({ slot: entered, listedWhole, waiting }) => entered !== null && listedWhole && waiting < transactions / 2,
    );
    [cpu, peak] = [indexer.cpuSeconds(), indexer.peakMb()];
    await indexer.kill();
    const restarted = performance.now();
    indexer = await startIndexer(bench, database);
    const { waiting: left } = await indexer.status();
    await indexer.until(({ waiting }) => waiting < left);
    restartS = seconds(restarted);
  }
  await indexer.untilSlot(slot);
  const taken = (performance.now() - begun) / 1_000;
  const ingest = {
    seconds: rounded(taken),
    settlementsPerS: rounded(settlements / taken, 0),
    transactionsPerS: rounded(transactions / taken, 0),
    rssMb: rounded(Math.max(peak, indexer.peakMb()), 0),
    cpuS: rounded(cpu + indexer.cpuSeconds(), 0),
    databaseMb: rounded(
      Number(bench.server.run("select pg_database_size(current_database())", nameOf(database))) / 1e6,
      0,
    ),
  };
  return { ingest, restartS, indexer };
}

const nameOf = (database: string): string => new URL(database).pathname.slice(1);

export const EARNINGS = "a creator's earnings by day, of the whole time";

export async function measurePages(bench: Bench, { asking }: IndexerProcess, requests: number): Promise<PageTimes[]> {
  const { creator, bot, subscriptions } = bench.market.place;
  const { next } = await asking.json<{ next: string }>(`/v1/creators/${creator}/entries?order=newest&limit=1000`);
  const one = (index: number) => `/v1/subscriptions/${subscriptions[index % subscriptions.length]}`;
  const kinds: [what: string, path: (index: number) => string][] = [
    [EARNINGS, () => `/v1/creators/${creator}/earnings`],
    ["a creator with bots and sums", () => `/v1/creators/${creator}`],
    ["100 of a creator's entries, the newest", () => `/v1/creators/${creator}/entries?order=newest`],
    ["100 of them behind the 1,000 newest", () => `/v1/creators/${creator}/entries?order=newest&after=${next}`],
    ["all bots", () => "/v1/bots"],
    ["a bot", () => `/v1/bots/${bot}`],
    ["a bot's earnings by day", () => `/v1/bots/${bot}/earnings`],
    ["a subscription", one],
    ["100 entries of one", (index) => `${one(index)}/entries`],
    ["100 records of one", (index) => `${one(index)}/records`],
  ];
  const ask = async (path: (index: number) => string) =>
    asking.times(Array.from({ length: requests }, (_, index) => path(index)));
  const atRest: number[][] = [];
  for (const [, path] of kinds) atRest.push(await ask(path));
  const settling = keepSettling(bench);
  const live: number[][] = [];
  for (const [, path] of kinds) live.push(await ask(path));
  await settling.stop();
  return kinds.map(([what], index) => ({
    what,
    p50Ms: percentile(atRest[index]!, 50)!,
    p99Ms: percentile(atRest[index]!, 99)!,
    liveP99Ms: percentile(live[index]!, 99)!,
  }));
}

/** One transaction after the other, as many as a keeper of a busy market sends. */
function keepSettling({ market }: Bench): { stop(): Promise<void> } {
  let goesOn = true;
  const work = async () => {
    while (goesOn) {
      await market.settle(1);
      await sleep(LIVE_EVERY_MS);
    }
  };
  const done = work();
  return {
    stop: () => {
      goesOn = false;
      return done;
    },
  };
}

/** @returns seconds from a fork until the index says what is there instead */
export async function measureFork({ market }: Bench, indexer: IndexerProcess, slots: number): Promise<number> {
  await indexer.untilSlot((await market.before(slots)).slot);
  const { slot } = await market.fork(slots);
  const since = performance.now();
  await indexer.untilSlot(slot);
  const taken = seconds(since);
  await expectAsOnChain(indexer.asking, market.rpcUrl, market.place.subscriptions);
  return taken;
}

/** An indexer dies, settlements land, and another one is started on its database. @returns seconds until that has them */
export async function measureTakeover(
  bench: Bench,
  indexer: IndexerProcess,
  database: string,
): Promise<{ seconds: number; indexer: IndexerProcess }> {
  await indexer.kill();
  const { market } = bench;
  const { slot } = await market.settle(market.place.transactions);
  const since = performance.now();
  const second = await startIndexer(bench, database);
  await second.untilSlot(slot);
  return { seconds: seconds(since), indexer: second };
}

/** `profit-share verify` of the bot whose subscriptions settle alone half of the time. @throws Error if it is not verified */
export async function measureVerify({ market, profile }: Bench): Promise<Verified> {
  const file = bundle(ROOT, "cli/src/main.ts");
  const since = performance.now();
  const verify = new Running({ args: [file, "verify", market.place.bot, "--url", market.rpcUrl, "--json"], profile });
  let [rssMb, cpuS] = [0, 0];
  while (verify.isAlive) {
    try {
      [rssMb, cpuS] = [verify.peakMb(), verify.cpuSeconds()];
    } catch {
      // It has ended meanwhile.
    }
    await sleep(LOOK_MS);
  }
  const code = await verify.ended;
  const taken = seconds(since);
  if (code !== 0) throw new Error(`verify ended with ${code}: ${verify.out}`);
  const { records, transactions } = JSON.parse(verify.out) as { records: number; transactions: number };
  return { records, transactions, seconds: taken, cpuS: rounded(cpuS), rssMb: rounded(rssMb, 0) };
}

/** Of everything that the index answers from, and of what it answers. */
export async function digestOf(
  { market, server }: Bench,
  { asking }: IndexerProcess,
  database: string,
): Promise<string> {
  const { creator, subscriptions } = market.place;
  const { items } = await asking.json<{ items: { bot: string }[] }>("/v1/bots");
  const paths = [
    ...["/v1/bots", `/v1/creators/${creator}`, `/v1/creators/${creator}/earnings`],
    ...items.flatMap(({ bot }) => [`/v1/bots/${bot}`, `/v1/bots/${bot}/earnings`]),
    ...subscriptions.flatMap((one) => [
      `/v1/subscriptions/${one}`,
      `/v1/subscriptions/${one}/entries?order=newest&limit=1000`,
      `/v1/subscriptions/${one}/records?limit=1000`,
    ]),
  ];
  const rows = TABLES.map(([table, order]) => {
    const text = `md5(string_agg(md5(t::text), '' order by ${order}))`;
    return server.run(`select ${text} from profit_share_index.${table} t`, nameOf(database));
  });
  return [await asking.digest(paths), ...rows].join(" ");
}

/** Those whose every row is the same in each index of the same transactions. */
const TABLES: readonly [table: string, order: string][] = [
  ["entries", "slot, place"],
  ["days", "owner, bot, day"],
  ["records", "bot, instance, sequence"],
];
