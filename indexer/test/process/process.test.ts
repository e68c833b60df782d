/** The real process on a real node: it follows, answers, is killed, and goes on. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { expect } from "chai";

const BIN = join(__dirname, "../../bin/profit-share-indexer.cjs");

describe("profit-share-indexer", function () {
  this.timeout(180_000);
  let chain: LocalChain;
  const folder = mkdtempSync(join(tmpdir(), "profit-share-indexer-process-"));
  const config = join(folder, "indexer.yaml");
  const children: ChildProcess[] = [];
  before(async () => {
    chain = await LocalChain.start();
    writeFileSync(config, `rpcUrl: ${chain.localnet.rpcUrl}\nrequestsPerSecond: 1000\nhttp: { port: 0 }`);
  });
  after(async () => {
    for (const child of children) child.kill("SIGKILL");
    await chain.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** @returns the process, and where it answers */
  async function start(): Promise<[ChildProcess, string]> {
    const child = spawn(process.execPath, [BIN, "--config", config], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    for await (const line of createInterface(child.stdout!)) {
      const { address } = JSON.parse(line) as { address?: string };
      if (address !== undefined) {
        child.stdout!.resume();
        return [child, address];
      }
    }
    throw new Error("The indexer ended without an address");
  }

  async function statusOf(address: string, isWanted: (status: { finalSlot: number }) => boolean) {
    for (;;) {
      const status = (await (await fetch(`${address}/v1/status`)).json()) as { finalSlot: number };
      if (isWanted(status)) return status;
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  it("goes on after it was killed, and stops when it is told to", async () => {
    const { client, payer } = chain;
    const register = (id: number) =>
      chain.send([
        client.registerKeeper({ creator: payer.publicKey, id: new Uint8Array(16).fill(id), signer: payer.publicKey }),
      ]);
    await register(1);
    const [killed, first] = await start();
    const { finalSlot } = await statusOf(first, (status) => status.finalSlot > 0);
    const ended = once(killed, "exit");
    killed.kill("SIGKILL");
    await ended;
    await register(2);
    const [child, second] = await start();
    await statusOf(second, (status) => status.finalSlot > finalSlot);
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    expect(code).to.equal(0);
  });

  it("says which key of the configuration is wrong", async () => {
    const wrong = join(folder, "wrong.yaml");
    writeFileSync(wrong, "rpcUrl: 7");
    const child = spawn(process.execPath, [BIN, "--config", wrong], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk) => (said += chunk));
    const [code] = await once(child, "close");
    expect(code).to.equal(2);
    expect(said).to.match(/wrong.yaml: rpcUrl: /);
  });
});
