import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { startLocalnet } from "../../src";
import { ask, post, result, Socket } from "./client";
import { ONLY_LOCALNET, onEveryNode } from "./nodes";

const MAIN = join(__dirname, "../../src/main.ts");

function portOf(url: string): number {
  return Number(new URL(url).port);
}

describe("the server", () => {
  onEveryNode((node) => {
    it("answers a batch in its order, without the notifications", async () => {
      const call = (method: string, id?: unknown) => ({ jsonrpc: "2.0", method, ...(id === undefined ? {} : { id }) });
      const batch = [call("getHealth", "a"), call("getSlot"), call("nothing", 2), 5];
      expect(JSON.parse(await post(node().rpcUrl, JSON.stringify(batch)))).to.deep.equal([
        { jsonrpc: "2.0", result: "ok", id: "a" },
        { jsonrpc: "2.0", error: { code: -32601, message: "Method not found" }, id: 2 },
        { jsonrpc: "2.0", error: { code: -32600, message: "Invalid request" }, id: null },
      ]);
    });

    it("lets any web page call it", async () => {
      const preflight = await fetch(node().rpcUrl, {
        method: "OPTIONS",
        headers: { origin: "http://localhost:5173", "access-control-request-headers": "content-type,solana-client" },
      });
      expect(preflight.status).to.equal(204);
      expect(preflight.headers.get("access-control-allow-origin")).to.equal("*");
      expect(preflight.headers.get("access-control-allow-methods")).to.match(/POST/);
      expect(preflight.headers.get("access-control-allow-headers")).to.equal("content-type,solana-client");
      const answer = await fetch(node().rpcUrl, { method: "POST", body: "{}" });
      expect(answer.headers.get("access-control-allow-origin")).to.equal("*");
      expect(answer.headers.get("content-type")).to.equal("application/json; charset=utf-8");
    });

    it("is healthy, and takes nothing but POST otherwise", async () => {
      const health = await fetch(`${node().rpcUrl}/health`);
      expect([health.status, await health.text()]).to.deep.equal([200, "ok"]);
      expect((await fetch(node().rpcUrl)).status).to.equal(405);
      expect((await fetch(node().rpcUrl, { method: "PUT", body: "{}" })).status).to.equal(405);
    });

    it("refuses a body above 32 MiB", async () => {
      const response = await fetch(node().rpcUrl, { method: "POST", body: " ".repeat(32 * 1024 * 1024 + 1) });
      expect(response.status).to.equal(413);
      expect((await ask(node().rpcUrl, "getHealth")).result).to.equal("ok");
    });

    it("has its WebSocket at the port above, where web3.js looks for it", () => {
      expect(portOf(node().wsUrl)).to.equal(portOf(node().rpcUrl) + 1);
    });

    it("answers only subscriptions on its WebSocket", async () => {
      const socket = await Socket.open(node().wsUrl);
      expect((await socket.ask("getHealth")).error).to.deep.equal({ code: -32601, message: "Method not found" });
      socket.close();
    });

    it("listens on this machine only", () => {
      expect(new URL(node().rpcUrl).hostname).to.equal("127.0.0.1");
      expect(new URL(node().wsUrl).hostname).to.equal("127.0.0.1");
    });
  }, ONLY_LOCALNET);

  it("takes the ports it is given", async () => {
    const first = await startLocalnet({ port: 0, wsPort: 0 });
    const [port, wsPort] = [portOf(first.rpcUrl), portOf(first.wsUrl)];
    await first.close();
    const second = await startLocalnet({ port, wsPort });
    expect([second.rpcUrl, second.wsUrl]).to.deep.equal([`http://127.0.0.1:${port}`, `ws://127.0.0.1:${wsPort}`]);
    await second.close();
  });

  it("tells of each request before it is answered, with its parameters as they came", async () => {
    const told: [string, readonly unknown[]][] = [];
    const net = await startLocalnet({ port: 0, onRequest: (method, params) => told.push([method, params]) });
    try {
      await post(
        net.rpcUrl,
        '[{"jsonrpc":"2.0","id":1,"method":"getSlot"},{"jsonrpc":"2.0","id":2,"method":"none","params":[7]}]',
      );
      expect(told).to.deep.equal([
        ["getSlot", []],
        ["none", [7]],
      ]);
    } finally {
      await net.close();
    }
  });

  it("says which port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const taken = await startLocalnet({ port }).catch((error: NodeJS.ErrnoException) => error.message);
    expect(taken).to.equal(`listen EADDRINUSE: address already in use 127.0.0.1:${port}`);
    const wsTaken = await startLocalnet({ port: 0, wsPort: port }).catch((error: Error) => error.message);
    expect(wsTaken).to.equal(`listen EADDRINUSE: address already in use 127.0.0.1:${port}`);
    other.close();
  });

  it("stops for good, with clients connected", async () => {
    const net = await startLocalnet({ port: 0 });
    const socket = await Socket.open(net.wsUrl);
    await socket.subscribe("slotSubscribe");
    await result(net.rpcUrl, "getHealth");
    await net.close();
    const gone = await ask(net.rpcUrl, "getHealth").catch((error: Error) => error.message);
    expect(gone).to.equal("fetch failed");
    expect(net.chain.events.eventNames()).to.deep.equal([]);
  });
});

describe("main", () => {
  const run = (...args: string[]) =>
    spawn(process.execPath, ["--import", "tsx", MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`prints its URLs and stops on ${signal}`, async function () {
      this.timeout(30_000);
      const child = run("--port", "0", "--slot-ms", "50");
      const [line] = (await once(createInterface(child.stdout), "line")) as [string];
      const [rpcUrl, wsUrl] = line.split(" ") as [string, string];
      expect((await ask(rpcUrl, "getHealth")).result).to.equal("ok");
      const socket = await Socket.open(wsUrl);
      const id = await socket.subscribe("slotSubscribe");
      await socket.notification(id);
      child.kill(signal);
      expect(await once(child, "exit")).to.deep.equal([0, null]);
    });
  }

  it("takes the rent that it is given", async function () {
    this.timeout(30_000);
    const child = run("--port", "0", "--slot-ms", "0", "--lamports-per-byte", "2575");
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    const rent = (await ask(line.split(" ")[0]!, "getMinimumBalanceForRentExemption", 165)).result;
    expect(rent).to.equal((165 + 128) * 2_575);
    child.kill();
    await once(child, "exit");
  });

  it("refuses flags that it cannot read", async function () {
    this.timeout(30_000);
    const refused = async (...args: string[]) => {
      const child = run(...args);
      const [line] = (await once(createInterface(child.stderr), "line")) as [string];
      const [code] = (await once(child, "exit")) as [number];
      return [code, line];
    };
    const port = '--port must be an integer from 0 to 65535, not "70000"';
    expect(await refused("--port", "70000")).to.deep.equal([2, port]);
    const rent = '--lamports-per-byte must be an integer from 0 to 1000000000, not "1.5"';
    expect(await refused("--lamports-per-byte", "1.5")).to.deep.equal([2, rent]);
    expect((await refused("--rpc", "1"))[0]).to.equal(2);
  });
});
