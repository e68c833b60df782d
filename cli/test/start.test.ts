import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, sep } from "node:path";
import { promisify } from "node:util";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { version } from "../package.json";
import { BIN } from "./support/command-line";

/** Loaded before the program: at its end writes the files of all CommonJS modules that it loaded. */
const HOOK = `process.on("exit", () => require("node:fs").writeFileSync(process.env.LOADED_MODULES, JSON.stringify(Object.keys(require.cache))));`;
const SUBSCRIPTION = Keypair.generate().publicKey.toBase58();

describe("a start", () => {
  const folder = mkdtempSync(join(tmpdir(), "profit-share-cli-start-"));
  const hook = join(folder, "hook.cjs");
  before(() => writeFileSync(hook, HOOK));
  after(() => rmSync(folder, { recursive: true }));

  /** Runs the program in a process of its own; the modules that it loaded, each as its package or its file here. */
  async function start(...args: string[]) {
    const file = join(folder, "modules.json");
    const env = { ...process.env, HOME: folder, PROFIT_SHARE_URL: "", LOADED_MODULES: file };
    const options = { env, cwd: folder };
    const { stdout, stderr, code } = await promisify(execFile)(
      process.execPath,
      ["-r", hook, BIN, ...args],
      options,
    ).then(
      (streams) => ({ ...streams, code: 0 }),
      (error) => error,
    );
    const modules: string[] = JSON.parse(readFileSync(file, "utf8"));
    return {
      out: stdout,
      err: stderr,
      code,
      modules: new Set(modules.filter((loaded) => basename(loaded) !== basename(hook)).map(nameOf)),
    };
  }

  /** Beside what runs TypeScript in a checkout. */
  const RUNNER = ["esbuild", "tsx", "get-tsconfig", "resolve-pkg-maps"];
  const packages = (modules: ReadonlySet<string>) =>
    [...modules].filter((name) => !name.startsWith(".") && !RUNNER.includes(name)).sort();

  const atOnce: [what: string, args: string[], code: number, stream: "out" | "err", text: string][] = [
    ["--help", ["--help"], 0, "out", "Usage: profit-share [options] [command]"],
    ["a command's --help", ["claim", "--help"], 0, "out", "Usage: profit-share claim [options] [address] [amount]"],
    ["--version", ["--version"], 0, "out", version],
    ["nothing typed", [], 2, "err", "Usage: profit-share"],
    ["an unknown command", ["steal"], 2, "err", "error: unknown command 'steal'"],
    ["an unknown option", ["terms", SUBSCRIPTION, "--yes"], 2, "err", "error: unknown option '--yes'"],
    ["a missing argument", ["terms"], 2, "err", "error: missing required argument 'subscription'"],
    ["one argument too many", ["terms", SUBSCRIPTION, "1"], 2, "err", "error: too many arguments for 'terms'"],
    ["no amount", ["withdraw", SUBSCRIPTION], 2, "err", "error: How much? Pass either an amount in dollars or --all"],
    ["a time that is none", ["terms", SUBSCRIPTION, "--timeout", "soon"], 2, "err", "Pass seconds above 0"],
  ];
  for (const [what, args, code, stream, text] of atOnce) {
    it(`with ${what} loads the parser of the command line, and nothing else`, async () => {
      const ended = await start(...args);
      expect(ended[stream]).to.include(text);
      expect(ended.code).to.equal(code);
      expect(packages(ended.modules)).to.deep.equal(["commander"]);
      expect([...ended.modules])
        .to.include("./src/program.ts")
        .and.not.include("./src/perform.ts");
    });
  }

  it("of a command loads what it takes", async () => {
    const { code, modules } = await start("terms", "abc");
    expect(code).to.equal(2);
    expect(packages(modules)).to.include.members(["commander", "@solana/web3.js"]);
  });
});

/** "@solana/web3.js" of a file in node_modules, "./src/main.ts" of a file of this package. */
function nameOf(file: string): string {
  const [, inside] = /.*[\\/]node_modules[\\/](.*)$/.exec(file) ?? [];
  if (inside !== undefined) {
    const [scope, name] = inside.split(sep);
    return scope!.startsWith("@") ? `${scope}/${name}` : scope!;
  }
  const own = join(__dirname, "..") + sep;
  return file.startsWith(own) ? `./${file.slice(own.length).split(sep).join("/")}` : file;
}
