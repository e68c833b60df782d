/** PGlite, PostgreSQL inside this process, in a folder or in memory. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { installed } from "./installed";
import { lockFolder } from "./lock";

type Module = typeof import("@electric-sql/pglite");

export interface OpenPglite {
  client: PGlite;
  close(): Promise<void>;
}

/** In the folder: the database, and one that is being made. */
const DATA = "data";
const UNBORN = "data.new";

export async function openMemory(): Promise<OpenPglite> {
  return open("memory://", () => {});
}

/** @throws DatabaseInUse if another process holds it; Error if it cannot be made */
export async function openFolder(path: string): Promise<OpenPglite> {
  const folder = resolve(path);
  mkdirSync(folder, { recursive: true });
  const release = await lockFolder(folder);
  try {
    await initialize(folder);
    return await open(dataIn(folder), release);
  } catch (error) {
    release();
    throw error;
  }
}

/** A copy that is removed when it is closed. @throws DatabaseInUse if another process holds the folder */
export async function copyFolder(path: string): Promise<OpenPglite> {
  const folder = resolve(path);
  if (!existsSync(dataIn(folder))) return openMemory();
  const temporary = mkdtempSync(join(tmpdir(), "profit-share-copy-"));
  const discard = () => rmSync(temporary, { recursive: true, force: true });
  try {
    const release = await lockFolder(folder);
    try {
      cpSync(dataIn(folder), temporary, { recursive: true });
    } finally {
      release();
    }
    return await open(temporary, discard);
  } catch (error) {
    discard();
    throw error;
  }
}

/**
 * A new database gets its name only when it is complete: one that was killed at birth would never open again. It is made
 * inside the folder, which can be a mount: that can neither be renamed nor removed, and may hold other things.
 */
async function initialize(folder: string): Promise<void> {
  const unborn = join(folder, UNBORN);
  rmSync(unborn, { recursive: true, force: true });
  if (existsSync(dataIn(folder))) return;
  await (await open(unborn, () => {})).close();
  renameSync(unborn, join(folder, DATA));
}

/** Before this had a folder of its own, it was the folder itself. */
const dataIn = (folder: string): string => (existsSync(join(folder, "PG_VERSION")) ? folder : join(folder, DATA));

async function open(dataDir: string, release: () => void): Promise<OpenPglite> {
  const { PGlite } = (installed("@electric-sql/pglite") ?? (await import("@electric-sql/pglite"))) as Module;
  const client = await PGlite.create(dataDir);
  return {
    client,
    async close() {
      try {
        await client.close();
      } finally {
        release();
      }
    },
  };
}
