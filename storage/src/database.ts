/** Opens a database and brings its tables up to date. */
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pglite";
import { copyFolder, type OpenPglite, openFolder, openMemory } from "./folder";
import type { Database, Db } from "./handle";
import { JOURNAL_OF_PGLITE, migrate, type Tables } from "./migrate";
import { carriedOutOn, copyPostgres, openPostgres } from "./postgres";

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

async function withTables({ client, close }: OpenPglite, { schema, migrations }: Tables): Promise<Database> {
  try {
    const db = drizzle(client) as unknown as Db;
    // Tables are in `public` here, but for those that name the schema themselves.
    await db.execute(sql`set search_path to public, ${sql.identifier(schema)}`);
    const migrated = await migrate(db, JOURNAL_OF_PGLITE, migrations);
    return { db, shared: false, migrated, close };
  } catch (error) {
    await close();
    throw error;
  }
}
