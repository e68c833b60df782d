/** What is in a package, and whether its manifest tells the truth about it. */
import { execFile } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const run = promisify(execFile);

export interface Tarball {
  /** Of the workspace. */
  name: string;
  file: string;
}

const NEEDED = ["README.md", "LICENSE", "CHANGELOG.md", "package.json"];
const UNWANTED = /(^|\/)(src|test|tests|vectors|fixtures)\/|\.test\.|tsconfig/;

/** @throws Error naming what is missing, what does not belong there, or what is wrong with the manifest */
export async function checkTarball(root: string, { name, file }: Tarball): Promise<void> {
  const { stdout } = await run("tar", ["-tzf", file]);
  const files = stdout
    .trim()
    .split("\n")
    .map((path) => path.replace(/^package\//, ""));
  const missing = NEEDED.filter((needed) => !files.includes(needed));
  if (missing.length > 0) throw new Error(`${name}: its tarball has no ${missing.join(", ")}`);
  const unwanted = files.filter((path) => UNWANTED.test(path));
  if (unwanted.length > 0) throw new Error(`${name}: its tarball has ${unwanted.join(", ")}`);

  const pkg = JSON.parse(readFileSync(join(root, name, "package.json"), "utf8"));
  if (pkg.private) throw new Error(`${name} is private: it cannot be published`);
  const { messages } = await publint({ pack: { tarball: readFileSync(file).buffer as ArrayBuffer }, strict: true });
  if (messages.length > 0) {
    throw new Error(`${name}, publint: ${messages.map((message) => formatMessage(message, pkg)).join("; ")}`);
  }
  await run(join(root, "node_modules/.bin/attw"), [file]).catch((error) => {
    throw new Error(`${name}, attw: ${error.stdout}${error.stderr}`);
  });
  console.log(`packages: ${name} has ${files.length} files, ${(statSync(file).size / 1_000).toFixed(1)} kB packed`);
}
