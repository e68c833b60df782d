/** docs/operating.md: every command on it, run again beside a keeper, says what the page shows. */
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "@profit-share/testing/free-port";
import { describeWithPostgres } from "@profit-share/testing/postgres";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { replay } from "../../src/commands/replay";
import { Market, type TestSubscription } from "../support/market";
import { Installation, type Running } from "../support/process";

const PAGE = join(__dirname, "../../../docs/operating.md");
const BIN = join(__dirname, "../../bin/profit-share-keeper.cjs");
/** Where nothing listens. */
const DEAD_NODE = "http://127.0.0.1:1";

describeWithPostgres("docs/operating.md", (server) => {
  let market: Market;
  let running: Running;
  let installation: Installation;
  let environment: Record<string, string>;
  let port: number;

  before(async () => {
    market = await Market.open();
    const subscription = await market.attested();
    const debtor = await market.attested({ deposit: 0n });
    const yearly = await market.attested();
    await market.verified();
    market.setTokens(debtor.agent.publicKey, 0n);
    market.chain.localnet.chain.setTime(Math.floor(Date.now() / 1_000));
    port = await freePort();
    const database = server.newDatabase();
    installation = new Installation(market, {
      database,
      listen: `127.0.0.1:${port}`,
      rpcUrls: [DEAD_NODE],
      policies: {
        [yearly.bot.toBase58()]: { kind: "periodic", cron: "0 0 1 1 *" },
      },
      logLevel: "warn",
    });
    environment = {
      SUBSCRIPTION: subscription.address.toBase58(),
      DEBTOR: debtor.address.toBase58(),
      YEARLY: yearly.address.toBase58(),
      ...prepare(),
    };
    await replay(log(subscription, debtor, yearly), database);
    running = installation.start();
    await answers("/metrics", "profit_share_closes_waiting 1");
    await answers("/ready", '{"ready":true}');
  });
  after(async () => {
    running.kill("SIGTERM");
    await running.ended();
    await market.close();
  });

  /** The page's names for the program and its configuration, and key files that only their owner reads. */
  function prepare(): { PATH: string } {
    const { folder, config } = installation;
    writeFileSync(join(folder, "keeper.yaml"), readFileSync(config));
    const keys = readdirSync(join(folder, "agents")).map((name) => join("agents", name));
    for (const file of ["signer.json", ...keys]) chmodSync(join(folder, file), 0o600);
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "profit-share-keeper"), `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`, {
      mode: 0o755,
    });
    return { PATH: `${bin}:${process.env.PATH}` };
  }

  /** Closes as a host logs them: one of each, one of another wallet, and one of an address without a subscription. */
  function log(subscription: TestSubscription, debtor: TestSubscription, yearly: TestSubscription): string {
    const body = (tradeId: string, address: string, agent: Keypair) => ({
      subscriberBotId: address,
      subscriberAgentWallet: agent.publicKey.toBase58(),
      isClosingTrade: true,
      tradePnl: "20.5",
      tradeId,
    });
    const bodies = [
      body("17", subscription.address.toBase58(), subscription.agent),
      body("18", subscription.address.toBase58(), debtor.agent),
      body("19", debtor.address.toBase58(), debtor.agent),
      body("20", yearly.address.toBase58(), yearly.agent),
      body("21", Keypair.generate().publicKey.toBase58(), debtor.agent),
    ];
    const file = join(installation.folder, "closes.jsonl");
    writeFileSync(file, bodies.map((one) => JSON.stringify(one)).join("\n"));
    return file;
  }

  /** Until the keeper says so: it works through the closes first, and then looks at everything once. */
  async function answers(path: string, text: string): Promise<void> {
    const answer = () =>
      fetch(`http://127.0.0.1:${port}${path}`).then(
        (response) => response.text(),
        () => "",
      );
    while (!(await answer()).includes(text)) await sleep(100);
  }

  /** What the shell says. Only what the page calls the keeper's port is another one here. */
  async function outputOf(command: string): Promise<string> {
    const options = {
      cwd: installation.folder,
      env: { ...process.env, ...environment },
    };
    const shell = promisify(execFile)("bash", ["-c", command.replaceAll(":9180", `:${port}`)], options);
    const { stdout, stderr } = await shell.catch((error: { stdout: string; stderr: string }) => error);
    return `${stdout}${stderr}`.trimEnd().replaceAll(`:${port}`, ":9180");
  }

  it("shows what its commands say, apart from addresses, times and counts", async function () {
    // Each is a process of its own.
    this.timeout(400_000);
    const page = readFileSync(PAGE, "utf8");
    const shown = [...page.matchAll(/^```console\n(.*?)^```$/gms)].map(([, block]) => block!);
    const said: string[] = [];
    for (const block of shown) {
      const commands = block.split("\n").filter((line) => line.startsWith("$ "));
      let now = "";
      for (const command of commands) now += `${command}\n${await outputOf(command.slice(2))}\n`;
      said.push(now);
    }
    const file = join(tmpdir(), "operating.md");
    const current = shown.reduce((text, block, index) => text.replace(block, () => said[index]!), page);
    if (comparable(current) !== comparable(page)) writeFileSync(file, current);
    expect(shown.map(comparable), `${file} is the page as it would be`).to.deep.equal(said.map(comparable));
  });
});

/** Without what differs from run to run. */
const comparable = (page: string): string =>
  page
    .replace(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d/g, "TIME")
    .replace(/\b[0-9a-f]{64}\b/g, "HASH")
    .replace(/\b[1-9A-HJ-NP-Za-km-z]{32,90}\b/g, "ADDRESS")
    .replace(/127\.0\.0\.1:(?!9180\b|1\b)\d+/g, "127.0.0.1:PORT")
    .replace(/\b\d+(?= (lamports|s|ms)\b)/g, "COUNT")
    .replace(/^(profit_share_.*) [\d.e+-]+$/gm, "$1 COUNT");
