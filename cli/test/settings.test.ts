import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyFileText } from "@profit-share/sdk";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { runWith } from "./support/command-line";
import { type FakeNode, openFakeNode, sendJson } from "./support/fake-node";

const SUBSCRIPTION = Keypair.generate().publicKey.toBase58();
const NEVER = `error: No such subscription exists or was closed at ${SUBSCRIPTION}: check address and cluster`;
const NONE = `error: There is no subscription at ${SUBSCRIPTION}: check the address and the cluster`;

describe("what was not typed comes from settings", () => {
  const home = mkdtempSync(join(tmpdir(), "profit-share-cli-home-"));
  const file = join(home, ".config/solana/cli/config.yml");
  const env = { HOME: home };
  const config = (text: string) => writeFileSync(file, text);
  let node: FakeNode;
  before(async () => {
    mkdirSync(join(home, ".config/solana/cli"), { recursive: true });
    // Nothing is anywhere.
    node = await openFakeNode((response, { id }) =>
      sendJson(response, { jsonrpc: "2.0", id, result: { context: { slot: 1 }, value: null } }),
    );
  });
  beforeEach(() => {
    config("");
    node.asked.length = 0;
  });
  after(() => {
    rmSync(home, { recursive: true });
    return node.close();
  });

  describe("the cluster, which an error then names", () => {
    it("the environment's", async () => {
      config("json_rpc_url: http://127.0.0.1:1\n");
      const { exitCode, err } = await runWith({ ...env, PROFIT_SHARE_URL: node.url }, "terms", SUBSCRIPTION);
      expect([exitCode, err]).to.deep.equal([2, `${NEVER}\ncluster: ${node.url} (from PROFIT_SHARE_URL)`]);
    });

    it("Solana's", async () => {
      config(`json_rpc_url: ${node.url}/?api-key=secret\n`);
      const { exitCode, err } = await runWith(env, "terms", SUBSCRIPTION);
      expect([exitCode, err]).to.deep.equal([2, `${NEVER}\ncluster: ${node.url} (from ${file})`]);
      expect(node.asked).to.deep.equal(["getAccountInfo"]);
    });

    it("that of the settings that were typed", async () => {
      const other = join(home, "other.yml");
      writeFileSync(other, `json_rpc_url: ${node.url}\n`);
      const { exitCode, err } = await runWith(env, "terms", SUBSCRIPTION, "-C", other);
      expect([exitCode, err]).to.deep.equal([2, `${NEVER}\ncluster: ${node.url} (from ${other})`]);
    });

    it("not where one was typed", async () => {
      config("json_rpc_url: http://127.0.0.1:1\n");
      const { exitCode, err } = await runWith({ ...env, PROFIT_SHARE_URL: "x" }, "terms", SUBSCRIPTION, "-u", node.url);
      expect([exitCode, err]).to.deep.equal([2, NEVER]);
    });

    it("a wrong one is refused with where it is written", async () => {
      config("json_rpc_url: nowhere\n");
      const { exitCode, err } = await runWith(env, "terms", SUBSCRIPTION);
      expect(exitCode).to.equal(2);
      expect(err).to.match(
        /^error: json_rpc_url "nowhere" of \S+config.yml is no address of a JSON-RPC node: pass one/,
      );
    });

    it("settings that were typed and are not there", async () => {
      const { exitCode, err } = await runWith(env, "terms", SUBSCRIPTION, "--config", "/nowhere.yml");
      const words = "error: The config file /nowhere.yml cannot be read: there is no such file";
      expect([exitCode, err]).to.deep.equal([2, words]);
    });
  });

  describe("the wallet that signs", () => {
    const claim = (...args: string[]) =>
      runWith({ ...env, PROFIT_SHARE_URL: node.url }, "claim", SUBSCRIPTION, ...args);
    const id = join(home, "id.json");

    it("Solana's key file", async () => {
      writeFileSync(id, keyFileText(Keypair.generate()));
      config(`keypair_path: ${id}\n`);
      // It was read, and the node was asked.
      expect((await claim()).err).to.include(NONE);
      expect(node.asked).to.deep.equal(["getAccountInfo"]);
    });

    it("not where one was typed", async () => {
      writeFileSync(id, keyFileText(Keypair.generate()));
      config("keypair_path: /nowhere.json\n");
      expect((await claim("-k", id)).err).to.include(NONE);
    });

    const refused: [what: string, setting: string, words: string][] = [
      [
        "a missing one, with where it is written",
        "keypair_path: /nowhere.json\n",
        `error: The key file /nowhere.json (keypair_path of ${file}) cannot be read: there is no such file`,
      ],
      [
        "a seed phrase to be typed",
        "keypair_path: prompt://\n",
        `error: prompt:// (keypair_path of ${file}) is no file and no Ledger, which alone sign here: pass --keypair <file>, or usb://ledger`,
      ],
      [
        "a Ledger whose packages are not installed",
        "keypair_path: usb://ledger?key=0\n",
        "error: usb://ledger needs a package that is not installed: npm install @ledgerhq/hw-transport-node-hid",
      ],
    ];
    for (const [what, setting, words] of refused) {
      it(`is refused: ${what}`, async () => {
        config(setting);
        const { exitCode, err } = await claim();
        expect([exitCode, err]).to.deep.equal([2, words]);
        expect(node.asked).to.deep.equal([]);
      });
    }
  });
});
