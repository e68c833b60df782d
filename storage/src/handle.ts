/** An open database. */
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/** What queries go to, whichever PostgreSQL it is. A transaction of it is one, too. */
export type Db = PgDatabase<PgQueryResultHKT>;

export interface Database {
  db: Db;
  /** Whether other processes can have it open at the same time. */
  shared: boolean;
  /**
   * The migrations that its tables lacked and got as it was opened, each by its moment; of a copy, what the original lacks. All of
   * them where there were no tables.
   */
  migrated: readonly number[];
  close(): Promise<void>;
}
