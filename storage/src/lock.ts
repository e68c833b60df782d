/**
 * A folder that one process holds at a time. The operating system holds the lock, on an open file: it ends with its process,
 * however that ends, and counts for every process that sees the file, in whichever container.
 */
import { closeSync, constants, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { installed } from "./installed";

type Locks = typeof import("fs-native-extensions");

/** Inside the folder: what is beside it is another file for a container that has only the folder. */
const NAME = "lock";
/** Beyond what the file says, because Windows lets nobody read what is locked. */
const OFFSET = 2 ** 30;
const LONGEST_SAYING = 300;

/** Another process has it open. */
export class DatabaseInUse extends Error {
  override readonly name = "DatabaseInUse";
}

/** @returns what lets go of it @throws DatabaseInUse; Error if the folder cannot be locked */
export async function lockFolder(folder: string): Promise<() => void> {
  const { tryLock } = await load();
  const file = join(folder, NAME);
  const descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o644);
  try {
    if (!attempt(tryLock, descriptor, folder)) {
      throw new DatabaseInUse(
        `The database ${folder} is in use by ${holder(descriptor)}: stop that one, or use another folder`,
      );
    }
    // For people: nothing is decided by it.
    ftruncateSync(descriptor);
    writeSync(descriptor, `process ${process.pid} on ${hostname()}\n`, 0);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  // The file stays: if it were removed, two could hold two files of this name.
  return () => closeSync(descriptor);
}

function attempt(tryLock: Locks["tryLock"], descriptor: number, folder: string): boolean {
  try {
    return tryLock(descriptor, OFFSET, 1);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new Error(
      `The database ${folder} cannot be locked (${reason}): use a folder on a local disk, or a PostgreSQL server`,
    );
  }
}

function holder(descriptor: number): string {
  const bytes = Buffer.alloc(LONGEST_SAYING);
  const text = bytes.toString("utf8", 0, readSync(descriptor, bytes, 0, LONGEST_SAYING, 0));
  return /^(process \d+ on \S+)\n$/.exec(text)?.[1] ?? "another process";
}

async function load(): Promise<Locks> {
  try {
    return installed<Locks>("fs-native-extensions") ?? (await import("fs-native-extensions"));
  } catch (error) {
    throw new Error(
      `There is no lock for folders on ${process.platform} ${process.arch}, use a PostgreSQL server: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
