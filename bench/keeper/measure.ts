/** What is measured of one keeper: each scenario with a chain, a load and a keeper of its own. */

import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { percentile } from "../percentile";
import { Helper } from "../processes/ipc";
import { rounded } from "../rounded";
import type { Place, Seen } from "./chain";
import { type Bundle, KeeperProcess } from "./keeper";
import type { Loaded } from "./load";
import type { Member } from "./world";

export interface Sizes {
  /** Subscriptions of the cold start and at rest. */
  subscriptions: number;
  /** Subscriptions that the closes come from. */
  active: number;
  closesPerS: number;
  loadS: number;
  restS: number;
  /** How long a fleet may take to be looked at, and the last settlements to come. */
  patienceS: number;
  /** Fleets whose growth is plotted. */
  growth: number[];
  /** Settlements of the subscription that somebody else settles. */
  history: number;
  /** What a keeper needs to see a change and settle it, many times over, in milliseconds. */
  settleMs: number;
}

export interface Subject extends Bundle {
  /** A new database with its tables for each keeper, as its configuration names it. */
  database: () => string;
  /** Folder of the keepers' profiles; null: none are made. */
  profile: string | null;
}

export interface Rest {
  subscriptions: number;
  /** Seconds from the start of the process until the last subscription was looked at; null if it took more than the patience. */
  coldStartS: number | null;
  coldRequests: number;
  neverLookedAt: number;
  rssMb: number;
  requestsPerS: number;
  cpuPercent: number;
}

export interface UnderLoad {
  settledPerS: number;
  p50Ms: number | null;
  p99Ms: number | null;
  unsettled: number;
  cpuPercent: number;
  rssMb: number;
  /** The same of ten closes a second, while twelve other transactions never land. */
  besideLost: { p50Ms: number | null; p99Ms: number | null; unsettled: number };
}

const LOST = 12;
const GENTLE_PER_S = 10;
const LOST_PER_S = 3;
/** The longest that a keeper may need to become quiet after its first look, in seconds. */
const QUIET_S = 20;

/** A chain with so many subscriptions. */
export class Chain {
  private constructor(
    private readonly helper: Helper,
    readonly place: Place,
    public members: Member[],
  ) {}

  static async open(): Promise<Chain> {
    const helper = new Helper(join(__dirname, "chain.ts"));
    return new Chain(helper, await helper.ask<Place>("place"), []);
  }

  async grow(count: number): Promise<void> {
    this.members = await this.helper.ask<Member[]>("grow", count);
  }

  count(): Promise<void> {
    return this.helper.ask("count");
  }

  seen(): Promise<Seen> {
    return this.helper.ask("seen");
  }

  lose(accounts: readonly string[]): Promise<void> {
    return this.helper.ask("lose", accounts);
  }

  foreign(settlements: number): Promise<string> {
    return this.helper.ask("foreign", settlements);
  }

  settleForeign(): Promise<void> {
    return this.helper.ask("settleForeign");
  }

  close(): Promise<void> {
    return this.helper.end();
  }
}

const total = ({ requests }: Seen): number => Object.values(requests).reduce((sum, count) => sum + count, 0);

async function start({ database, ...subject }: Subject, chain: Chain, config: Record<string, unknown> = {}) {
  const { rpcUrl, wsUrl, bots } = chain.place;
  const common = { rpcUrl, wsUrl, bots, database: database() };
  await chain.count();
  return new KeeperProcess({ ...subject, config: { ...common, ...config } });
}

/** Waits until everything was looked at. */
async function lookedAt(chain: Chain, keeper: KeeperProcess, patienceS: number): Promise<Seen> {
  for (;;) {
    const seen = await chain.seen();
    keeper.cpuSeconds();
    if (seen.allLookedAtMs !== null || seen.ms > patienceS * 1_000) return seen;
    await sleep(100);
  }
}

