/** Runs a keeper from its configuration until it is done or told to stop. */
import { checkYellowstone } from "@profit-share/feed";
import { placeOf } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { Logger } from "pino";
import { ConfigError, type KeeperConfig } from "../config/config";
import { distributing } from "../host/host";
import { readWallet } from "../host/input";
import { Metrics } from "../http/metrics";
import { createServer } from "../http/server";
import { createDryRun } from "../process/dry-run";
import { createKeeper, Keeper } from "../process/keeper";
import type { KeeperEvents } from "../reconcile/report";
import { newLogger } from "../send/logger";
import { keysOf } from "./keys";

export interface RunOptions extends KeeperEvents {
  config: KeeperConfig;
  /** Looks after everything once. */
  once?: boolean;
  /** Sends and stores nothing. */
  dryRun?: boolean;
  /** JSON to stdout if left out. */
  logger?: Logger;
  /** Aborted: finish what is in hand and return. */
  signal?: AbortSignal;
}

/**
 * @returns exit code: 0, or 1 if something failed in a run with `once`
 * @throws ConfigError if keys, folders or accounts that the configuration names are wrong: nothing was sent
 */
export async function runKeeper({ config, once = false, dryRun = false, ...rest }: RunOptions): Promise<number> {
  const { logger = newLogger(config, config.logLevel), signal, onAction, onSkip } = rest;
  const { signer, agents } = await keysOf(config);
  await checkFeed(config);

  const metrics = new Metrics();
  const events: Required<KeeperEvents> = {
    onAction: (report) => {
      metrics.events.onAction(report);
      onAction?.(report);
    },
    onSkip: (subscription, skip) => {
      metrics.events.onSkip(subscription, skip);
      onSkip?.(subscription, skip);
    },
  };
  const options = { settings: config, signer, agents, database: config.database, logger, ...events };
  const worker = await (dryRun ? createDryRun(options) : createKeeper(options));
  logger.info({ signer: signer.publicKey, rpcUrl: placeOf(config.rpcUrl), once, dryRun }, "the keeper has started");
  let server: { close: () => Promise<void> } | null = null;
  try {
    if (once) return exitCode(await worker.once(), logger);
    worker.start();
    if (worker instanceof Keeper && config.listen !== null) server = await answer(worker, metrics, config, logger);
    await aborted(signal);
    return 0;
  } finally {
    logger.info("the keeper is stopping");
    await server?.close();
    await worker.stop();
  }
}

/** Over HTTP, until it is closed. @throws ConfigError if the address cannot be had */
async function answer(keeper: Keeper, metrics: Metrics, config: KeeperConfig, logger: Logger) {
  const { listen, webhookSecret } = config;
  // Who has tables of subscriptions runs the keeper inside the host's server, and resolves ids there.
  const distribute = distributing({ keeper, resolve: (id) => readWallet(id, "subscriberBotId") });
  const server = createServer({ keeper, distribute, metrics, logger, webhookSecret });
  try {
    logger.info({ address: await server.listen(listen!) }, "the keeper answers over HTTP");
    return server;
  } catch (error) {
    await server.close();
    throw new ConfigError(`listen: ${(error as Error).message}`);
  }
}

async function checkFeed({ yellowstone }: KeeperConfig): Promise<void> {
  if (yellowstone === null) return;
  await checkYellowstone().catch((error: Error) => {
    throw new ConfigError(`yellowstoneUrl: ${error.message}`);
  });
}

function exitCode(failed: readonly PublicKey[], logger: Logger): number {
  for (const address of failed) logger.error({ subscription: address }, "not everything could be done");
  return failed.length === 0 ? 0 : 1;
}

/** Resolves when the signal is aborted; never without one. */
function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener("abort", () => resolve(), { once: true });
  });
}
