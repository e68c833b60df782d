/** A keeper's process, from its start to the moment at which it is killed: then nothing reaches it, and nothing leaves it. */
import type { Feed } from "@profit-share/feed";
import type { Keypair } from "@solana/web3.js";
import type { Logger } from "pino";
import type { KeeperSettings } from "../../src";
import { createKeeperOn, type Keeper } from "../../src/process/keeper";
import type { AgentSigner } from "../../src/send/agent-signer";
import type { Clock } from "../../src/time/clock";
import type { Fetch } from "./network";
import type { Random } from "./random";
import type { Store } from "./store";
import type { Timeline } from "./timeline";

export interface LifeOptions {
  /** Of the process among all of the run: the host of its requests. */
  name: string;
  settings: KeeperSettings;
  signer: Keypair;
  agents: AgentSigner;
  store: Store;
  timeline: Timeline;
  random: Random;
  logger: Logger;
}

export class Life {
  /** Never resolves if the process is killed while the keeper is made. */
  keeper: Promise<Keeper> = new Promise(() => {});
  /** Rejects at the kill, so that those who wait for it know. */
  readonly killed: Promise<never>;
  private readonly endured: AbortController = new AbortController();
  /** What is to happen at the kill, and after so many steps more. */
  private doom: { steps: number; happen: () => void } | null = null;

  constructor(private readonly options: LifeOptions) {
    this.killed = new Promise((_, reject) => {
      this.endured.signal.addEventListener("abort", () => reject(new Error(`The keeper ${options.name} was killed`)));
    });
    this.killed.catch(() => {});
  }

  start(): void {
    const { settings, signer, agents, store, random, logger } = this.options;
    const checkpoint = () => this.step();
    const options = { settings, signer, agents, logger, checkpoint, random: random.next, timing: TIMING };
    const made = createKeeperOn(store.openFor(this), { ...options, clock: this.clock(), feed: () => SILENT });
    this.keeper = made.then((keeper) => {
      keeper.start();
      return keeper;
    });
    this.keeper.catch(() => {});
  }

  get isAlive(): boolean {
    return !this.endured.signal.aborted;
  }

  /** Of its requests. */
  get host(): string {
    return new URL(this.options.settings.rpcUrl).host;
  }

  kill(): void {
    this.endured.abort();
  }

  /** @param steps it is killed before or after this many more that store or send something; 0: now */
  killAfter(steps: number, happen: () => void): void {
    this.doom = { steps, happen };
    if (steps === 0) this.fall();
  }

  /** What its requests go through. */
  through(fetch: Fetch): Fetch {
    return (url, init) => this.whileAlive(() => fetch(url, init));
  }

  private step(): void {
    if (this.doom === null || !this.isAlive) return;
    this.doom.steps -= 1;
    if (this.doom.steps <= 0) this.fall();
  }

  private fall(): void {
    this.kill();
    this.doom?.happen();
  }

  private clock(): Clock {
    const { timeline } = this.options;
    return {
      now: () => timeline.now(),
      sleep: (ms, signal) => this.whileAlive(() => timeline.sleep(ms, signal)),
    };
  }

  /** A dead process asks for nothing, and hears of nothing. */
  private whileAlive<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.isAlive) return;
      work().then(
        (value) => this.isAlive && resolve(value),
        (error) => this.isAlive && reject(error),
      );
    });
  }
}

/** Tells of nothing: what is to be found, the poll has to find. */
const SILENT: Feed = {
  follow() {},
  unfollow() {},
  status: () => ({ connected: true, followed: 0, waiting: 0, refused: 0, broken: 0 }),
  close: async () => {},
};

/** Milliseconds: looks cost the simulation more than they cost a keeper. */
const TIMING = { statusMs: 2_000, resendMs: 2_000 };
