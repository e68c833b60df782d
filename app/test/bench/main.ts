/**
 * `npm run bench:app`: how fast the app shows what there is. The production build under its policy in Chromium, beside a real local chain,
 * keeper and index, all on this machine: the figures are compared with their targets, and with those of another run on the same one.
 *
 * --write   writes the page instead of printing it
 * --json    ends with one line of figures
 * --smoke   a small one
 */
import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { browserPath } from "@profit-share/testing/browser";
import { step } from "@profit-share/testing/step";
import { Visitor } from "../support/visit";
import { measureCloses } from "./closes";
import { measureCrowd } from "./crowd";
import { measureHistory } from "./history";
import type { Sizes } from "./measure";
import { lookAtPages } from "./pages";
import { type Figures, figuresLine, page } from "./report";
import { measureSizes } from "./sizes";

const FULL: Sizes = { settlements: 1_000, closes: 50, members: 1_000, rounds: 3 };
const SMOKE: Sizes = { settlements: 60, closes: 5, members: 60, rounds: 1 };
const PAGE = join(__dirname, "../../../bench/app/README.md");

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      smoke: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  const sizes = values.smoke ? SMOKE : FULL;
  const visitor = await Visitor.start(browserPath());
  try {
    const figures: Figures = {
      loadBefore: Math.round(loadavg()[0]! * 10) / 10,
      ...(await step("sizes", () => measureSizes(visitor))),
      ...(await step("closes", () => measureCloses(visitor, sizes))),
      ...(await step("a long history", () => measureHistory(visitor, sizes))),
      ...(await step("a crowd", () => measureCrowd(visitor, sizes))),
      ...(await step("every page", () => lookAtPages(visitor))),
    };
    if (visitor.complaints.length > 0) throw new Error(`Pages complained: ${visitor.complaints.join("\n")}`);
    const written = page(figures, sizes);
    if (values.write) writeFileSync(PAGE, written);
    else process.stdout.write(written);
    if (values.json) console.log(figuresLine(figures));
  } finally {
    await visitor.close();
  }
}

main().catch((error: Error) => {
  console.error(`bench: ${error.stack}`);
  process.exit(1);
});
