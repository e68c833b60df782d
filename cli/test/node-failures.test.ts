import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { keyFileText } from "@profit-share/sdk";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { BIN, type Run, runBare } from "./support/command-line";
import { type Answer, type FakeNode, openFakeNode, rpcError, sendJson } from "./support/fake-node";

const SUBSCRIPTION = Keypair.generate().publicKey.toBase58();

/** What nobody should have to read. */
const RAW = /StructError|TypeError|SyntaxError|NodeFailure|fetch failed|ECONN|undefined|<html|\[object|raw text/;

function expectNodeFailure({ exitCode, out, err }: Run, words: RegExp): void {
  expect(err).to.match(words);
  expect(err).not.to.match(RAW);
  expect(err).to.match(/^Try again, or pass another node with --url$/m);
  expect([exitCode, out]).to.deep.equal([3, ""]);
}

const status = (code: number, headers = {}): Answer => {
  return (response) => void response.writeHead(code, { "content-type": "text/plain", ...headers }).end("raw text");
};
const content = (type: string, body: string): Answer => {
  return (response) => void response.writeHead(200, { "content-type": type }).end(body);
};

describe("a node that fails: exit code 3, in plain words", () => {
  const folder = mkdtempSync(join(tmpdir(), "profit-share-cli-nodes-"));
  const keyFile = join(folder, "id.json");
  before(() => writeFileSync(keyFile, keyFileText(Keypair.generate())));
  after(() => rmSync(folder, { recursive: true }));

  let node: FakeNode | null = null;
  async function open(answer: Answer): Promise<string> {
    node = await openFakeNode(answer);
    return node.url;
  }
  afterEach(async () => {
    await node?.close();
    node = null;
  });

  const faults: [what: string, answer: Answer, words: RegExp][] = [
    ["401", status(401), /^error: The node \S+ refuses this client \(401\): it wants a key, or does not serve you$/m],
    ["403", status(403), /^error: The node \S+ refuses this client \(403\): it wants a key, or does not serve you$/m],
    ["404", status(404), /^error: The node \S+ does not take the request \(404\): its address may be wrong$/m],
    ["500", status(500), /^error: The node \S+ has a fault of its own \(500\)$/m],
    ["503", status(503), /^error: The node \S+ has a fault of its own \(503\)$/m],
    [
      "a web page with 200",
      content("text/html; charset=utf-8", "<html><body>Welcome</body></html>"),
      /^error: \S+ answers with a web page: it is no Solana node$/m,
    ],
    ["a text", content("text/plain", "raw text"), /^error: \S+ answers with something else than JSON-RPC: it is no/m],
    ["nothing", content("application/json", ""), /^error: \S+ answers with something else than JSON-RPC: it is no/m],
    [
      "JSON that is not JSON-RPC",
      content("application/json", '{"hello":1}'),
      /^error: \S+ answers with something else/m,
    ],
    ["JSON that is no object", content("application/json", "null"), /^error: \S+ answers with something else than/m],
    [
      "an error object",
      (response, { id }) => sendJson(response, rpcError(id, -32603, "Internal error")),
      /^error: The node \S+ has a fault of its own \(-32603\): failed to get info about account \w+: Internal error$/m,
    ],
    [
      "an error object with a code of its own, and a text that would colour a terminal",
      (response, { id }) => sendJson(response, rpcError(id, -1, "tenant\u001b[31m\nbanned")),
      /^error: The node \S+ answers with an error \(-1\): failed to get info about account \w+: tenant \[31m banned$/m,
    ],
    [
      "an error object that belongs to no request",
      (response) => sendJson(response, rpcError(null, -32005, "Too many requests")),
      /^error: The node \S+ answers something that this program does not understand: it may be of another version/m,
    ],
    [
      "a result of another shape",
      (response, { id }) => sendJson(response, { jsonrpc: "2.0", id, result: "hello" }),
      /^error: The node \S+ answers something that this program does not understand: it may be of another version/m,
    ],
    ["a connection that it cuts", (response) => void response.destroy(), /^error: The node \S+ cannot be reached$/m],
    [
      "an answer that it cuts",
      (response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": 1_000 }).write("{");
        setTimeout(() => response.destroy(), 50);
      },
      /^error: The node \S+ cannot be reached$/m,
    ],
  ];
  for (const [what, answer, words] of faults) {
    it(what, async () => {
      const url = await open(answer);
      expectNodeFailure(await runBare("terms", SUBSCRIPTION, "--url", url), words);
    });
  }

  const commands: [name: string, ...rest: string[]][] = [
    ["history"],
    ["claim", "1", "--keypair", keyFile],
    ["withdraw", "--all", "--keypair", keyFile],
    ["terms", "--json"],
  ];
  for (const [name, ...rest] of commands) {
    it(`is the same to ${[name, ...rest.filter((one) => one !== keyFile)].join(" ")}`, async () => {
      const url = await open(status(500));
      const run = await runBare(name, SUBSCRIPTION, ...rest, "--url", url);
      expectNodeFailure(run, /has a fault of its own \(500\)$/m);
    });
  }

  it("nobody at its address", async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    const run = await runBare("terms", SUBSCRIPTION, "--url", `http://127.0.0.1:${port}`);
    expectNodeFailure(run, new RegExp(`^error: The node http://127.0.0.1:${port} cannot be reached$`, "m"));
  });

  describe("429", () => {
    it("is told, and asked again for as long as the time allows", async () => {
      const url = await open(status(429));
      const begin = Date.now();
      // Half a second passes; another whole one would be too long.
      const run = await runBare("terms", SUBSCRIPTION, "--url", url, "--timeout", "1");
      expectNodeFailure(run, /^error: The node \S+ is asked too often \(429\): wait a while$/m);
      expect(run.err).to.match(/^The node is asked too often; trying again in 1 s$/m);
      expect(node!.asked).to.have.length(2);
      expect(Date.now() - begin).to.be.within(500, 1_500);
    });

    it("waits as long as the node says", async () => {
      let busy = true;
      const url = await open((response, request) => {
        if (!busy) return status(500)(response, request);
        busy = false;
        return status(429, { "retry-after": "1" })(response, request);
      });
      const begin = Date.now();
      expectNodeFailure(await runBare("terms", SUBSCRIPTION, "--url", url), /has a fault of its own \(500\)$/m);
      expect(Date.now() - begin).to.be.within(1_000, 3_000);
    });

    it("waits for nobody who asks for more than the time allows", async () => {
      const url = await open(status(429, { "retry-after": "60" }));
      const begin = Date.now();
      expectNodeFailure(
        await runBare("terms", SUBSCRIPTION, "--url", url),
        /is asked too often \(429\): wait a while$/m,
      );
      expect(node!.asked).to.have.length(1);
      expect(Date.now() - begin).to.be.below(1_000);
    });
  });

  describe("silence", () => {
    const silent: [string, Answer][] = [
      ["from the beginning", () => undefined],
      ["in the middle of an answer", (response) => void response.writeHead(200).write("{")],
    ];
    for (const [when, answer] of silent) {
      it(`${when} has an end`, async () => {
        const url = await open(answer);
        const begin = Date.now();
        const run = await runBare("history", SUBSCRIPTION, "--url", url, "--timeout", "0.3");
        expectNodeFailure(run, /^error: The node \S+ did not answer within 0.3 s$/m);
        expect(Date.now() - begin).to.be.within(250, 1_500);
      });
    }

    it("ends the process, whatever else it has asked for", async () => {
      const url = await open(() => undefined);
      const args = [BIN, "terms", SUBSCRIPTION, "--url", url, "--timeout", "0.3"];
      const ended = await promisify(execFile)(process.execPath, args).catch((error) => error);
      expect([ended.code, ended.stdout]).to.deep.equal([3, ""]);
      expect(ended.stderr).to.match(/^error: The node \S+ did not answer within 0.3 s\nTry again/);
    });
  });
});
