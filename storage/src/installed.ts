/**
 * Packages that look for files beside their own module: PGlite has its WebAssembly there, the lock its native part. So they
 * cannot be a part of the one file that a host's server may be bundled into, and are loaded from where they are installed.
 */
import { createRequire } from "node:module";
import { join } from "node:path";

const SELF = "@profit-share/storage/package.json";
/** Who depends on this package: where packages are not hoisted, it is found from there. */
const USERS = ["@profit-share/keeper/package.json", "@profit-share/indexer/package.json"];

/** As the started script, or one in the working directory, would find it; null if neither does. */
export function installed<T>(name: string): T | null {
  for (const script of [process.argv[1], join(process.cwd(), "server.js")]) {
    if (script === undefined) continue;
    for (const user of [null, ...USERS]) {
      try {
        const from = user === null ? script : createRequire(script).resolve(user);
        return createRequire(createRequire(from).resolve(SELF))(name) as T;
      } catch {
        // Not from there.
      }
    }
  }
  return null;
}
