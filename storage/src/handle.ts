/** An open database. */
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/** What queries go to, whichever PostgreSQL it is. A transaction of it is one, too. */
export type Db = PgDatabase<PgQueryResultHKT>;

export interface Database {
  db: Db;
  /** Whether other processes can have it open at the same time. */
  shared: boolean;
  close(): Promise<void>;
}
