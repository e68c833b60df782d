/** The marketplace's database. The keeper's tables are in the same one, in a schema of their own. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";

export type Database = NodePgDatabase;

export interface OpenDatabase {
  db: Database;
  close: () => Promise<void>;
}

/** Makes what tables are missing. @param url `postgres://…` */
export async function openDatabase(url: string): Promise<OpenDatabase> {
  const pool = new pg.Pool({ connectionString: url });
  // A connection that breaks while nobody uses it: the next query opens another.
  pool.on("error", (error) => console.error(`The database broke a connection: ${error.message}`));
  await pool.query(readFileSync(join(__dirname, "../schema.sql"), "utf8"));
  return { db: drizzle(pool), close: () => pool.end() };
}
