/** The SDK in a browser: as `vite build` bundles it, and as `vite dev` serves it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { browserPath } from "@profit-share/testing/browser";
import { chromium } from "playwright-core";
import { openChangingChain } from "./changing-chain";

/** The whole main entry with web3.js, which is 80 kB of them. */
const BUDGET = 95_000;
/** settle_batch with one verified row: discriminator, one row, its kind. */
const INSTRUCTION = /^[0-9a-f]{16}0100000000 \d+ PStJb5p8CcWcGMfibwgfvzkS2t9xNYFeh58wCjBMYg6 \d+$/;

/** Pages of the project, with what each has to say. */
const PAGES = {
  page: INSTRUCTION,
  "every-entry": /^true true 8 \d{3} 0 since it began, 1 day \d{3}$/,
  watching: /^1 3 true$/,
};

/** @throws Error if a page does not run, or the main entry is too large */
export async function checkBrowser(project: string): Promise<void> {
  const { rpcUrl, close } = await openChangingChain();
  try {
    for (const [page, expected] of Object.entries(PAGES)) {
      const vite = spawn("node_modules/.bin/vite", ["build", page, "--logLevel", "error"], {
        cwd: project,
        stdio: "inherit",
      });
      const [code] = await once(vite, "close");
      if (code !== 0) throw new Error(`vite build ${page} ended with ${code}`);
      const query = `?rpc=${encodeURIComponent(rpcUrl)}`;
      await open(project, { command: ["preview", page], query }, `${page}, built`, expected);
      await open(project, { command: ["dev", page], query }, `${page}, vite dev`, expected);
    }
  } finally {
    await close();
  }
  const size = gzippedSize(join(project, "page/dist/assets"));
  console.log(`packages: everything of the SDK with web3.js is ${(size / 1_000).toFixed(1)} kB, gzipped, in a browser`);
  if (size > BUDGET) throw new Error(`The browser bundle has ${size} bytes, gzipped: ${BUDGET} are allowed`);
}

const gzippedSize = (folder: string): number =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".js"))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);

/** Serves the page and looks at it. @throws Error with what the page says, if it fails */
async function open(
  project: string,
  { command, query }: { command: string[]; query: string },
  what: string,
  expected: RegExp,
): Promise<void> {
  const server = spawn(
    "node_modules/.bin/vite",
    [...command, "--host", "127.0.0.1", "--port", "0", "--clearScreen", "false"],
    {
      cwd: project,
      env: { ...process.env, NO_COLOR: "1" },
    },
  );
  try {
    const url = await addressOf(server);
    const { result, errors } = await lookAt(url + query);
    if (errors.length > 0) throw new Error(`${what}: ${errors.join("; ")}`);
    if (!expected.test(result ?? "")) throw new Error(`${what}: the page says ${result}`);
  } finally {
    server.kill();
  }
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  for await (const line of createInterface(stdout!)) {
    const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error("vite ended without an address");
}

async function lookAt(url: string): Promise<{ result: string | undefined; errors: string[] }> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  const browser = await chromium.launch({ executablePath: browserPath(), args });
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await page.goto(url);
    await page.waitForFunction("document.body.dataset.result !== undefined", undefined, { timeout: 60_000 });
    const result = (await page.evaluate("document.body.dataset.result")) as string | undefined;
    return { result, errors };
  } finally {
    await browser.close();
  }
}
