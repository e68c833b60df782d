/** One run: a scenario in the world, from its start to the verdict. */
import { createHash } from "node:crypto";
import { NOON } from "@profit-share/testing/chain/local-chain";
import type { Logger } from "pino";
import { silent } from "../support/keeper";
import { type Fetch, Network } from "./network";
import { Operator } from "./operator";
import { Random } from "./random";
import { type Close, type Fork, type Scenario, scenarioOf, type Transfer, type Trouble } from "./scenario";
import { Store } from "./store";
import { violationsOf } from "./verdict";
import { makeVirtual } from "./virtual-globals";
import { weatherOf } from "./weather";
import { World } from "./world";

const NODES = 3;
const MOST_KEEPERS = 2;
/** After all faults: the longest that a keeper may take, and how often is looked whether it is done. Milliseconds. */
const PATIENCE_MS = 300_000;
const LOOK_MS = 10_000;
/** Then what is still on its way has landed or never will. */
const AFTERWARDS_MS = 46_000;

export interface RunResult {
  seed: number;
  violations: string[];
  closes: number;
  transfers: number;
  trades: number;
  forks: number;
  /** Transactions that forks took back. */
  takenBack: number;
  kills: number;
  lostDatabases: number;
  keepers: number;
  requests: number;
  /** By what became of them. */
  fates: Record<string, number>;
  /** Virtual milliseconds. */
  ms: number;
  /** Of everything that was asked and landed: two runs with the same one were the same. */
  fingerprint: string;
}

/** Who hears of a run. */
export interface Telling {
  /** Told what happens, with the virtual time. */
  say?: (line: string) => void;
  /** Of the keepers. */
  logger?: Logger;
}

export class Simulator {
  private constructor(
    private readonly world: World,
    private readonly stores: readonly Store[],
  ) {}

  static async open(): Promise<Simulator> {
    const world = await World.make();
    const stores = [];
    for (let index = 0; index < MOST_KEEPERS; index += 1) stores.push(await Store.open(world.timeline));
    return new Simulator(world, stores);
  }

  /** The same seed gives the same run, whatever ran before it. */
  run(seed: number, telling: Telling = {}): Promise<RunResult> {
    return new Run(seed, this.world, this.stores, telling).toTheEnd();
  }
}

class Run {
  private readonly random: Random;
  private readonly network: Network;
  private readonly scenario: Scenario;
  private readonly operators: Operator[];
  private readonly fingerprint = createHash("sha256");
  private requests = 0;
  private takenBack = 0;
  private kills = 0;

  constructor(
    private readonly seed: number,
    private readonly world: World,
    stores: readonly Store[],
    private readonly telling: Telling,
  ) {
    const { truth, timeline, attested, verified } = world;
    this.random = new Random(`${seed}`);
    this.scenario = scenarioOf(this.random.branch("scenario"), {
      attested: attested.length,
      verified: verified.length,
    });
    this.network = new Network(truth, timeline, NODES, this.random.branch("network"));
    this.operators = stores.slice(0, this.scenario.keepers).map((store, index) => {
      const own = this.random.branch(`keeper ${index + 1}`);
      const logger = telling.logger ?? silent;
      return new Operator({ index, store, world, random: own, logger, note: (what) => this.note(what) });
    });
  }

  async toTheEnd(): Promise<RunResult> {
    const { world, random, network, scenario } = this;
    const { timeline, truth } = world;
    await timeline.clear();
    for (const { store } of this.operators) await store.empty();
    truth.reset(`${this.seed}`, NOON + scenario.startsAfterNoon);
    network.begin(weatherOf(random.branch("weather"), NODES));
    const realAgain = makeVirtual(timeline, random.branch("globals"), this.fetch);
    try {
      this.plan();
      for (const operator of this.operators) operator.start();
      await timeline.run(scenario.calmAt);
      await this.untilDone();
      await timeline.run(timeline.now() + AFTERWARDS_MS);
      // A payout that waited for its turn may just have been sent: it has to become final, too.
      const deadline = timeline.now() + PATIENCE_MS;
      while (timeline.now() < deadline && !(await this.isQuiet())) await timeline.run(timeline.now() + LOOK_MS);
      truth.catchUp();
      return await this.result();
    } finally {
      for (const operator of this.operators) operator.stop();
      realAgain();
    }
  }

  /** Until nothing is wrong any more; what stays wrong is the verdict. */
  private async untilDone(): Promise<void> {
    const { timeline } = this.world;
    const deadline = timeline.now() + PATIENCE_MS;
    while (timeline.now() < deadline) {
      await timeline.run(timeline.now() + LOOK_MS);
      if (!this.operators.every(({ isDone, isRunning }) => isDone && isRunning)) continue;
      if ((await this.isQuiet()) && (await this.violations()).length === 0) return;
    }
  }

