/** New databases for tests, quickly: making one takes seconds, copying it does not. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWithPostgres } from "@profit-share/testing/postgres";
import { openDatabase } from "../../src/store/database";

const folder = mkdtempSync(join(tmpdir(), "profit-share-indexer-test-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

let template: Promise<string> | null = null;
let count = 0;

/** The folder of an empty database that nobody has opened. */
export async function newDatabase(): Promise<string> {
  template ??= makeTemplate();
  const copy = join(folder, `database-${++count}`);
  cpSync(await template, copy, { recursive: true });
  return copy;
}

async function makeTemplate(): Promise<string> {
  const path = join(folder, "template");
  await (await openDatabase(path)).close();
  return path;
}

/** The same tests on both kinds of database. `newPlace` makes an empty one that nobody has opened. */
export function onEachDatabase(title: string, tests: (newPlace: () => Promise<string>) => void): void {
  describe(`${title} in a folder`, () => tests(newDatabase));
  describeWithPostgres(`${title} on a PostgreSQL server`, (server) => tests(async () => server.newDatabase()));
}
