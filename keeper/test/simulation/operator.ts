/** Who runs the keepers of a run: starts them, loses them, starts them again, and hands closes over until they are taken. */
import { createHash } from "node:crypto";
import { signatureOf } from "@profit-share/sdk";
import { keyOf } from "@profit-share/testing/keys";
import { type PublicKey, VersionedTransaction } from "@solana/web3.js";
import type { Logger } from "pino";
import { createProfitShareHost } from "../../src";
import { Life } from "./life";
import type { Random } from "./random";
import type { Close, Kill, Transfer } from "./scenario";
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

type Errand = Close | Transfer;

export class Operator {
  private life: Life | null = null;
  private lives = 0;
  private readonly errands: Errand[] = [];
  /** Those that the present database has taken. */
  private readonly taken = new Set<Errand>();
  private readonly handing = new Set<Errand>();
  /** Signatures of what was sent with the present database. */
  readonly sent = new Set<string>();

  constructor(private readonly options: OperatorOptions) {}

  get store(): Store {
    return this.options.store;
  }

  get isRunning(): boolean {
    return this.life?.isAlive ?? false;
  }

  /** Whether every close was taken, and every transfer paid. */
  get isDone(): boolean {
    return this.errands.every((errand) => this.taken.has(errand));
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
    for (const errand of this.errands) void this.hand(errand);
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

  /** A request of its process. */
  asks(body: unknown): void {
    const { method, params } = JSON.parse(String(body));
    if (method !== "sendTransaction") return;
    this.sent.add(signatureOf(VersionedTransaction.deserialize(Buffer.from(params[0], "base64"))));
  }

  take(errand: Errand): void {
    this.errands.push(errand);
    void this.hand(errand);
  }

  private async restart(losesDatabase: boolean): Promise<void> {
    if (losesDatabase) {
      await this.options.world.timeline.during(this.store.empty());
      this.taken.clear();
      this.sent.clear();
    }
    this.start();
  }

  /** Until the keeper says that it has it. */
  private async hand(errand: Errand): Promise<void> {
    if (this.handing.has(errand)) return;
    this.handing.add(errand);
    const { timeline } = this.options.world;
    while (!this.taken.has(errand) && this.life !== null) {
      if (this.life.isAlive && (await this.isTaken(this.life, errand))) this.taken.add(errand);
      else await timeline.sleep(this.options.random.between(AGAIN.least, AGAIN.most));
    }
    this.handing.delete(errand);
  }

  private async isTaken(life: Life, errand: Errand): Promise<boolean> {
    try {
      return await Promise.race([this.ask(life, errand), life.killed]);
    } catch {
      return false;
    }
  }

  private async ask(life: Life, errand: Errand): Promise<boolean> {
    const { market, attested } = this.options.world;
    const { address, agent } = attested[errand.subscription]!;
    const wallet = agent.publicKey.toBase58();
    const keeper = await life.keeper;
    const host = createProfitShareHost({ keeper, resolve: () => address, mint: market.chain.mint });
    if ("id" in errand) {
      const { id, amount } = errand;
      const payee = payeeOf(errand).toBase58();
      return (await host.transferUsdcBetweenAgents(wallet, payee, dollars(amount), id)).success;
    }
    const { success, stored } = await host.distributeCreatorProfitShare(
      "1",
      dollars(errand.pnl),
      wallet,
      errand.tradeId,
    );
    return success || stored;
  }
}

/** Its wallet. */
export const payeeOf = ({ id }: Transfer): PublicKey => keyOf(`simulation: payee of ${id}`).publicKey;

/** Hexadecimal: what the chain's record of a close names. */
export const referenceOf = ({ tradeId }: Close): string => createHash("sha256").update(tradeId).digest("hex");

const dollars = (baseUnits: bigint): string => {
  const digits = (baseUnits < 0n ? -baseUnits : baseUnits).toString().padStart(7, "0");
  return `${baseUnits < 0n ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`;
};
