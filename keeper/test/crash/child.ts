/**
 * A host's process that dies where its environment says so. It does its errands, looks after everything once and exits.
 * Arguments: the configuration's file, and the errands as JSON.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { PublicKey } from "@solana/web3.js";
import type { Keeper, ProfitShareHost } from "../../src";
import { type Close, openHost } from "../support/host-process";

const ATTEMPTS = 60;

/** What a host asks of the keeper, and asks for again whenever it starts. */
export interface Errands {
  closes: Close[];
  /** The last close of a subscription that its subscriber leaves. */
  last: Close;
  /** One agent pays another wallet. */
  payment: { id: string; from: string; to: string; mint: string; amount: string };
}

async function main(): Promise<void> {
  const [, , file, errands] = process.argv;
  const { keeper, host } = await openHost(file!);
  try {
    await work(keeper, host, JSON.parse(errands!));
  } finally {
    // Its leases keep the process alive.
    await keeper.stop();
  }
}

async function work(keeper: Keeper, host: ProfitShareHost, { closes, last, payment }: Errands): Promise<void> {
  for (const close of closes) await insist(() => handOver(host, close));
  await insist(() => pay(keeper, payment));
  await insist(() => finish(keeper, host, last));
  await insist(async () => {
    const failed = await keeper.once();
    if (failed.length > 0) throw new Error(`${failed.length} subscriptions failed`);
  });
}

async function handOver(host: ProfitShareHost, [subscription, agent, tradeId, dollars]: Close): Promise<void> {
  const { success, error } = await host.distributeCreatorProfitShare(subscription, dollars, agent, tradeId);
  if (!success) throw new Error(error);
}

async function pay(keeper: Keeper, { id, from, to, mint, amount }: Errands["payment"]): Promise<void> {
  const keys = { from: new PublicKey(from), to: new PublicKey(to), mint: new PublicKey(mint) };
  const { kind } = await keeper.transfer({ id, ...keys, amount: BigInt(amount) });
  if (kind !== "confirmed") throw new Error(`The payment is ${kind}`);
}

async function finish(keeper: Keeper, host: ProfitShareHost, last: Close): Promise<void> {
  const [subscription, agent] = last;
  // It ended, and was closed, before this process started.
  if ((await keeper.connection.getAccountInfo(new PublicKey(subscription))) === null) return;
  await handOver(host, last);
  const { success, error } = await host.finishSubscription(subscription, agent);
  if (!success) throw new Error(error);
}

/** As a host does: again, until it is done. */
async function insist(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await sleep(50);
    }
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
