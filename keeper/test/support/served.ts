/** A keeper that runs and answers over HTTP, with nodes that can be made to fail, and what its metrics say. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@profit-share/storage";
import type { FastifyInstance } from "fastify";
import type { Keeper } from "../../src";
import { closeFunctions } from "../../src/host/host";
import { readWallet } from "../../src/host/input";
import { Metrics } from "../../src/http/metrics";
import { createServer } from "../../src/http/server";
import { createKeeperOn } from "../../src/process/keeper";
import { openDatabase } from "../../src/store/database";
import { news } from "../../src/store/message-tables";
import { type Clock, systemClock } from "../../src/time/clock";
import { newDatabase } from "./database";
import { FaultyRpc, type Judge } from "./faulty-rpc";
import { FaultyWire } from "./faulty-wire";
import { silent, TIMING } from "./keeper";
import { Market, type TestSubscription, USDC } from "./market";
import { MessageServer, SECRET } from "./message-server";

const PASS: Judge = () => "pass";

/** One line of what Prometheus reads. */
export interface Sample {
  /** With its labels. */
  series: string;
  /** Without what a histogram appends. */
  metric: string;
  value: number;
}

/** What a test changes while the keeper runs. */
interface Conditions {
  judge: Judge;
  /** Milliseconds by which the keeper's clock is ahead. */
  ahead: number;
}

export class Served {
  private constructor(
    readonly market: Market,
    /** Of the subscriptions that it looks after from the start. */
    readonly verified: TestSubscription,
    readonly rpc: FaultyRpc,
    readonly wire: FaultyWire,
    /** Takes the webhooks. */
    readonly messages: MessageServer,
    private readonly database: Database,
    private readonly keeper: Keeper,
    private readonly server: FastifyInstance,
    private readonly address: string,
    private readonly conditions: Conditions,
  ) {}

  static async open(): Promise<Served> {
    const conditions: Conditions = { judge: PASS, ahead: 0 };
    const market = await Market.open();
    const { rpcUrl, wsUrl } = market.chain.localnet;
    const rpc = await FaultyRpc.start(rpcUrl, (...given) => conditions.judge(...given));
    const wire = await FaultyWire.start(wsUrl);
    await market.attested();
    const verified = await market.verified();
    const metrics = new Metrics();
    const clock: Clock = { ...systemClock, now: () => systemClock.now() + conditions.ahead };
    const messages = await MessageServer.start();
    const notifications = { telegram: null, operators: [], webhooks: [{ url: messages.url, secret: SECRET }] };
    const settings = market.settings({ rpcUrl: rpc.url, wsUrl: wire.url, notifications, venueTrades: true });
    const database = await openDatabase(await newDatabase());
    const { signer, agents } = market;
    const with_ = {
      settings,
      signer,
      agents,
      logger: silent,
      timing: { ...TIMING, messageMs: 500 },
      clock,
      ...metrics.events,
    };
    const keeper = await createKeeperOn(database, with_);
    const host = closeFunctions({ keeper, resolve: (id) => readWallet(id, "subscriberBotId") });
    const common = { metrics, logger: silent, webhookSecret: null, subscribing: null };
    const server = createServer({ keeper, host, ...common });
    const address = await server.listen({ host: "127.0.0.1", port: 0 });
    keeper.start();
    while ((await fetch(`${address}/ready`)).status !== 200) await sleep(20);
    return new Served(market, verified, rpc, wire, messages, database, keeper, server, address, conditions);
  }

  set judge(judge: Judge) {
    this.conditions.judge = judge;
  }

  /** The keeper's clock goes on by so much at once. */
  pass(ms: number): void {
    this.conditions.ahead += ms;
  }

  /** What was paid is told now, as if no fork could take it back any more. */
  async makeNewsDue(): Promise<void> {
    await this.database.db.update(news).set({ dueAt: new Date(0) });
  }

  /** The node and the receiver of messages behave again. */
  mend(): void {
    this.judge = PASS;
    this.messages.reset();
    this.wire.refusing = false;
    this.wire.down = false;
  }

  /** Hands a close of $20 over, and waits for nothing. */
  async close({ address, agent }: TestSubscription, tradeId: string): Promise<void> {
    const reference = Buffer.from(tradeId).toString("hex").padEnd(64, "0");
    const close = { reference, tradeId, closePnl: 20n * USDC, agent: agent.publicKey.toBase58() };
    await this.keeper.takeClose(address, close);
    void this.keeper.reconcile(address).catch(() => {});
  }

  /** Names of all metrics, also of those without a value yet. */
  async names(): Promise<string[]> {
    return namesIn(await this.text());
  }

  /** What Prometheus would read now. */
  async scrape(): Promise<Sample[]> {
    const text = await this.text();
    const types = namesIn(text);
    return text
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const end = line.lastIndexOf(" ");
        const name = /^\w+/.exec(line)![0];
        const metric = types.find((type) => name === type) ?? name.replace(/_(bucket|sum|count)$/, "");
        return { series: line.slice(0, end), metric, value: Number(line.slice(end)) };
      });
  }

  private async text(): Promise<string> {
    return (await fetch(`${this.address}/metrics`)).text();
  }

  async stop(): Promise<void> {
    this.mend();
    await this.server.close();
    await this.keeper.stop();
    await this.messages.close();
    this.wire.close();
    await this.rpc.close();
    await this.market.close();
  }
}

const namesIn = (text: string): string[] => [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name!);
