/**
 * `npm run check:idl`: the client that Codama generates from the IDL type-checks, and Rust programs that declare this one from
 * it compile and read every account, event, constant and error as Anchor's TypeScript client does. That one is compared with
 * the SDK in `npm test`.
 */

import { deepStrictEqual } from "node:assert";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import idl from "@profit-share/sdk/idl.json";
import { anchorAccount, anchorEvent } from "./anchor";
import { CLIENT, codamaClient } from "./codama";
import { recordFlow } from "./flow";
import { RUST_CLIENTS, rustReadings } from "./rust";

const ROOT = join(__dirname, "../..");

async function main(): Promise<void> {
  await step("Codama generates a client", codamaClient);
  await step("its types", checkTypes);
  const flow = await step("record a flow", recordFlow);
  const expected = {
    accounts: flow.accounts.map(anchorAccount),
    events: flow.events.map(anchorEvent),
    constants: Object.fromEntries(idl.constants.map(({ name, type, value }) => [name, constant(type, value)])),
    errors: Object.fromEntries(idl.errors.map(({ name, code }) => [name, String(code)])),
  };
  for (const client of RUST_CLIENTS) {
    await step(`${client} compiles and reads`, () => deepStrictEqual(rustReadings(client, flow), expected));
  }
  const { accounts, events } = flow;
  console.log(`idl: ${accounts.length} accounts and ${events.length} events are the same to every client`);
}

async function step<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    console.log(`idl: ${what}, ${((performance.now() - start) / 1_000).toFixed(1)} s`);
  }
}

/** As strict as this repository, with the kit that it has. */
function checkTypes(): void {
  const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "--types", "node"];
  const modules = ["--target", "es2022", "--module", "node20", "--moduleResolution", "node16"];
  const tsc = join(ROOT, "node_modules/.bin/tsc");
  execFileSync(tsc, [...options, ...modules, join(CLIENT, "index.ts")], { cwd: ROOT, stdio: "inherit" });
}

/** Bytes in hex. */
const constant = (type: string, value: string): string =>
  type === "bytes" ? Buffer.from(JSON.parse(value)).toString("hex") : value;

main().catch((error: Error) => {
  console.error(`idl: ${error.message}`);
  process.exitCode = 1;
});
