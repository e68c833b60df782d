/** The quick starts of README.md, each block as it stands there, against the chain of `npm start`. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "@profit-share/testing/free-port";
import { expect } from "chai";

const run = promisify(execFile);
const ROOT = join(__dirname, "../..");
const TSX = join(ROOT, "node_modules/.bin/tsx");

/** The blocks of the section by the file name in their first line; commands by their language. */
function blocks(): Map<string, string> {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const section = /^## Quick starts\n(.*?)^## /ms.exec(readme)![1]!;
  const found = [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, code]): [string, string] => {
    const name = /^\/\/ (\S+)\n/.exec(code!)?.[1];
    return [name ?? language!, code!];
  });
  return new Map(found);
}

/** What a page around `browser.ts` and a server around `agent.ts` do. */
const SUBSCRIBER = `
import { readFileSync } from "node:fs";
import { parseKeyFile, subscriptionAddress } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import { cosign } from "./agent";
import { subscribe } from "./browser";
async function main() {
const url = process.env.PROFIT_SHARE_URL;
const key = (file) => parseKeyFile(readFileSync(file, "utf8"), file);
const [anna, agent] = [key(process.env.KEYS + "/anna.json"), key("agents/agent.json")];
const signTransaction = async (transaction) => (transaction.partialSign(anna), transaction);
const bot = new PublicKey(readFileSync("bot.txt", "utf8"));
const wire = await subscribe(url, { publicKey: anna.publicKey, signTransaction }, bot, agent.publicKey);
await cosign(url, wire, agent);
const again = await subscribe(url, { publicKey: anna.publicKey, signTransaction }, bot, agent.publicKey);
const refused = await cosign(url, again.map((byte, at) => (at === again.length - 40 ? byte ^ 1 : byte)), agent).catch(() => "refused");
console.log(JSON.stringify({
  subscription: subscriptionAddress({ agent: agent.publicKey, account: { accountNo: 0 } }),
  agent: agent.publicKey,
  refused,
}));
}
main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
`;

/** The first match in what the process says. @throws Error with all of it if it ends before */
async function until(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  let said = "";
  return new Promise((found, failed) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on("data", (chunk) => {
        said += String(chunk);
        const match = pattern.exec(said);
        if (match !== null) found(match);
      });
    }
    child.once("close", () => failed(new Error(`It ended without saying ${pattern}:\n${said}`)));
  });
}

/** Asks until the server is there. @throws Error what it said last, after 30 seconds */
async function answering(request: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await request();
      return;
    } catch (error) {
      if (attempt === 300) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

describe("the quick starts of README.md", function () {
  this.timeout(180_000);
  const code = blocks();
  let folder: string;
  let environment: NodeJS.ProcessEnv;
  let demo: ChildProcess;

  before(async () => {
    const port = await freePort();
    demo = spawn(TSX, ["demo/main.ts", "--port", String(port)], { cwd: ROOT });
    const said = await until(demo, /export KEYS=(\S+) MINT=(\S+)/);
    environment = {
      ...process.env,
      KEYS: said[1],
      MINT: said[2],
      PROFIT_SHARE_URL: `http://127.0.0.1:${port}`,
      TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json"),
    };
    // Below the repository, so that packages are found as in a project that has them installed.
    mkdirSync(join(ROOT, ".build"), { recursive: true });
    folder = mkdtempSync(join(ROOT, ".build/quick-starts-"));
    for (const [name, text] of code) if (name.endsWith(".ts")) writeFileSync(join(folder, name), text);
  });

  after(async () => {
    demo.kill("SIGINT");
    await once(demo, "close");
    rmSync(folder, { recursive: true, force: true });
  });

  const execute = async (command: string, ...args: string[]): Promise<string> =>
    (await run(command, args, { cwd: folder, env: environment })).stdout;

  it("are these blocks", () => {
    expect([...code.keys()]).to.deep.equal(["operator.ts", "sh", "creator.ts", "browser.ts", "agent.ts", "server.ts"]);
  });

  it("operator: a keeper is registered, and its process runs", async () => {
    expect(await execute(TSX, "operator.ts")).to.match(/^keeper [1-9A-HJ-NP-Za-km-z]{32,44}\n$/);
    const log = await execute("sh", "-c", code.get("sh")!);
    expect(log).to.contain("the keeper has started");
  });

  it("creator: a bot is published", async () => {
    await execute(TSX, "creator.ts");
    expect(readFileSync(join(folder, "bot.txt"), "utf8")).to.match(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/);
  });

  let subscribed: { subscription: string; agent: string };

  it("subscriber: subscribes with two signatures, and the agent signs nothing else", async () => {
    writeFileSync(join(folder, "subscriber.ts"), SUBSCRIBER);
    const { refused, ...rest } = JSON.parse(await execute(TSX, "subscriber.ts"));
    subscribed = rest;
    expect(refused).to.equal("refused");
    const terms = await execute(TSX, join(ROOT, "cli/src/main.ts"), "terms", subscribed.subscription);
    expect(terms).to.match(/balance +\$10\.00/);
  });

  it("integrator: a close of $20 pays the creator $2", async () => {
    const port = await freePort();
    const server = spawn(TSX, ["server.ts"], { cwd: folder, env: { ...environment, PORT: String(port) } });
    try {
      const post = async (path: string, body: object): Promise<string> => {
        const headers = { "content-type": "application/json" };
        const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
          method: "POST",
          headers,
          body: JSON.stringify(body),
        });
        return answer.text();
      };
      await answering(() => post("/subscriptions", { subscriberBotId: "42", ...subscribed }));
      const close = { subscriberBotId: "42", realizedPnl: "20", agentWallet: subscribed.agent, tradeId: "trade 1" };
      const { txSignature, ...first } = JSON.parse(await post("/closes", close));
      const share = { amount: "2.00", accrued: "2.00", paid: "2.00", owed: "0.00", dropped: "0.00" };
      expect(first).to.deep.equal({ success: true, stored: true, ...share, tradeId: "trade 1" });
      expect(JSON.parse(await post("/closes", close))).to.deep.equal({ ...first, txSignature });
    } finally {
      server.kill();
      if (server.exitCode === null) await once(server, "close");
    }
    const terms = await execute(TSX, join(ROOT, "cli/src/main.ts"), "terms", subscribed.subscription);
    expect(terms)
      .to.match(/claimed +\$2\.00/)
      .and.match(/balance +\$8\.00/);
  });
});
