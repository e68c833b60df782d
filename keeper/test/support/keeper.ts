/** Keepers for tests: in this process, quick and quiet. */
import pino from "pino";
import { createKeeper, type Keeper, type KeeperOptions } from "../../src";
import { newDatabase } from "./database";
import type { Market } from "./market";

/** Milliseconds: a local chain answers at once. */
export const TIMING = {
  statusMs: 5,
  resendMs: 40,
  signMs: 200,
  stopGraceMs: 2_000,
  blockhashMs: 1_000,
  leaseMs: 500,
  renewMs: 100,
};

export const silent = pino({ level: "silent" });

export async function openKeeper(market: Market, options: Partial<KeeperOptions> = {}): Promise<Keeper> {
  return createKeeper({
    settings: market.settings(),
    signer: market.signer,
    agents: market.agents,
    database: options.database === undefined ? await newDatabase() : options.database,
    logger: silent,
    timing: TIMING,
    ...options,
  });
}
