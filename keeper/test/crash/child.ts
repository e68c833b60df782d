/**
 * A host's process that dies where its environment says so. It hands over the closes, looks after everything once and exits.
 * Arguments: the configuration's file, and the closes as JSON: `[[subscription, agent, tradeId, dollars], …]`.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { PublicKey } from "@solana/web3.js";
import { createKeeper, createProfitShareHost, fileAgents, type Keeper, loadConfig, readKeyFile } from "../../src";
import type { CheckpointListener } from "../../src/store/checkpoints";
import { silent, TIMING } from "../support/keeper";
import { DEATH_VARIABLE, POINTS } from "./course";

const ATTEMPTS = 60;

/** @param death such as `send.before 2` */
function deathAt(death: string | undefined): CheckpointListener {
  if (death === undefined) return () => {};
  const [point, times] = death.split(" ") as [string, string];
  if (!POINTS.includes(point)) throw new Error(`There is no ${point}; there are ${POINTS.join(", ")}`);
  let passed = 0;
  return (checkpoint, moment) => {
    if (`${checkpoint}.${moment}` === point && ++passed === Number(times)) process.kill(process.pid, "SIGKILL");
  };
}

async function main(): Promise<void> {
  const [, , file, closes] = process.argv;
  const config = loadConfig(file!);
  const keeper = await createKeeper({
    settings: config,
    signer: readKeyFile(config.signer),
    agents: fileAgents(config.agentKeys!),
    database: config.database,
    logger: silent,
    timing: TIMING,
    checkpoint: deathAt(process.env[DEATH_VARIABLE]),
  });
  try {
    await work(keeper, closes!);
  } finally {
    // Its leases keep the process alive.
    await keeper.stop();
  }
}

async function work(keeper: Keeper, closes: string): Promise<void> {
  const resolve = (subscription: string) => new PublicKey(subscription);
  const host = createProfitShareHost({ keeper, resolve, mint: PublicKey.default });
  for (const [subscription, agent, tradeId, dollars] of JSON.parse(closes) as [string, string, string, string][]) {
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
