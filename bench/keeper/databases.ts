/** A new database for each keeper, with its tables: a cold start is that of a keeper that was there before. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { postgresIfAny } from "@profit-share/testing/postgres";
import { type Bundle, KeeperProcess } from "./keeper";
import { Chain } from "./measure";

export type DatabaseKind = "pglite" | "postgres";

export interface Databases {
  /** As a keeper's configuration names it. */
  next(): string;
  close(): Promise<void>;
}

/** PostgreSQL if there is one, unless told otherwise. @throws Error for another word */
export function kindOf(wanted: string | undefined): DatabaseKind {
  if (wanted === undefined) return postgresIfAny() === null ? "pglite" : "postgres";
  if (wanted !== "pglite" && wanted !== "postgres") throw new Error(`--database is pglite or postgres, not ${wanted}`);
  return wanted;
}

/** @throws Error if there is no PostgreSQL and one is wanted */
export async function openDatabases(kind: DatabaseKind, bundle: Bundle): Promise<Databases> {
  if (kind === "pglite") return folders(bundle);
  const server = postgresIfAny();
  if (server === null) throw new Error("There is no PostgreSQL: install it, or pass --database pglite");
  await server.create();
  return { next: () => server.newDatabase(), close: () => server.remove() };
}

async function folders(bundle: Bundle): Promise<Databases> {
  const place = mkdtempSync(join(tmpdir(), "profit-share-bench-"));
  const template = join(place, "template");
  await fill(template, bundle);
  let made = 0;
  return {
    next: () => {
      made += 1;
      const folder = join(place, String(made));
      cpSync(template, folder, { recursive: true });
      return folder;
    },
    close: async () => rmSync(place, { recursive: true, force: true }),
  };
}

/** Lets a keeper make its tables: it asks for subscriptions when it has them. */
async function fill(database: string, bundle: Bundle): Promise<void> {
  const chain = await Chain.open();
  // What the chain itself has sent does not count.
  await chain.count();
  const keeper = new KeeperProcess({ ...bundle, config: { ...chain.place, database } });
  try {
    while (Object.keys((await chain.seen()).requests).length === 0) {
      keeper.cpuSeconds();
      await sleep(100);
    }
    await keeper.stop({ finish: true });
  } finally {
    await keeper.stop();
    await chain.close();
  }
}
