/** Whether a mocha run ran every test of this folder: only then can something be said about what no test did. */
import { readdirSync } from "node:fs";
import { join, sep } from "node:path";
import type { Suite } from "mocha";

const TESTS = `${__dirname}${sep}`;

/** False if a test file was not loaded, or a test of this folder was left out (`--grep`, `only`, `--bail`). */
export function isComplete(root: Suite): boolean {
  const suites = root.suites.filter(({ file }) => file?.startsWith(TESTS));
  const loaded = new Set(suites.map(({ file }) => file));
  const files = readdirSync(TESTS, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"));
  return files.every((name) => loaded.has(join(TESTS, name))) && suites.every(hasRun);
}

const hasRun = (suite: Suite): boolean =>
  suite.tests.every(({ state }) => state !== undefined) && suite.suites.every(hasRun);
