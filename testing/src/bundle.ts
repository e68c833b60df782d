/** A program of this repository in one file, so that a checkout needs no build, and no compiler runs beside what is measured or killed. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
/** What is no part of one file: it has files of its own beside it, or is loaded only where somebody has it. */
const EXTERNAL = [
  ...["@electric-sql/pglite", "fs-native-extensions", "pg-native", "sharp"],
  ...["@drift-labs/sdk", "@ledgerhq/*", "@triton-one/yellowstone-grpc"],
];

/** @param checkout folder of the repository, or of another commit of it @param entry such as `keeper/src/main.ts` */
export function bundle(checkout: string, entry: string): string {
  const file = join(checkout, ".build/bundles", `${entry.replaceAll("/", "-")}.cjs`);
  execFileSync(join(ROOT, "node_modules/.bin/esbuild"), [
    join(checkout, entry),
    ...["--bundle", "--platform=node", "--format=cjs", "--log-level=error", `--outfile=${file}`],
    `--tsconfig=${join(checkout, "tsconfig.json")}`,
    ...EXTERNAL.map((name) => `--external:${name}`),
  ]);
  return file;
}
