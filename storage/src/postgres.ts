/** A PostgreSQL server's database. It may restart, or be killed: the next query connects anew. */
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import type { Database, Db } from "./handle";
import { migrate, type Tables } from "./migrate";
import { ReconnectingPool } from "./pool";

/** @throws DatabaseUnreachable; NewerDatabase; Error what the server says */
export async function openPostgres(url: string, { schema, migrations }: Tables): Promise<Database> {
  const pool = new ReconnectingPool(url, schema);
  const db = drizzle(pool) as unknown as Db;
  try {
    await migrate(db, schema, migrations);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return { db, shared: true, close: () => pool.end() };
}

/** Rows copied at a time. */
const BATCH = 1_000;

/** Copies all rows of the tables, as they are at one moment, into those of another database, which are empty. */
export async function copyPostgres(url: string, { schema }: Tables, target: Db): Promise<void> {
  const pool = new ReconnectingPool(url, schema);
  const client = await pool.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    const tables = await client.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = $1 and table_name <> '__drizzle_migrations'",
      [schema],
    );
    // A migration can have made rows.
    const all = tables.rows.map(({ name }) => sql.identifier(name));
    if (all.length > 0) await target.execute(sql`truncate ${sql.join(all, sql`, `)}`);
    for (const { name } of tables.rows) {
      const table = sql.identifier(name);
      const { rows } = await client.query<{ row: string }>(
        `select to_jsonb(t)::text as row from "${schema}"."${name}" t`,
      );
      for (let start = 0; start < rows.length; start += BATCH) {
        // As text all the way, so that no number loses a digit.
        const batch = `[${rows
          .slice(start, start + BATCH)
          .map(({ row }) => row)
          .join()}]`;
        await target.execute(
          sql`insert into ${table} select * from jsonb_populate_recordset(null::${table}, ${batch}::jsonb)`,
        );
      }
    }
  } finally {
    client.release(true);
    await pool.end();
  }
}
