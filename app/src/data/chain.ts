/** The node that the app reads from, and how reading goes there. */
import { connect, PROGRAM_ID, ProfitShareClient } from "@profit-share/sdk";
import { type AccountInfo, PublicKey } from "@solana/web3.js";
import type { Config } from "../config/config";
import { useConfig } from "../config/context";
import { nodeIsBusy } from "./busy";

export interface Chain {
  client: ProfitShareClient;
  config: Config;
  /** Tells this chain from all others, also from another local one at the same place: what is kept is kept for one. */
  genesis: () => Promise<string>;
}

/** An answer that takes longer is a fault that somebody wants to hear of. */
const TIMEOUT_MS = 10_000;
const chains = new WeakMap<Config, Chain>();

function chainOf(config: Config): Chain {
  const known = chains.get(config);
  if (known !== undefined) return known;
  const { rpcUrl, wsUrl, programId } = config;
  const options = { timeoutMs: TIMEOUT_MS, onBusy: nodeIsBusy };
  const connection = connect(rpcUrl, { ...options, ...(wsUrl === null ? {} : { wsUrl }) });
  const client = new ProfitShareClient(connection, programId === null ? PROGRAM_ID : new PublicKey(programId));
  let genesis: Promise<string> | null = null;
  const chain: Chain = {
    client,
    config,
    genesis: () => {
      genesis ??= connection.getGenesisHash().catch((error: unknown) => {
        genesis = null;
        throw error;
      });
      return genesis;
    },
  };
  chains.set(config, chain);
  return chain;
}

export const useChain = (): Chain => chainOf(useConfig());

/** The most accounts that a node returns at a time. */
const PAGE = 100;

/** @returns in their order; null for each that does not exist */
export async function accountsAt(
  { connection }: ProfitShareClient,
  addresses: readonly PublicKey[],
): Promise<(AccountInfo<Uint8Array> | null)[]> {
  const found: (AccountInfo<Uint8Array> | null)[] = [];
  for (let start = 0; start < addresses.length; start += PAGE) {
    found.push(...(await connection.getMultipleAccountsInfo(addresses.slice(start, start + PAGE))));
  }
  return found;
}

/** An address from a link. @returns null if it is none */
export function addressIn(text: string): PublicKey | null {
  try {
    return new PublicKey(text);
  } catch {
    return null;
  }
}
