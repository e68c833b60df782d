/** The keys that a configuration names. */
import { decodeKeeper, PROGRAM_ID } from "@profit-share/sdk";
import type { Keypair } from "@solana/web3.js";
import { ConfigError, type KeeperConfig } from "../config/config";
import { readKeyFile } from "../config/keys";
import { type AgentSigner, fileAgents, MemoryAgents } from "../send/agent-signer";
import { openConnection } from "../send/connection";
import { RemoteAgents } from "../signers/remote-agents";
import { systemClock } from "../time/clock";

/** @throws ConfigError if keys, folders or the keeper account are wrong */
export async function keysOf(config: KeeperConfig): Promise<{ signer: Keypair; agents: AgentSigner }> {
  const signer = configured("signer", () => readKeyFile(config.signer));
  const agents = await agentsOf(config);
  await checkSigner(config, signer);
  return { signer, agents };
}

async function agentsOf({ agentKeys, remoteAgents }: KeeperConfig): Promise<AgentSigner> {
  if (remoteAgents !== null) {
    return RemoteAgents.open(remoteAgents).catch((error: Error) => {
      throw new ConfigError(`remoteAgents: ${error.message}`);
    });
  }
  return agentKeys === null ? new MemoryAgents() : configured("agentKeys", () => fileAgents(agentKeys));
}

/** The keeper account has to exist and to name the key that this process signs with. */
async function checkSigner(config: KeeperConfig, signer: Keypair): Promise<void> {
  const { keeper } = config.watched;
  if (keeper === null) return;
  const account = await openConnection(config, { clock: systemClock }).connection.getAccountInfo(keeper);
  if (!account?.owner.equals(PROGRAM_ID)) {
    throw new ConfigError(`keeper: there is no keeper account at ${keeper.toBase58()}: check the address and rpcUrl`);
  }
  const named = configured("keeper", () => decodeKeeper(account.data).signer);
  if (!named.equals(signer.publicKey)) {
    throw new ConfigError(
      `signer: the key file holds ${signer.publicKey.toBase58()}, the keeper account ${keeper.toBase58()} names ${named.toBase58()}`,
    );
  }
}

/** What `read` throws is a mistake of the configuration's key. */
function configured<T>(key: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ConfigError(`${key}: ${(error as Error).message}`);
  }
}
