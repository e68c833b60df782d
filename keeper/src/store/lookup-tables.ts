/** The address lookup tables that the keeper has on chain, from before they are made until after they are closed. */
import type { Db } from "@profit-share/storage";
import { eq, inArray, sql } from "drizzle-orm";
import type { Checkpoints } from "./checkpoints";
import { lookupTables } from "./schema";

export interface TableRow {
  /** Base58. */
  address: string;
  /** Addresses that it held when it was read last. */
  length: number;
  isIdle: boolean;
  /** Noted and used so long ago that no fork brings back what made or closed it. */
  isOld: boolean;
}

const OLD = "10 minutes";

/** The turn of all transactions that make, extend and close tables: one at a time. */
export const TABLES_LANE = "lookup tables";

export class LookupTableStore {
  /** @param idleMs after which a table that no transaction used is idle */
  constructor(
    private readonly db: Db,
    private readonly checkpoints: Checkpoints,
    private readonly idleMs: number,
  ) {}

  /** @param authority base58 */
  all(authority: string): Promise<TableRow[]> {
    const { address, length, usedAt } = lookupTables;
    const isBefore = (interval: string) => sql<boolean>`${usedAt} < now() - ${interval}::interval`;
    const ages = { isIdle: isBefore(`${this.idleMs} milliseconds`), isOld: isBefore(OLD) };
    return this.db
      .select({ address, length, ...ages })
      .from(lookupTables)
      .where(eq(lookupTables.authority, authority));
  }

  /** Before it is made, so that a kill in between leaves none that nobody knows of. */
  async add(addresses: readonly string[], authority: string): Promise<void> {
    if (addresses.length === 0) return;
    const rows = addresses.map((address) => ({ address, authority, length: 0 }));
    await this.checkpoints.pass("note_table", () => this.db.insert(lookupTables).values(rows).onConflictDoNothing());
  }

  /** Other keepers on this database read it anew. */
  async noteLength(address: string, length: number): Promise<void> {
    await this.db.update(lookupTables).set({ length }).where(eq(lookupTables.address, address));
  }

  async noteUse(addresses: readonly string[]): Promise<void> {
    if (addresses.length === 0) return;
    const used = inArray(lookupTables.address, [...addresses]);
    await this.db.update(lookupTables).set({ usedAt: sql`now()` }).where(used);
  }

  /** It is not on chain, and never will be again. */
  async remove(address: string): Promise<void> {
    await this.checkpoints.pass("note_table", () =>
      this.db.delete(lookupTables).where(eq(lookupTables.address, address)),
    );
  }
}
