import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort, listen } from "@profit-share/testing/free-port";
import { ACCOUNT_SIZE, AccountLayout, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { Connection } from "@solana/web3.js";
import { expect } from "chai";
import { dumpOf, writeDump } from "./dumps";

const ROOT = join(__dirname, "../..");
const PATIENCE_MS = 240_000;

/** Of the story without real accounts, in base units. */
const TOTALS = {
  // Anna · Tide 2, Anna · Spark 1, Ben · Tide 3, Cleo · Spark 6, Dora · Tide 3, Emil · Tide 2.
  settlements: 17,
  // 198.40 + 20; 0.047; 40 + 150 + 30; 120 + 100 + 50.000009 + 30; 50.000009 + 29.999991 + 20; 40.
  profit: 878_447_009,
  // 21.84; 0.0047; 22; 30; 10; 4.
  accrued: 87_844_700,
  // All but the 4 of Emil.
  credited: 83_844_700,
  // 21.84; 22 of Ben; 22 of Cleo; 10.
  claimed: 75_840_000,
  // 8 of Cleo: of what is credited, 0.0047 of Anna · Spark are left.
  toVault: 8_000_000,
  // Of Emil's 4.
  waived: 1_000_000,
  writtenOff: 3_000_000,
  owed: 0,
  // Anna and Dora.
  withdrawn: 40_000_000,
  // Anna 8.16 and 4.9953, the others nothing.
  balance: 13_155_300,
  // Anna 100 + 1,000, Ben 60, Cleo 40 + 30, Dora 30 + 500, Emil 60, the market maker 10,000.
  supply: 11_820_000_000,
  subscriptions: 6,
  closed: 3,
  verified: true,
  conserved: true,
};

/** A run of the demo. */
class Run {
  out = "";
  err = "";
  readonly ended: Promise<number | null>;

  constructor(private readonly child: ChildProcess) {
    child.stdout!.on("data", (chunk) => {
      this.out += chunk;
    });
    child.stderr!.on("data", (chunk) => {
      this.err += chunk;
    });
    this.ended = once(child, "close").then(([code]) => code);
  }

  static npmStart(...args: string[]): Run {
    return new Run(spawn("npm", ["start", "--silent", "--", ...args], { cwd: ROOT }));
  }

  /** Without npm in between, so that signals arrive. */
  static main(...args: string[]): Run {
    return new Run(spawn(process.execPath, ["--import", "tsx", "demo/main.ts", ...args], { cwd: ROOT }));
  }

  /** The last line, as JSON. */
  get totals() {
    return JSON.parse(this.out.trimEnd().split("\n").at(-1)!);
  }

  /** Waits until it has printed the text. */
  async says(text: string, where: "out" | "err"): Promise<void> {
    const over = this.ended.then(() => true);
    while (!this[where].includes(text)) {
      const pause = new Promise((resolve) => setTimeout(resolve, 100, false));
      if (await Promise.race([over, pause]))
        throw new Error(`The demo ended without "${text}": ${this.out}${this.err}`);
    }
  }

  stop(): void {
    this.child.kill("SIGINT");
  }
}

describe("npm start", function () {
  this.timeout(PATIENCE_MS);

  describe("--once --json", () => {
    let run: Run;
    let story: string;
    before(async () => {
      run = Run.npmStart("--once", "--json", "--port", String(await freePort()));
      await run.ended;
      // Texts that were broken go on after six spaces.
      story = run.out.replaceAll(/\n {6}(?=\S)/g, " ");
    });

    it("ends well, with the totals worked out by hand", async () => {
      expect(run.err).to.equal("");
      expect(await run.ended).to.equal(0);
      expect(run.totals).to.include(TOTALS);
    });

    it("fits a terminal of 120 columns, the totals for machines apart", () => {
      const lines = run.out.trimEnd().split("\n").slice(0, -1);
      expect(lines.filter((line) => [...line].length > 120)).to.deep.equal([]);
    });

    const lines: [string, RegExp][] = [
      ["a winning close", /Anna · Tide: keeper settles, profit \$198\.40 +\$198\.40 +\$19\.84 +\$19\.84 +\$0\.00 /],
      ["a payout", /Anna · Tide: payout of \$19\.84 to the creator /],
      ["a losing close", /Anna · Tide: keeper settles, nothing above the mark +\$158\.40 +\$0\.00 +\$0\.00 +\$0\.00 /],
      ["a flip", /closes it and is short 3 +\$218\.40 /],
      [
        "a partial close that cannot be paid",
        /Ben · Tide: keeper settles, profit \$40\.00 +\$40\.00 +\$4\.00 +\$0\.00 +\$4\.00 /,
      ],
      [
        "funding from the venue",
        /Ben · Tide: \$19\.00 from the venue into the escrow +\$190\.00 +\$0\.00 +\$19\.00 +\$0\.00 /,
      ],
      [
        "an attested close for which the agent pays",
        /Cleo · Spark: deposit of \$2\.00; keeper attests a close of \$100\.00, profit \$100\.00 +\$170\.00 +\$10\.00 +\$10\.00 /,
      ],
      ["a share of a fraction of a cent", /Anna · Spark: keeper attests .* +\$0\.047 +\$0\.0047 +\$0\.0047 +\$0\.00 /],
      ["a claim to another wallet", /Cleo · Spark: claim of \$22\.00 to the creator's safe /],
      ["a withdrawal", /Anna · Tide: withdrawal of \$20\.00 /],
      ["a cap", /Dora · Tide: cap of \$5\.00 a day from tomorrow /],
      [
        "a verified close that the cap cuts",
        /Dora · Tide: keeper settles, profit \$50\.000009, capped +\$80\.00 +\$5\.00 +\$5\.00 +\$0\.00 /,
      ],
      [
        "the rest of it on the next day",
        /A day goes by\n {2}Dora · Tide: keeper settles, profit \$29\.999991 +\$80\.00 +\$3\.00 +\$3\.00 /,
      ],
      [
        "an attested close that the cap cuts for good",
        /Cleo · Spark: .* of \$80\.00, profit \$50\.000009, capped, \$29\.999991 dropped +\$250\.00 +\$5\.00 +\$5\.00 /,
      ],
      [
        "a batch, a line for each row",
        new RegExp(
          "Ben · Tide: the batch settles, profit \\$30\\.00 +\\$220\\.00 +\\$3\\.00 +\\$0\\.00 +\\$3\\.00 .* (\\w+)…\n" +
            "  Emil · Tide: the batch settles, profit \\$40\\.00 +\\$40\\.00 +\\$4\\.00 +\\$0\\.00 +\\$4\\.00 .* \\1…\n" +
            "  Anna · Tide: skipped in the batch with VenueUserMismatch +\\$218\\.40 +\\$0\\.00 .* \\1…\n",
        ),
      ],
      [
        "a keeper that goes on where the batch stopped",
        /starts again\n {2}Ben · Tide: \$3\.00 from the venue .*\n {2}Ben · Tide: payout of \$3\.00 /,
      ],
      ["a new key of the keeper", /keeper signs with a new key from now on /],
      ["the old key, refused", /The old key attests a close of \$1,000\.00: refused with NotKeeperSigner /],
      ["the old process", /handed a close of Cleo · Spark and answers: .* stored and will be settled: .* another key /],
      [
        "the new process, which settles what the old one stored",
        /with the new key\n {2}Cleo · Spark: deposit of \$3\.00; keeper attests a close of \$30\.00, profit \$30\.00 /,
      ],
      ["a waiver", /Emil · Tide: the creator waives \$1\.00 +\$40\.00 +\$0\.00 +\$0\.00 +\$3\.00 /],
      ["a subscriber who leaves with a position open", /Dora · Tide: unsubscribed, closing /],
      [
        "the winning close afterwards",
        /Dora · Tide: keeper settles, profit \$20\.00, ended +\$100\.00 +\$2\.00 +\$2\.00 +\$0\.00 /,
      ],
      ["the close of her subscription", /Dora · Tide: closed, \$20\.00 to the subscriber, rent back /],
      ["a final attestation", /Cleo · Spark: keeper attests the end, nothing to charge, ended /],
      [
        "money that goes to the vault and is claimed from there",
        /Cleo · Spark: closed, \$8\.00 to the bot's vault, .*\n {2}claim of \$8\.00 from the vault of Spark to the creator /,
      ],
      ["a flat account that ends at once", /Emil · Tide: settled, nothing to charge, ended; unsubscribed /],
      ["a debt that bars the close", /Closing Emil · Tide: refused with DebtOutstanding /],
      [
        "a debt that is written off",
        /7 days go by\n {2}Emil · Tide: closed, \$3\.00 written off, .* \$40\.00 +\$0\.00 +\$0\.00 +\$0\.00 /,
      ],
      ["a closed subscription, its history verified", /Dora · Tide +closed .* verified /],
      ["what it recorded", /Dora · Tide +3 +\$100\.00 /],
      ["the conservation", /CONSERVED: the 19 token accounts hold the \$11,820\.00 that were minted/],
    ];
    for (const [what, line] of lines) it(`tells of ${what}`, () => expect(story).to.match(line));

    it("ends each line with compute units and the beginning of a signature", () => {
      const told = story.split("\n").filter((line) => /^ {2}\w+ · \w+: (?!subscribes)/.test(line));
      expect(told).to.have.length(39);
      for (const line of told) expect(line).to.match(/ [\d,]+ [1-9A-HJ-NP-Za-km-z]{8}…$/);
    });
  });

  describe("with real accounts, staying up", () => {
    let run: Run;
    let connection: Connection;
    let folder: string;
    let first: typeof TOTALS & { tokenAccounts: number };

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "profit-share-demo-test-"));
      const files = ["long and short", "LP shares in a position without base", "isolated position in liquidation"];
      const dumps = files.map((what, index) => writeDump(folder, `${index}.json`, dumpOf(what)));
      const port = await freePort();
      run = Run.main("--json", "--wide", "--port", String(port), ...dumps.flatMap((file) => ["--venue-user", file]));
      await run.says("The chain and the keeper stay up", "err");
      first = run.totals;
      connection = new Connection(`http://127.0.0.1:${port}`, "confirmed");
    });
    after(async () => {
      run.stop();
      await run.ended;
      rmSync(folder, { recursive: true });
    });

    it("says what was done so that they can subscribe", () => {
      expect(run.out).to.include("2 positions closed by fills at the entry price");
      expect(run.out).to.include("LP shares in 1 market removed by the simulator");
      expect(run.out).to.include("liquidation flags of 1 position cleared by the simulator");
    });

    it("lets each of them win $100, of which the creator gets $10", () => {
      expect(first).to.include({
        ...TOTALS,
        settlements: 20,
        profit: 1_178_447_009,
        accrued: 117_844_700,
        credited: 113_844_700,
        claimed: 105_840_000,
        balance: 43_155_300,
        supply: 11_895_000_000,
        subscriptions: 9,
      });
    });

    it("prints whole signatures, and each thing on one line", () => {
      const told = run.out.split("\n").filter((line) => /^ {2}\w+ · \w+: (?!subscribes)/.test(line));
      expect(told).to.have.length(39);
      for (const line of told) expect(line).to.match(/ [\d,]+ {2}[1-9A-HJ-NP-Za-km-z]{86,88}$/);
      expect(run.out).to.match(/Dora · Tide +closed +3 .* verified /);
    });

    it("serves the web app beside the chain", async () => {
      const [, url] = /^web app +(\S+)$/m.exec(run.err)!;
      expect(await (await fetch(url!)).text()).to.include('<div id="root">');
      const config = (await (await fetch(`${url}/config.json`)).json()) as { rpcUrl: string };
      expect(config.rpcUrl).to.equal(connection.rpcEndpoint);
      const status = (await (await fetch(`${url}/keeper/v1/status`)).json()) as { lag: { subscriptions: number } };
      // Of the story three live, and three real accounts.
      expect(status.lag.subscriptions).to.equal(6);
    });

    it("prints commands that work", async () => {
      const unbroken = run.err.replaceAll(/ \\\n +/g, " ");
      const commands = [...unbroken.matchAll(/npx (profit-share .*)$/gm)].map(([, command]) => command!.split(" "));
      expect(commands.map(([, command]) => command)).to.deep.equal(["terms", "history", "claim", "withdraw"]);
      const said: string[] = [];
      for (const [, ...args] of commands) {
        // What npx starts.
        const bin = join(ROOT, "node_modules/.bin/profit-share");
        const yes = args[0] === "claim" || args[0] === "withdraw" ? ["--yes"] : [];
        said.push((await promisify(execFile)(process.execPath, [bin, ...args, ...yes])).stdout);
      }
      expect(said[1]).to.include("VERIFIED: 2 settlements");
      expect(said[2]).to.include("Claimed $0.0047 (4700 base units)");
      expect(said[3]).to.include("Withdrew $8.16 (8160000 base units)");
      // What was tried is told, too.
      await run.says("Anna · Tide: withdrawal of $8.16", "out");
    });

    it("sees that one token account was corrupted", async () => {
      const filters = [{ dataSize: ACCOUNT_SIZE }];
      const all = await connection.getProgramAccounts(TOKEN_PROGRAM_ID, { filters });
      const { pubkey, account } = all.find(
        (found) => AccountLayout.decode(found.account.data).amount > 1_000_000_000n,
      )!;
      const data = Buffer.from(account.data);
      data.writeBigUInt64LE(data.readBigUInt64LE(64) + 1n, 64);
      const fields = { lamports: account.lamports, owner: TOKEN_PROGRAM_ID.toBase58(), data: data.toString("base64") };
      const answer = await fetch(connection.rpcEndpoint, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          jsonrpc: "2.0",
          id: 1,
          method: "localnet_setAccount",
          params: [pubkey.toBase58(), fields],
        }),
      });
      expect(await answer.json()).to.deep.include({ result: null });

      const keys = /^keys +(\S+)/m.exec(run.err)![1]!;
      expect(JSON.parse(readFileSync(join(keys, "creator.json"), "utf8"))).to.have.length(64);
      run.stop();
      expect(await run.ended).to.equal(1);
      expect(run.totals).to.include({
        ...first,
        claimed: 105_844_700,
        withdrawn: 48_160_000,
        balance: 34_995_300,
        conserved: false,
      });
      expect(run.out).to.match(/NOT CONSERVED:\n {2}everybody else holds \S+\.\d{5}1, by the ledger /);
      expect(existsSync(keys)).to.equal(false);
    });
  });

  describe("refuses with one message and exit code 2, before anything runs,", () => {
    it("a dump file that is missing", async () => {
      const run = Run.main("--once", "--venue-user", "/nowhere.json");
      expect(await run.ended).to.equal(2);
      expect(run.out).to.equal("");
      expect(run.err).to.match(/^error: --venue-user \/nowhere\.json: the file cannot be read: .*\n$/);
    });

    it("an option that it does not have", async () => {
      const run = Run.main("--fast");
      expect(await run.ended).to.equal(2);
      expect(run.err).to.match(/^error: Unknown option '--fast'/);
    });

    for (const [which, above] of [
      ["a port", 0],
      ["the port above, where WebSocket belongs,", 1],
    ] as const) {
      it(`${which} that is taken`, async () => {
        const port = await freePort();
        const server = await listen(port + above);
        const run = Run.main("--once", "--port", String(port));
        expect(await run.ended).to.equal(2);
        expect(run.out).to.equal("");
        expect(run.err).to.equal(
          `error: Port ${port + above} is taken: stop what listens there, or pass another one with --port N\n`,
        );
        server.close();
      });
    }
  });
});
