/** The chain's process, as the bench sees it. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Running } from "../processes/running";
import type { Landed, Place } from "./chain";
import { ORDERS } from "./node";

const LOOK_MS = 100;

export class Market {
  private constructor(
    readonly rpcUrl: string,
    readonly place: Place,
    private readonly end: () => Promise<void>,
  ) {}

  /** A new one. @param folder of what landed, which goes with it */
  static async open(subscriptions: number, folder: string): Promise<Market> {
    mkdirSync(folder, { recursive: true });
    const args = ["--require", require.resolve("tsx/cjs"), join(__dirname, "chain.ts")];
    const running = new Running({ args: [...args, `${subscriptions}`, join(folder, "landed")] });
    while (!running.out.endsWith("\n")) {
      running.expectAlive();
      await sleep(LOOK_MS);
    }
    return Market.at(running.out.trim(), async () => {
      await running.end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    });
  }

  /** One that somebody started. */
  static async at(rpcUrl: string, end = async () => {}): Promise<Market> {
    const place = await order<Place>(rpcUrl, "place", 0);
    return new Market(rpcUrl, place, end);
  }

  /** Sends so many transactions. */
  settle(transactions: number): Promise<Landed> {
    return order(this.rpcUrl, "settle", transactions);
  }

  /** Lets so many slots happen, which `fork` takes back. */
  before(slots: number): Promise<Landed> {
    return order(this.rpcUrl, "before", slots);
  }

  fork(slots: number): Promise<Landed> {
    return order(this.rpcUrl, "fork", slots);
  }

  close(): Promise<void> {
    return this.end();
  }
}

async function order<T>(rpcUrl: string, name: string, count: number): Promise<T> {
  const response = await fetch(`${rpcUrl}${ORDERS}`, { method: "POST", body: JSON.stringify({ name, count }) });
  if (!response.ok) throw new Error(`The chain does not ${name}: ${await response.text()}`);
  return (await response.json()) as T;
}
