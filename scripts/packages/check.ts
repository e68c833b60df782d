/**
 * `npm run check:packages`: packs every published package, installs all of them into empty projects outside this repository,
 * and uses them there as a host, a browser and a shell do. Needs npm's registry, and Chromium for the browser.
 */
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkBrowser } from "./browser";
import { checkStart } from "./start";
import { checkStranger } from "./stranger";
import { checkTarball, type Tarball } from "./tarball";

const run = promisify(execFile);
const ROOT = join(__dirname, "../..");
const CONSUMERS = join(__dirname, "consumers");
const PUBLISHED = ["sdk", "localnet", "feed", "storage", "statements", "indexer", "keeper", "cli"];

/** What a host's project has beside the packages; the versions of this repository. */
const HOST_TOOLS = ["@types/node", "esbuild", "typescript"];
/** Anchor's own declarations need the types of bn.js, which it does not bring. */
const ANCHOR = ["@coral-xyz/anchor", "@types/bn.js"];
const RESOLUTIONS = ["nodenext", "node16", "bundler"] as const;
const BROWSER_TOOLS = ["@solana/web3.js", "vite"];

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "profit-share-packages-"));
  try {
    const tarballs = await step("pack", () => pack(folder));
    for (const tarball of tarballs) await step(`look into ${tarball.name}`, () => checkTarball(ROOT, tarball));
    const host = await step("install into an empty project", () => install(folder, "host", tarballs, []));
    await step("no native bigint-buffer", () => expectAbsent(host, "bigint-buffer"));
    await step("profit-share starts", () => checkStart(host));
    await step("install a host's tools", () => add(host, HOST_TOOLS));
    for (const resolution of RESOLUTIONS) {
      await step(`types, ${resolution}`, () => checkTypes(host, resolution, "types.ts"));
    }
    for (const resolution of RESOLUTIONS) {
      // Drizzle's own declarations need packages of databases that a host does not have.
      await step(`types with Drizzle, ${resolution}`, () => checkTypes(host, resolution, "drizzle.ts", true));
    }
    await step("install Anchor", () => add(host, ANCHOR));
    for (const resolution of RESOLUTIONS) {
      await step(`types with Anchor, ${resolution}`, () => checkTypes(host, resolution, "anchor.ts"));
    }
    await step("ES modules", () => execute(host, "node", ["esm.mjs"]));
    await step("CommonJS", () => execute(host, "node", ["cjs.cjs"]));
    for (const format of ["esm", "cjs"] as const) await step(`server bundle, ${format}`, () => bundle(host, format));
    const files = tarballs.map(({ file }) => file);
    await step("a stranger's path", () => checkStranger(ROOT, folder, (project) => npmInstall(project, files)));
    const sdk = tarballs.filter(({ name }) => name === "sdk");
    const page = await step("install into a browser's project", () => install(folder, "page", sdk, BROWSER_TOOLS));
    await step("browser", () => checkBrowser(page));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    console.log(`packages: ${what}, ${((performance.now() - start) / 1_000).toFixed(1)} s`);
  }
}

async function pack(folder: string): Promise<Tarball[]> {
  const args = ["pack", "--json", "--pack-destination", folder, ...PUBLISHED.flatMap((name) => ["-w", name])];
  await run("npm", args, { cwd: ROOT, maxBuffer: 1 << 26 });
  return PUBLISHED.map((name) => {
    const found = readdirSync(folder).find((file) => file.startsWith(`profit-share-${name}-`));
    if (found === undefined) throw new Error(`npm packed no tarball of ${name}`);
    return { name, file: join(folder, found) };
  });
}

/** An empty project with the tarballs, and with tools at this repository's versions. */
async function install(folder: string, name: string, tarballs: readonly Tarball[], tools: readonly string[]) {
  const project = join(folder, name);
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name, private: true }));
  cpSync(CONSUMERS, project, { recursive: true });
  await npmInstall(project, [...tarballs.map(({ file }) => file), ...tools.map(atOurVersion)]);
  return project;
}

const add = (project: string, tools: readonly string[]): Promise<void> => npmInstall(project, tools.map(atOurVersion));

async function npmInstall(project: string, what: readonly string[]): Promise<void> {
  await run("npm", ["install", "--no-audit", "--no-fund", ...what], { cwd: project, maxBuffer: 1 << 26 });
}

function atOurVersion(name: string): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, "node_modules", name, "package.json"), "utf8"));
  return `${name}@${version}`;
}

async function expectAbsent(project: string, name: string): Promise<void> {
  if (existsSync(join(project, "node_modules", name))) throw new Error(`${name} is in a host's tree: npm ls ${name}`);
}

type Resolution = (typeof RESOLUTIONS)[number];

async function checkTypes(
  project: string,
  moduleResolution: Resolution,
  file: string,
  skipLibCheck = false,
): Promise<void> {
  const module = moduleResolution === "bundler" ? "esnext" : moduleResolution;
  const compilerOptions = {
    ...{ module, moduleResolution, target: "es2022", lib: ["es2023"], types: ["node"] },
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck, noEmit: true },
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
  await execute(project, "node_modules/.bin/tsc", ["-p", "tsconfig.json"]);
}

async function bundle(project: string, format: "esm" | "cjs"): Promise<void> {
  const file = format === "esm" ? "bundle/server.mjs" : "bundle/server.cjs";
  // What an ES module with CommonJS packages in it needs: they require Node's own modules.
  const require =
    "import { createRequire as bannerRequire } from 'node:module'; const require = bannerRequire(import.meta.url);";
  await execute(project, "node_modules/.bin/esbuild", [
    ...["server.ts", "--bundle", "--platform=node", "--log-level=error", `--format=${format}`, `--outfile=${file}`],
    ...(format === "esm" ? [`--banner:js=${require}`] : []),
  ]);
  await execute(project, "node", [file]);
}

/** @throws Error with what it said, if it fails */
async function execute(cwd: string, command: string, args: readonly string[]): Promise<void> {
  await run(command, args, { cwd, maxBuffer: 1 << 26 }).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`${command} ${args.join(" ")} failed:\n${error.stdout}${error.stderr}`);
  });
}

main().catch((error: Error) => {
  console.error(`packages: ${error.message}`);
  process.exitCode = 1;
});
