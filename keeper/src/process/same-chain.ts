/**
 * A database belongs to one chain. With another one's closes, sequences and transactions in flight a keeper would settle
 * what never was, or wait for what never comes.
 */
import { PROGRAM_ID } from "@profit-share/sdk";
import type { Connection } from "@solana/web3.js";
import { ConfigError } from "../config/config";
import type { ChainStore } from "../store/chain";

export class SameChain {
  private checked: Promise<void> | null = null;
  private next: () => Promise<void> = async () => {};

  constructor(
    private readonly connection: Connection,
    private readonly store: ChainStore,
  ) {}

  /** What is done once as soon as it went well. */
  whenChecked(next: () => Promise<void>): void {
    this.next = next;
  }

  /**
   * Before anything is decided. Once it went well, nothing is asked any more.
   * @throws ConfigError if the node is another cluster's; Error what the node or the database says
   */
  check(): Promise<void> {
    this.checked ??= this.compare().catch((error) => {
      // The next who asks tries again.
      this.checked = null;
      throw error;
    });
    return this.checked;
  }

  private async compare(): Promise<void> {
    const found = { genesisHash: await this.connection.getGenesisHash(), program: PROGRAM_ID.toBase58() };
    const own = await this.store.claim(found);
    if (own.genesisHash !== found.genesisHash) {
      throw new ConfigError(
        `database: it belongs to the cluster with the genesis hash ${own.genesisHash}, the node at rpcUrl is of ${found.genesisHash}: ` +
          "use a node of that cluster, or another database",
      );
    }
    if (own.program !== found.program) {
      throw new ConfigError(
        `database: it belongs to the program ${own.program}, this keeper is for ${found.program}: use another database`,
      );
    }
    await this.next();
  }
}
