/** Who runs the keepers of a run: starts them, loses them, starts them again, and hands closes over until they are taken. */
import { createHash } from "node:crypto";
import type { Logger } from "pino";
import { createProfitShareHost } from "../../src";
import { Life } from "./life";
import type { Random } from "./random";
import type { Close, Kill } from "./scenario";
import type { Store } from "./store";
import type { World } from "./world";

const POLL_MS = 15_000;
/** Milliseconds after which a host asks again. */
const AGAIN = { least: 500, most: 5_000 };

export interface OperatorOptions {
  index: number;
  store: Store;
  world: World;
  random: Random;
  logger: Logger;
  note: (what: string) => void;
}

export class Operator {
  private life: Life | null = null;
  private lives = 0;
  private readonly closes: Close[] = [];
  /** Those that the present database has taken. */
  private readonly taken = new Set<Close>();
  private readonly handing = new Set<Close>();

  constructor(private readonly options: OperatorOptions) {}

  get store(): Store {
    return this.options.store;
  }

  get isRunning(): boolean {
    return this.life?.isAlive ?? false;
  }

  /** Whether every close was taken. */
  get isDone(): boolean {
    return this.closes.every((close) => this.taken.has(close));
  }

  start(): void {
    this.lives += 1;
    const { index, world, random, note, ...rest } = this.options;
    const name = `keeper-${index + 1}-${this.lives}`;
    note(`${name} starts`);
    const settings = { ...world.market.settings(), rpcUrl: `http://${name}.invalid/`, pollIntervalMs: POLL_MS };
    const { signer, agents } = world.market;
    const { timeline } = world;
    this.life = new Life({ ...rest, name, settings, signer, agents, timeline, random: random.branch(name) });
    this.life.start();
    for (const close of this.closes) void this.hand(close);
  }

  /** The process is gone, as when somebody pulls the plug. */
  kill({ afterSteps, downFor, losesDatabase }: Kill): void {
    const life = this.life;
    if (life === null || !life.isAlive) return;
    const { index, world, note } = this.options;
    life.killAfter(afterSteps, () => {
      note(`keeper-${index + 1} is killed${losesDatabase ? " and loses its database" : ""}`);
      world.timeline.after(downFor, () => void this.restart(losesDatabase));
    });
  }

  stop(): void {
    this.life?.kill();
    this.life = null;
  }

  /** What a request to the host part of the address belongs to. */
  lifeOf(host: string): Life | null {
    return this.life !== null && host === this.life.host ? this.life : null;
  }

  take(close: Close): void {
    this.closes.push(close);
    void this.hand(close);
  }

  private async restart(losesDatabase: boolean): Promise<void> {
    if (losesDatabase) {
      await this.options.world.timeline.during(this.store.empty());
      this.taken.clear();
    }
    this.start();
  }

  /** Until the keeper says that it has it. */
  private async hand(close: Close): Promise<void> {
    if (this.handing.has(close)) return;
    this.handing.add(close);
    const { timeline } = this.options.world;
    while (!this.taken.has(close) && this.life !== null) {
      if (this.life.isAlive && (await this.isTaken(this.life, close))) this.taken.add(close);
      else await timeline.sleep(this.options.random.between(AGAIN.least, AGAIN.most));
    }
    this.handing.delete(close);
  }

  private async isTaken(life: Life, close: Close): Promise<boolean> {
    const { address, agent } = this.options.world.attested[close.subscription]!;
    const ask = async () => {
      const keeper = await life.keeper;
      const { mint } = this.options.world.market.chain;
      const host = createProfitShareHost({ keeper, resolve: () => address, mint });
      return host.distributeCreatorProfitShare("1", dollars(close.pnl), agent.publicKey.toBase58(), close.tradeId);
    };
    try {
      const result = await Promise.race([ask(), life.killed]);
      return result.success || result.stored;
    } catch {
      return false;
    }
  }
}

/** Hexadecimal: what the chain's record of a close names. */
export const referenceOf = ({ tradeId }: Close): string => createHash("sha256").update(tradeId).digest("hex");

const dollars = (baseUnits: bigint): string => {
  const digits = (baseUnits < 0n ? -baseUnits : baseUnits).toString().padStart(7, "0");
  return `${baseUnits < 0n ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`;
};
