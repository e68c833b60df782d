/** Where a keeper keeps its tables. */
import { existsSync } from "node:fs";
import { openCopy as copy, type Database, isPostgresUrl, openDatabase as open } from "@profit-share/storage";
import { MIGRATIONS } from "./migrations";

const TABLES = { schema: "profit_share", migrations: MIGRATIONS };

/**
 * Opens the database and brings its tables up to date.
 * @param place `postgres://…`, a folder that one process holds at a time, or null for memory
 * @throws Error if another process holds the folder, or the server cannot be reached
 */
export const openDatabase = (place: string | null): Promise<Database> => open(place, TABLES);

/** As `openDatabase`, for a command that only reads or changes what is there: it makes no folder. */
export async function openExisting(place: string): Promise<Database> {
  if (!isPostgresUrl(place) && !existsSync(place)) throw new Error(`There is no database ${place} yet`);
  return openDatabase(place);
}

/** Names of the migrations that its tables lacked as it was opened; null where there were no tables at all. */
export function lackedBy({ migrated }: Pick<Database, "migrated">): string[] | null {
  if (migrated.length === MIGRATIONS.length) return null;
  return MIGRATIONS.filter(({ createdAt }) => migrated.includes(createdAt)).map(({ name }) => name);
}

/** Opens a copy that is thrown away when it is closed; an empty one if there is no database yet. @throws Error as `openDatabase` */
export const openCopy = (place: string | null): Promise<Database> => copy(place, TABLES);
