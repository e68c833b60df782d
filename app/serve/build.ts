/** The production build, made when its sources have changed since the last one. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTurn } from "./turns";

const APP = join(__dirname, "..");
const ROOT = join(APP, "..");
const BUILT = join(APP, "dist");
/** What is on its way. */
const WORK = join(APP, ".build");
/** Says of which sources the build is. */
const STAMP = join(BUILT, ".sources");
const SOURCES = [
  "app/src",
  "app/public",
  "app/index.html",
  "app/vite.config.mts",
  "sdk/src",
  "statements/src",
  "package-lock.json",
];

let building: Promise<string> | null = null;

/** @returns the folder with the files to serve; of all that ask, in this process and in others, one builds */
export function builtApp(): Promise<string> {
  mkdirSync(WORK, { recursive: true });
  building ??= inTurn(join(WORK, "building"), build);
  return building;
}

async function build(): Promise<string> {
  const sources = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === sources) return BUILT;
  // Loaded only here: a build that is there needs no bundler.
  const vite = await import("vite");
  await vite.build({ root: APP, configFile: join(APP, "vite.config.mts"), logLevel: "warn" });
  writeFileSync(STAMP, sources);
  return BUILT;
}

function fingerprint(): string {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    const path = join(ROOT, source);
    const files = source.includes(".") ? [path] : filesIn(path);
    for (const file of files) hash.update(file).update(readFileSync(file));
  }
  return hash.digest("hex");
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
