/** What a host server in a process of its own is made of: a keeper from a configuration, and the host's functions. */
import { PublicKey } from "@solana/web3.js";
import {
  createKeeper,
  createProfitShareHost,
  fileAgents,
  type Keeper,
  loadConfig,
  type ProfitShareHost,
  readKeyFile,
} from "../../src";
import { faultFrom } from "./fault";
import { silent, TIMING } from "./keeper";

/** A close as it stands in the process's arguments. */
export type Close = [subscription: string, agent: string, tradeId: string, dollars: string];

/** It dies where the environment says so. A subscription's name at the host is its address. @param file of the configuration */
export async function openHost(file: string): Promise<{ keeper: Keeper; host: ProfitShareHost }> {
  const config = loadConfig(file);
  const keeper = await createKeeper({
    settings: config,
    signer: readKeyFile(config.signer),
    agents: fileAgents(config.agentKeys!),
    database: config.database,
    logger: silent,
    timing: TIMING,
    checkpoint: faultFrom(process.env),
  });
  const resolve = (subscription: string) => new PublicKey(subscription);
  return { keeper, host: createProfitShareHost({ keeper, resolve, mint: PublicKey.default }) };
}
