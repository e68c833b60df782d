/**
 * A host's process that dies where its environment says so. It hands over the closes, looks after everything once and exits.
 * Arguments: the configuration's file, and the closes as JSON: `[[subscription, agent, tradeId, dollars], …]`.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Keeper, ProfitShareHost } from "../../src";
import { type Close, openHost } from "../support/host-process";

const ATTEMPTS = 60;

async function main(): Promise<void> {
  const [, , file, closes] = process.argv;
  const { keeper, host } = await openHost(file!);
  try {
    await work(keeper, host, JSON.parse(closes!));
  } finally {
    // Its leases keep the process alive.
    await keeper.stop();
  }
}

async function work(keeper: Keeper, host: ProfitShareHost, closes: readonly Close[]): Promise<void> {
  for (const [subscription, agent, tradeId, dollars] of closes) {
    await insist(async () => {
      const { success, error } = await host.distributeCreatorProfitShare(subscription, dollars, agent, tradeId);
      if (!success) throw new Error(error);
    });
  }
  await insist(async () => {
    const failed = await keeper.once();
    if (failed.length > 0) throw new Error(`${failed.length} subscriptions failed`);
  });
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
