/** PostgreSQL inside this process, in a folder that one keeper holds at a time. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { PgDialect, type PgSession } from "drizzle-orm/pg-core";
import { drizzle, type PgliteDatabase } from "drizzle-orm/pglite";
import { MIGRATIONS } from "./migrations";
import { openPglite } from "./pglite";

export interface Database {
  db: PgliteDatabase;
  close(): Promise<void>;
}

/**
 * Opens the database and brings its tables up to date, in one transaction.
 * @param folder null keeps it in memory
 * @throws Error if another process holds the folder
 */
export async function openDatabase(folder: string | null): Promise<Database> {
  const release = folder === null ? () => {} : lock(resolve(folder));
  try {
    if (folder !== null) await initialize(resolve(folder));
    const client = await openPglite(folder === null ? "memory://" : resolve(folder));
    const db = drizzle(client);
    // The configuration would name the folder of migrations that are files, and tables of another name than usual.
    await new PgDialect().migrate([...MIGRATIONS], db._.session as unknown as PgSession, { migrationsFolder: "" });
    return {
      db,
      async close() {
        await client.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/**
 * Opens a copy that is thrown away when it is closed; an empty one if there is no database yet.
 * @throws Error if another process holds the folder
 */
export async function openCopy(folder: string | null): Promise<Database> {
  if (folder === null || !existsSync(folder)) return openDatabase(null);
  const temporary = mkdtempSync(join(tmpdir(), "profit-share-keeper-"));
  const discard = () => rmSync(temporary, { recursive: true, force: true });
  const release = lock(resolve(folder));
  try {
    const copy = join(temporary, "database");
    cpSync(folder, copy, { recursive: true });
    const { db, close } = await openDatabase(copy);
    return { db, close: () => close().finally(discard) };
  } catch (error) {
    discard();
    throw error;
  } finally {
    release();
  }
}

/** A new database appears under its name only when it is complete: one that was killed at birth would never open again. */
async function initialize(folder: string): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length > 0) return;
  const unborn = `${folder}.new`;
  rmSync(unborn, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  await (await openPglite(unborn)).close();
  rmSync(folder, { recursive: true, force: true });
  renameSync(unborn, folder);
}

const held = new Set<string>();

/** Two processes on one folder would destroy it. The file beside it names the process that holds it. */
function lock(folder: string): () => void {
  const file = `${folder}.lock`;
  mkdirSync(dirname(folder), { recursive: true });
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      held.add(file);
      return () => {
        held.delete(file);
        rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = Number(readFileSync(file, "utf8"));
      if (held.has(file) || isAlive(holder)) {
        throw new Error(
          `The database ${folder} is in use by process ${holder}: stop that keeper, or use another folder`,
        );
      }
      // Its holder was killed.
      rmSync(file, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  // After a restart in a container the number can be this process's own.
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
