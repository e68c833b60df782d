/** Hostile arguments of every command: refused by their names in one line, and nothing is written. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keyFileText } from "@profit-share/sdk";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { newFolder } from "../support/database";
import { Running } from "../support/process";

const ADDRESS = "PStJb5p8CcWcGMfibwgfvzkS2t9xNYFeh58wCjBMYg6";
const NO_ADDRESS = /^subscription has to be a base58 address, not /;

describe("a command with hostile arguments", () => {
  const folder = newFolder();
  const config = join(folder, "keeper.json");
  const lines = join(folder, "closes.jsonl");

  before(() => {
    const values = { rpcUrl: "http://127.0.0.1:1", keeper: ADDRESS, signer: "signer.json", database: "database" };
    writeFileSync(config, JSON.stringify(values));
    writeFileSync(join(folder, "signer.json"), keyFileText(Keypair.generate()), { mode: 0o600 });
    writeFileSync(lines, '{"tradeId": 1}\n\u202e[\n');
    mkdirSync(join(folder, "agents"));
  });

  /** Behind the arguments, the configuration that all but the last few name. */
  const named = ["--config", config];
  const cases: [what: string, args: string[], code: number, error: RegExp][] = [
    [
      "a command that is none",
      ["expalin", ...named],
      2,
      /^error: too many arguments.* Expected 0 arguments but got 1\.$/,
    ],
    ["an argument too many of run", ["run", "now", ...named], 2, /^error: too many arguments for 'run'/],
    ["an argument too many of once", ["once", "now", ...named], 2, /^error: too many arguments for 'once'/],
    ["an argument too many of doctor", ["doctor", ADDRESS, ...named], 2, /^error: too many arguments for 'doctor'/],
    ["an option that is none", ["run", "--verbose", ...named], 2, /^error: unknown option '--verbose'$/],
    ["an option of another command", ["doctor", "--dry-run", ...named], 2, /^error: unknown option '--dry-run'/],
    ["no subscription to explain", ["explain", ...named], 2, /^error: missing required argument 'subscription'$/],
    ["a path to explain", ["explain", "../../etc/passwd", ...named], 2, NO_ADDRESS],
    ["a long text to explain", ["explain", "x".repeat(50_000), ...named], 2, NO_ADDRESS],
    ["an empty text to explain", ["explain", "", ...named], 2, NO_ADDRESS],
    ["SQL for closes", ["closes", "'; drop table closes; --", ...named], 2, NO_ADDRESS],
    ["a text that turns lines around for closes", ["closes", "\u202e\u001b[2J", ...named], 2, NO_ADDRESS],
    ["closes of no database", ["closes", ADDRESS, ...named], 1, /^There is no database .*database yet$/],
    ["two addresses to backfill", ["backfill", `${ADDRESS}${ADDRESS}`, ...named], 2, NO_ADDRESS],
    ["no file to replay", ["replay", ...named], 2, /^error: missing required argument 'file'$/],
    ["a missing file to replay", ["replay", `${lines}x`, ...named], 2, /^The file .*\.jsonlx cannot be read: ENOENT$/],
    ["a folder to replay", ["replay", folder, ...named], 2, /^The file .* cannot be read: EISDIR$/],
    ["no message to try again", ["outbox", ...named, "--retry"], 2, /^error: option '--retry <id>' argument missing$/],
    ["a message of no database", ["outbox", "--retry", "../x", ...named], 1, /^There is no database .*database yet$/],
    ["no configuration", ["run", "--config"], 2, /^error: option '--config <file>' argument missing$/],
    ["an empty configuration", ["run", "--config", ""], 2, /^: there is no such file; pass one with --config FILE$/],
    ["a folder as configuration", ["doctor", "--config", folder], 2, /^\S+: cannot be read: EISDIR$/],
    ["no YAML as configuration", ["once", "--config", lines], 2, /^\S+: line \d+ is no YAML or JSON: /],
  ];
  for (const [what, args, code, error] of cases) {
    it(`refuses ${what}`, async () => {
      const before = readdirSync(folder, { recursive: true });
      const ended = await new Running(args).ended();
      const said = ended.stderr.trimEnd();
      expect(said)
        .to.match(error)
        .and.match(/^\P{C}{1,400}$/u);
      expect([ended.code, ended.stdout]).to.deep.equal([code, ""]);
      expect(readdirSync(folder, { recursive: true })).to.deep.equal(before);
    });
  }

  it("refuses lines to replay that are none, each by its number", async () => {
    const { code, stderr } = await new Running(["replay", lines, ...named]).ended();
    expect([code, stderr.split("\n").map((line) => line.split(":")[0])]).to.deep.equal([
      1,
      [`2 of 2 lines of ${lines} are wrong; nothing was stored`, "line 1", "line 2", ""],
    ]);
    expect(readdirSync(folder)).to.not.include("database");
  });
});
