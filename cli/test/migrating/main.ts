/** `npm run migrate:try -- BOTS SUBSCRIBERS`: a whole migration on the local chain, and what each step of it took. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyFileText } from "@profit-share/sdk";
import { runBare } from "../support/command-line";
import { Marketplace, writtenRows } from "../support/marketplace";

const [bots = 20, subscribers = 100] = process.argv.slice(2).map(Number);

async function main(): Promise<void> {
  let requests = 0;
  const marketplace = await Marketplace.open(bots, subscribers, () => {
    requests += 1;
  });
  const folder = mkdtempSync(join(tmpdir(), "profit-share-migrate-"));
  const at = (name: string) => join(folder, name);
  mkdirSync(at("keys"));
  writeFileSync(at("host.json"), keyFileText(marketplace.host));
  for (const [index, creator] of marketplace.creators.entries())
    writeFileSync(at(`keys/${index}.json`), keyFileText(creator));
  writeFileSync(at("bots.csv"), marketplace.botsCsv());
  writeFileSync(at("subscribers.csv"), marketplace.subscribersCsv());

  async function step<T>(what: string, run: () => Promise<T>): Promise<T> {
    const [start, before] = [performance.now(), requests];
    const done = await run();
    console.log(`\n${what}: ${((performance.now() - start) / 1_000).toFixed(1)} s, ${requests - before} requests`);
    return done;
  }
  async function migrate(...more: string[]): Promise<void> {
    const typed = ["migrate", at("bots.csv"), at("subscribers.csv"), "--out", at("out"), "--url", marketplace.rpcUrl];
    const common = ["--mint", marketplace.chain.mint.toBase58(), "--keeper", marketplace.keeper.toBase58()];
    const keys = ["--keypair", at("host.json"), "--owners", at("keys"), ...more];
    const { exitCode, out, err } = await runBare(...typed, ...common, ...keys);
    console.log(out.replaceAll(folder, "."), err);
    if (exitCode !== 0) throw new Error(`exit code ${exitCode}`);
  }

  try {
    await step("the plan", () => migrate("--dry-run"));
    await step("the bots", () => migrate("--yes"));
    const rows = writtenRows(readFileSync(at("out/subscriptions-to-sign.csv"), "utf8"));
    const half = rows.splice(0, Math.floor(rows.length / 2));
    await step(`${half.length} subscribers`, () => signAll(marketplace, half));
    await step("again", () => migrate("--yes"));
    await step(`${rows.length} subscribers`, () => signAll(marketplace, rows));
    await step("at the end", () => migrate("--yes"));
  } finally {
    await marketplace.close();
    rmSync(folder, { recursive: true });
  }
}

async function signAll(marketplace: Marketplace, rows: readonly { transaction?: string }[]): Promise<void> {
  for (const { transaction } of rows) await marketplace.sign(transaction!);
}

void main();
