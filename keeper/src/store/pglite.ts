/**
 * PGlite, loaded from this package's own place in `node_modules` when the database is opened. It looks for its files beside
 * its module, so it cannot be a part of the one file that a host's server may be bundled into.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";

type Module = typeof import("@electric-sql/pglite");

/** @param dataDir a folder, or `memory://` */
export async function openPglite(dataDir: string): Promise<PGlite> {
  const { PGlite } = (installed() ?? (await import("@electric-sql/pglite"))) as Module;
  return PGlite.create(dataDir);
}

/** As the started script, or one in the working directory, would find it; null if neither does. */
function installed(): Module | null {
  for (const place of [process.argv[1], join(process.cwd(), "server.js")]) {
    if (place === undefined) continue;
    try {
      const keeper = createRequire(place).resolve("@profit-share/keeper/package.json");
      return createRequire(keeper)("@electric-sql/pglite") as Module;
    } catch {
      // Not from there.
    }
  }
  return null;
}
