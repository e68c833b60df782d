/** Opens a database and brings its tables up to date. */
import { existsSync } from "node:fs";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pglite";
import { copyFolder, type OpenPglite, openFolder, openMemory } from "./folder";
import type { Database, Db } from "./handle";
import { JOURNAL_OF_PGLITE, migrate, type Tables } from "./migrate";
import { carriedOutOn, copyPostgres, openPostgres, openReadOnly } from "./postgres";

/** Whether a place is a server's database; else it is a folder. */
export const isPostgresUrl = (place: string): boolean => /^postgres(ql)?:\/\//.test(place);

/**
 * @param place `postgres://…`, a folder, or null for memory
 * @throws DatabaseInUse if another process holds the folder; DatabaseUnreachable; NewerDatabase
 */
export async function openDatabase(place: string | null, tables: Tables): Promise<Database> {
  if (place === null) return withTables(await openMemory(), tables);
  return isPostgresUrl(place) ? openPostgres(place, tables) : withTables(await openFolder(place), tables);
}

/**
 * Opens a copy in memory or in a temporary folder, which is thrown away when it is closed; an empty one if there is no
 * database yet. The original stays as it is.
 * @throws Error as `openDatabase`
 */
export async function openCopy(place: string | null, tables: Tables): Promise<Database> {
  if (place === null) return openDatabase(null, tables);
  if (!isPostgresUrl(place)) return withTables(await copyFolder(place), tables);
  // Rows fit into tables as they are there. What these lack is done afterwards, as it would be with the original.
  const there = await carriedOutOn(place, tables);
  const copy = await openDatabase(null, { ...tables, migrations: there });
  try {
    await copyPostgres(place, tables, copy.db);
    return { ...copy, migrated: await migrate(copy.db, JOURNAL_OF_PGLITE, tables.migrations) };
  } catch (error) {
    await copy.close();
    throw error;
  }
}

/**
 * Somebody else's database, to be read as it is: nothing is migrated. A server refuses every change; of a folder a copy is opened, which
 * is thrown away when it is closed.
 * @param schema where names without one are looked for
 * @param name what a server's own lists of connections say
 * @throws DatabaseInUse if a process holds the folder; Error if there is none
 */
export async function openToRead(place: string, schema: string, name: string): Promise<Database> {
  if (isPostgresUrl(place)) return openReadOnly(place, name, schema);
  if (!existsSync(place)) throw new Error(`There is no database ${place}`);
  const { client, close } = await copyFolder(place);
  const db = drizzle(client) as unknown as Db;
  await lookIn(db, schema);
  return { db, shared: false, migrated: [], close };
}

/** Tables are in `public` of a folder, but for those that name the schema themselves. */
async function lookIn(db: Db, schema: string): Promise<void> {
  await db.execute(sql`set search_path to public, ${sql.identifier(schema)}`);
}

async function withTables({ client, close }: OpenPglite, { schema, migrations }: Tables): Promise<Database> {
  try {
    const db = drizzle(client) as unknown as Db;
    await lookIn(db, schema);
    const migrated = await migrate(db, JOURNAL_OF_PGLITE, migrations);
    return { db, shared: false, migrated, close };
  } catch (error) {
    await close();
    throw error;
  }
}