  /** Whether the databases hold nothing that is still to be done. */
  private async isQuiet(): Promise<boolean> {
    for (const { store } of this.operators) {
      const [left] = await store.rows(
        `select (select count(*) from flights) + (select count(*) from closes where status = 'pending')
              + (select count(*) from intake where state = 'taken') as count`,
      );
      if (Number(left!.count) !== 0) return false;
    }
    return true;
  }

  private violations(): Promise<string[]> {
    this.world.truth.catchUp();
    return violationsOf(this.world, this.operators, this.scenario);
  }

  private async result(): Promise<RunResult> {
    const { seed, scenario, network, requests, takenBack, kills } = this;
    const unfinished = this.operators.flatMap(({ isDone }, index) =>
      isDone ? [] : [`keeper ${index + 1} has not taken every close`],
    );
    const { closes, transfers, trades, forks, keepers } = scenario;
    return {
      seed,
      violations: [...unfinished, ...(await this.violations())],
      closes: closes.length,
      transfers: transfers.length,
      trades: trades.length,
      forks: forks.length,
      takenBack,
      kills,
      lostDatabases: scenario.kills.filter(({ losesDatabase }) => losesDatabase).length,
      keepers,
      requests,
      fates: Object.fromEntries(network.seen),
      ms: this.world.timeline.now(),
      fingerprint: this.fingerprint.digest("hex").slice(0, 16),
    };
  }

  private plan(): void {
    const { closes, transfers, trades, forks, troubles, kills, calmAt } = this.scenario;
    const { timeline } = this.world;
    for (const close of closes) timeline.at(close.at, () => this.hand(close));
    for (const transfer of transfers) timeline.at(transfer.at, () => this.pay(transfer));
    for (const { at, subscription, pnl } of trades) {
      timeline.at(at, () => {
        this.note(`verified ${subscription + 1} realizes ${pnl}`);
        this.world.trade(this.world.verified[subscription]!, pnl);
      });
    }
    for (const fork of forks) timeline.at(fork.at, () => this.fork(fork));
    for (const trouble of troubles) this.trouble(trouble);
    for (const kill of kills) {
      timeline.at(kill.at, () => {
        this.kills += 1;
        this.operators[kill.keeper]!.kill(kill);
      });
    }
    timeline.at(calmAt, () => {
      this.note("nothing goes wrong any more");
      this.network.calm();
    });
  }

  private hand(close: Close): void {
    this.note(`attested ${close.subscription + 1}: ${close.tradeId} of ${close.pnl}`);
    for (const index of close.to) this.operators[index]!.take(close);
  }

  private pay(transfer: Transfer): void {
    this.note(`${transfer.id} of ${transfer.amount}`);
    for (const index of transfer.to) this.operators[index]!.take(transfer);
  }

  private fork({ depth, missedFor }: Fork): void {
    const { truth, timeline } = this.world;
    const { branch, slot } = truth;
    const lost = truth.fork(depth);
    this.takenBack += lost.length;
    this.note(`a fork takes back ${depth} slots and ${lost.length} transactions`);
    for (const [index, node] of this.network.nodes.entries()) {
      if (missedFor[index] === 0) continue;
      node.miss(branch, slot);
      timeline.after(missedFor[index]!, () => node.follow());
    }
    this.network.resend(lost);
  }

  private trouble({ kind, node, at, until }: Trouble): void {
    const { timeline } = this.world;
    const change = (on: boolean) => {
      const one = this.network.nodes[node]!;
      this.note(`${one.name} is ${on ? "" : "no longer "}${kind}`);
      if (kind === "down") one.stop(on);
      else one.stick(on);
    };
    timeline.at(at, () => change(true));
    timeline.at(until, () => change(false));
  }

  private readonly fetch: Fetch = (url, init) => {
    const { host } = new URL(url);
    const operator = this.operators.find((one) => one.lifeOf(host) !== null);
    // Of a process that is no more.
    if (operator === undefined) return new Promise(() => {});
    operator.asks(init.body);
    this.requests += 1;
    this.fingerprint.update(`${this.world.timeline.now()} ${url} ${String(init.body).replace(/"id":"[^"]*"/, "")}\n`);
    return operator.lifeOf(host)!.through(this.network.fetch)(url, init);
  };

  private note(what: string): void {
    this.fingerprint.update(`${what}\n`);
    this.telling.say?.(`${(this.world.timeline.now() / 1_000).toFixed(3).padStart(8)} s  ${what}`);
  }
}
