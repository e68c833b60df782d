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
  /** Learns of agents that were made since it last looked. Left out where none are. @throws Error if it cannot look */
  refresh?(): Promise<void>;
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

/** Agents whose keys are the `.json` files of a folder; the file names do not matter. */
class FileAgents extends MemoryAgents {
  private readonly read = new Set<string>();

  constructor(private readonly folder: string) {
    super();
    this.readNew();
  }

  async refresh(): Promise<void> {
    this.readNew();
  }

  private readNew(): void {
    for (const name of this.names()) {
      if (this.read.has(name)) continue;
      this.add(readKeyFile(join(this.folder, name)));
      this.read.add(name);
    }
  }

  private names(): string[] {
    try {
      return readdirSync(this.folder).filter((name) => name.endsWith(".json"));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new Error(`The folder of agents' keys ${this.folder} cannot be read: ${code}`);
    }
  }
}

/** `refresh` reads the keys that were put into the folder since. @throws Error naming the folder or file that cannot be read */
export const fileAgents = (folder: string): AgentSigner => new FileAgents(folder);
