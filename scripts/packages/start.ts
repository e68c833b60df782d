/** How the installed commands start. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const RUNS = 7;
/** Above twice what Node itself takes, in milliseconds. */
const ALLOWED_MS = 150;

/** @throws Error if the version is another one, or `--help` is slow */
export async function checkStart(project: string): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(project, "node_modules/@profit-share/cli/package.json"), "utf8"));
  const said = execFileSync("npx", ["profit-share", "--version"], { cwd: project, encoding: "utf8" }).trim();
  if (said !== version) throw new Error(`npx profit-share --version says ${said}, its package ${version}`);

  for (const command of ["profit-share-keeper", "profit-share-localnet"]) {
    const help = execFileSync("npx", [command, "--help"], { cwd: project, encoding: "utf8" });
    if (!help.toLowerCase().includes(`usage: ${command}`)) throw new Error(`npx ${command} --help says ${help}`);
  }

  // Side by side, and the fastest of each: what else the machine does only adds.
  const [node, help] = [[], []] as [number[], number[]];
  for (let count = 0; count < RUNS; count++) {
    node.push(millisecondsOf(process.execPath, ["-e", "0"], project));
    help.push(millisecondsOf("node_modules/.bin/profit-share", ["--help"], project));
  }
  const [fastestNode, fastestHelp] = [Math.min(...node), Math.min(...help)];
  const text = `--help takes ${fastestHelp.toFixed(0)} ms, node itself ${fastestNode.toFixed(0)} ms`;
  if (fastestHelp > 2 * fastestNode + ALLOWED_MS) throw new Error(`profit-share starts slowly: ${text}`);
  console.log(`packages: ${text}`);
}

function millisecondsOf(command: string, args: readonly string[], cwd: string): number {
  const start = performance.now();
  execFileSync(command, args, { cwd, stdio: "ignore" });
  return performance.now() - start;
}
