/** Runs a keeper from its configuration until it is done or told to stop. */
import { checkYellowstone } from "@profit-share/feed";
import { ProfitShareClient, placeOf } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { Logger } from "pino";
import { ConfigError, type KeeperConfig } from "../config/config";
import { Cosigner } from "../cosign/cosigner";
import { loadDriftLog } from "../drift-log/library";
import { closeFunctions } from "../host/host";
import { HostTables, resolveBy } from "../host/host-tables";
import { Metrics } from "../http/metrics";
import { createServer } from "../http/server";
import { createDryRun } from "../process/dry-run";
import { createKeeper, Keeper } from "../process/keeper";
import type { KeeperEvents } from "../reconcile/report";
import type { AgentSigner } from "../send/agent-signer";
import { newLogger } from "../send/logger";
import { keysOf } from "./keys";

/** A transaction can land for some 30 s, and proxies seldom wait for an answer for more than 60. */
const LOOKING = { giveUpMs: 50_000 };

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
  checkDriftLog(config);
  const tables = config.hostTables === null ? null : await HostTables.open(config.hostTables);

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
  const worker = await (dryRun ? createDryRun(options) : createKeeper(options)).catch(async (error) => {
    await tables?.close();
    throw error;
  });
  logger.info({ signer: signer.publicKey, rpcUrl: placeOf(config.rpcUrl), once, dryRun }, "the keeper has started");
  let server: { close: () => Promise<void> } | null = null;
  try {
    if (once) return exitCode(await worker.once(), logger);
    worker.start();
    if (worker instanceof Keeper && config.listen !== null) {
      server = await answer({ keeper: worker, metrics, agents, tables, config, logger });
    }
    await aborted(signal);
    return 0;
  } finally {
    logger.info("the keeper is stopping");
    await server?.close();
    await worker.stop();
    await tables?.close();
  }
}

interface Answering {
  keeper: Keeper;
  metrics: Metrics;
  agents: AgentSigner;
  tables: HostTables | null;
  config: KeeperConfig;
  logger: Logger;
}

/** Over HTTP, until it is closed. @throws ConfigError if the address cannot be had */
async function answer({ config, ...parts }: Answering): Promise<{ close: () => Promise<void> }> {
  const { listen, webhookSecret } = config;
  const { keeper, metrics, tables, logger } = parts;
  const host = closeFunctions({ keeper, resolve: resolveBy(tables) });
  const subscribing = subscribingOf(config, parts);
  const server = createServer({ keeper, host, metrics, logger, webhookSecret, subscribing });
  try {
    logger.info({ address: await server.listen(listen!) }, "the keeper answers over HTTP");
    return server;
  } catch (error) {
    await server.close();
    throw new ConfigError(`listen: ${(error as Error).message}`);
  }
}

/** null if no subscriptions are taken. The configuration was refused if something that this needs is missing. */
function subscribingOf({ subscribing }: KeeperConfig, { keeper, agents, tables }: Omit<Answering, "config">) {
  const table = tables?.agents;
  if (subscribing === null || !table) return null;
  const { origins, requestsPerMinute, trustedProxies, ...rules } = subscribing;
  const cosigner = new Cosigner({
    ...rules,
    client: new ProfitShareClient(keeper.connectionForStrangers()),
    agents,
    isAgentOf: (agent, subscriber) => table.isAgentOf(agent, subscriber),
    looking: LOOKING,
  });
  const agentOf = (subscriber: PublicKey) => table.agentOf(subscriber);
  return { cosigner, agentOf, origins, requestsPerMinute, trustedProxies };
}

async function checkFeed({ yellowstone }: KeeperConfig): Promise<void> {
  if (yellowstone === null) return;
  await checkYellowstone().catch((error: Error) => {
    throw new ConfigError(`yellowstoneUrl: ${error.message}`);
  });
}

function checkDriftLog({ venueTrades }: KeeperConfig): void {
  if (!venueTrades) return;
  try {
    loadDriftLog();
  } catch (error) {
    throw new ConfigError(`venueTrades: ${(error as Error).message}`);
  }
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