/** A cold start, and then nothing happens. */
export async function measureRest(subject: Subject, chain: Chain, sizes: Sizes): Promise<Rest> {
  const keeper = await start(subject, chain);
  try {
    const cold = await lookedAt(chain, keeper, sizes.patienceS);
    await sleep(Math.min(QUIET_S, sizes.restS) * 1_000);
    await chain.count();
    const before = keeper.cpuSeconds();
    await sleep(sizes.restS * 1_000);
    const [seen, after] = [await chain.seen(), keeper.cpuSeconds()];
    const seconds = seen.ms / 1_000;
    return {
      subscriptions: chain.members.length,
      // Without a subscription it is over before it begins.
      coldStartS: cold.allLookedAtMs === null ? null : rounded(Math.max(0, cold.allLookedAtMs) / 1_000),
      coldRequests: total(cold),
      neverLookedAt: chain.members.length - cold.lookedAt,
      rssMb: rounded(keeper.rssMb(), 0),
      requestsPerS: rounded(total(seen) / seconds),
      cpuPercent: rounded((100 * (after - before)) / seconds),
    };
  } finally {
    await keeper.stop();
  }
}

/** Closes at a steady rate, and then twelve whose transactions never land beside others. */
export async function measureLoad(subject: Subject, chain: Chain, sizes: Sizes): Promise<UnderLoad> {
  const load = new Helper(join(__dirname, "load.ts"));
  const keeper = await start(subject, chain);
  const run = (members: readonly Member[], perSecond: number, seconds: number) =>
    load.ask<Loaded>("run", { members, perSecond, seconds, patienceMs: sizes.patienceS * 1_000 });
  try {
    await load.ask("listen", chain.place);
    await lookedAt(chain, keeper, sizes.patienceS);
    await sleep(sizes.settleMs);
    const [members, lost] = [chain.members.slice(LOST), chain.members.slice(0, LOST)];
    const [before, began] = [keeper.cpuSeconds(), performance.now()];
    const loaded = await run(members, sizes.closesPerS, sizes.loadS);
    const cpu = keeper.cpuSeconds() - before;
    const seconds = (performance.now() - began) / 1_000;

    await chain.lose(lost.map(({ subscription }) => subscription));
    // One after the other, so that no batch takes others with it.
    void load.ask<Loaded>("run", {
      members: lost,
      perSecond: LOST_PER_S,
      seconds: LOST / LOST_PER_S,
      patienceMs: 0,
    });
    await sleep((LOST / LOST_PER_S) * 1_000 + sizes.settleMs);
    const beside = await run(members, GENTLE_PER_S, Math.min(20, sizes.loadS));
    return {
      settledPerS: rounded(loaded.perSecond),
      ...latency(loaded),
      cpuPercent: rounded((100 * cpu) / seconds),
      rssMb: rounded(keeper.rssMb(), 0),
      besideLost: latency(beside),
    };
  } finally {
    await Promise.all([keeper.stop(), load.end()]);
  }
}

function latency({ closes, settled, latencies }: Loaded) {
  return {
    p50Ms: percentile(latencies, 50),
    // What is not settled at all is later than what is.
    p99Ms: settled < closes * 0.99 ? null : percentile(latencies, 99),
    unsettled: closes - settled,
  };
}

/** @returns requests that one settlement of somebody else costs, on top of those at rest */
export async function measureForeign(subject: Subject, chain: Chain, sizes: Sizes): Promise<number> {
  // Polls would be counted, too.
  const config = { keeper: await chain.foreign(sizes.history), pollIntervalMs: 3_600_000 };
  const keeper = await start(subject, chain, config);
  try {
    await lookedAt(chain, keeper, sizes.patienceS);
    await sleep(sizes.settleMs * 2);
    await chain.count();
    await sleep(sizes.settleMs);
    const rest = total(await chain.seen());
    await chain.count();
    await chain.settleForeign();
    await sleep(sizes.settleMs);
    return Math.max(0, total(await chain.seen()) - rest);
  } finally {
    await keeper.stop();
  }
}
