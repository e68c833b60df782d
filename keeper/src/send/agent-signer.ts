/** Agents sign through this interface, so that their keys can live elsewhere. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Keypair, PublicKey, VersionedTransaction } from "@solana/web3.js";
import { readKeyFile } from "../config/keys";

export interface AgentSigner {
  /** Whether `sign` would sign for this agent. */
  has(agent: PublicKey): boolean;
  /**
   * Adds the agent's signature to the transaction and leaves the others as they are.
   * @throws Error if it does not sign for this agent
   */
  sign(agent: PublicKey, transaction: VersionedTransaction): Promise<VersionedTransaction>;
}

/** Agents whose keys are in this process. */
export class MemoryAgents implements AgentSigner {
  private readonly keys = new Map<string, Keypair>();

  constructor(keypairs: readonly Keypair[] = []) {
    for (const keypair of keypairs) this.add(keypair);
  }

  add(keypair: Keypair): void {
    this.keys.set(keypair.publicKey.toBase58(), keypair);
  }

  has(agent: PublicKey): boolean {
    return this.keys.has(agent.toBase58());
  }

  async sign(agent: PublicKey, transaction: VersionedTransaction): Promise<VersionedTransaction> {
    const keypair = this.keys.get(agent.toBase58());
    if (keypair === undefined) throw new Error(`There is no key for the agent ${agent.toBase58()}: add its key file`);
    transaction.sign([keypair]);
    return transaction;
  }
}

/**
 * Agents whose keys are the `.json` files of a folder when it is read; the file names do not matter.
 * @throws Error naming the folder or file that cannot be read
 */
export function fileAgents(folder: string): AgentSigner {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch (error) {
    throw new Error(`The folder of agents' keys ${folder} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  return new MemoryAgents(names.map((name) => readKeyFile(join(folder, name))));
}
