/** Said once at the end of a run, by mocha's own process: the files run in several. */
import { browser } from "./browser";
import { postgres } from "./postgres";
import { promtool } from "./promtool";

export function sayMissing(): void {
  for (const program of [browser, postgres, promtool]) {
    const missing = program.missing();
    if (missing !== null) console.log(missing);
  }
}
