/** Which chain the database belongs to. */
import type { Db } from "@profit-share/storage";
import { chain } from "./schema";

export interface Chain {
  /** Of the cluster, base58. */
  genesisHash: string;
  /** The program's address, base58. */
  program: string;
}

export class ChainStore {
  constructor(private readonly db: Db) {}

  /** Makes it the database's chain if that has none. @returns the database's chain */
  async claim(one: Chain): Promise<Chain> {
    await this.db.insert(chain).values(one).onConflictDoNothing();
    const [row] = await this.db.select({ genesisHash: chain.genesisHash, program: chain.program }).from(chain);
    return row!;
  }
}
