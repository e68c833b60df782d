/** A PostgreSQL server's database. It may restart, or be killed: the next query connects anew. */
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import type { PoolClient } from "pg";
import type { Database, Db } from "./handle";
import { carriedOut, type Migration, migrate, type Tables } from "./migrate";
import { type PoolUse, ReconnectingPool } from "./pool";

/** @throws DatabaseUnreachable; NewerDatabase; Error what the server says */
export async function openPostgres(url: string, { schema, migrations }: Tables): Promise<Database> {
  const pool = new ReconnectingPool(url, ownUse(schema));
  const db = drizzle(pool) as unknown as Db;
  try {
    const migrated = await migrate(db, schema, migrations);
    return { db, shared: true, migrated, close: () => pool.end() };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** Which migrations the server's tables have. @throws as `openPostgres` */
export async function carriedOutOn(url: string, { schema, migrations }: Tables): Promise<Migration[]> {
  const pool = new ReconnectingPool(url, ownUse(schema));
  try {
    return await carriedOut(drizzle(pool) as unknown as Db, schema, migrations);
  } finally {
    await pool.end();
  }
}

/** Names without a schema are looked for in this one. */
const ownUse = (schema: string): PoolUse => ({ name: schema, settings: { search_path: schema } });

/** Few and short: the database is somebody else's. */
const READING = { maxConnections: 3, statementMs: 5_000 };

/**
 * Somebody else's database, to be read: the server refuses every change, and nothing is migrated. No connection is made
 * before the first query, and that one says if none can be.
 * @param name what the server's own lists of connections say
 * @param schema where names without one are looked for; left out, as the server has it
 */
export function openReadOnly(url: string, name: string, schema?: string): Database {
  const settings = { default_transaction_read_only: "on", ...(schema === undefined ? {} : { search_path: schema }) };
  const pool = new ReconnectingPool(url, { name, settings, ...READING });
  return { db: drizzle(pool) as unknown as Db, shared: true, migrated: [], close: () => pool.end() };
}

/** Rows copied at a time. */
const BATCH = 1_000;

/** Copies all rows of the tables, as they are at one moment, into those of another database, which are empty. */
export async function copyPostgres(url: string, { schema }: Tables, target: Db): Promise<void> {
  const pool = new ReconnectingPool(url, ownUse(schema));
  const client = await pool.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    const tables = await tablesOf(client, schema);
    // A migration can have made rows.
    const all = tables.map((name) => sql.identifier(name));
    if (all.length > 0) await target.execute(sql`truncate ${sql.join(all, sql`, `)}`);
    for (const name of tables) {
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
          sql`insert into ${table} overriding system value select * from jsonb_populate_recordset(null::${table}, ${batch}::jsonb)`,
        );
      }
    }
  } finally {
    client.release(true);
    await pool.end();
  }
}

/** Those of the schema, each behind the ones that it references. */
async function tablesOf(client: PoolClient, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string; others: string[] }>(
    `select t.relname as name, array_remove(array_agg(o.relname::text), null) as others
      from pg_class t
      left join pg_constraint c on c.conrelid = t.oid and c.contype = 'f' and c.confrelid <> t.oid
      left join pg_class o on o.oid = c.confrelid
      where t.relnamespace = (select oid from pg_namespace where nspname = $1)
        and t.relkind = 'r' and t.relname <> '__drizzle_migrations'
      group by t.relname order by t.relname`,
    [schema],
  );
  const ordered: string[] = [];
  while (ordered.length < rows.length) {
    const next = rows.find(
      ({ name, others }) => !ordered.includes(name) && others.every((one) => ordered.includes(one)),
    );
    if (next === undefined)
      throw new Error(`The tables of ${schema} reference each other in a circle: they cannot be copied`);
    ordered.push(next.name);
  }
  return ordered;
}
