import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { AnchorProvider, Wallet } from "@coral-xyz/anchor";
import { readPlan } from "@profit-share/cli/deploy";
import { botAddress, InvalidInput, keeperAddress, keyFileText } from "@profit-share/sdk";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { keyOf } from "@profit-share/testing/keys";
import { expect } from "chai";
import { migrate } from "../migrate";

const ROOT = join(__dirname, "../..");
const EXAMPLE = readFileSync(join(__dirname, "../plan.example.json"), "utf8");
const deployer = keyOf("deployer");
const signer = keyOf("keeper signer").publicKey;
const payout = keyOf("payout wallet").publicKey;
const HASH = "3e0f23931e8ee7549f14537ece35a0a62930ef7f0794e0ed6af05ed91c32eaec";

/** The example with what it describes in words. */
function filled(mint: { toBase58(): string }) {
  const example = JSON.parse(EXAMPLE);
  return {
    mint: mint.toBase58(),
    keeper: { ...example.keeper, signer: signer.toBase58() },
    bots: example.bots.map((bot: object) => ({ ...bot, termsSha256: HASH, payoutWallet: payout.toBase58() })),
  };
}

/** 16 bytes: the text, then zeroes. */
const id = (text: string) => Buffer.from(text.padEnd(16, "\0"));

describe("anchor migrate", () => {
  let chain: LocalChain;
  let provider: AnchorProvider;
  let folder: string;
  let file: string;
  before(async () => {
    chain = await LocalChain.start();
    chain.airdrop(deployer.publicKey);
    provider = new AnchorProvider(chain.connection, new Wallet(deployer), { commitment: "confirmed" });
    // In the repository, as Anchor's own folder is: ts-node looks for the configuration above.
    mkdirSync(join(ROOT, ".build"), { recursive: true });
    folder = mkdtempSync(join(ROOT, ".build/anchor-"));
    file = join(folder, "plan.json");
    writeFileSync(file, JSON.stringify(filled(chain.mint)));
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await chain.close();
  });

  it("registers the keeper and publishes the bots of the plan", async () => {
    await migrate(provider, { file, print: () => {} });
    const keeper = await chain.client.keeper(keeperAddress(deployer.publicKey, id("keeper")));
    expect(keeper.admin.toBase58()).to.equal(deployer.publicKey.toBase58());
    expect(keeper.signer.toBase58()).to.equal(signer.toBase58());

    const tide = await chain.client.bot(botAddress(deployer.publicKey, id("Tide")));
    expect(tide.terms).to.deep.include({ source: "drift", feeBasis: "high_water_mark", profitShareBps: 1_000 });
    expect(tide.terms).to.deep.include({ minBalance: 0n, minDailyCap: 1_000_000n, keeper: null });
    expect(Buffer.from(tide.terms.hash).toString("hex")).to.equal(HASH);
    expect(tide).to.deep.include({ minPayout: 10_000n });
    expect(tide.payoutWallet.toBase58()).to.equal(payout.toBase58());

    const spark = await chain.client.bot(botAddress(deployer.publicKey, id("Spark")));
    expect(spark.terms).to.deep.include({ source: "attested", feeBasis: "each_close", minBalance: 5_000_000n });
    expect(spark.terms.keeper!.toBase58()).to.equal(keeper.address.toBase58());
    expect(spark).to.deep.include({ minPayout: 25_000_000n });
  });

  it("sends nothing the second time", async () => {
    const { ledger } = chain.localnet.chain;
    const sent = ledger.count;
    const said: string[] = [];
    await migrate(provider, { file, print: (line) => said.push(line) });
    expect(ledger.count).to.equal(sent);
    expect(said.map((line) => line.replace(/ \w{32,44} /, " ADDRESS "))).to.deep.equal([
      "program ADDRESS is there already",
      "keeper ADDRESS is there already",
      "bot ADDRESS is there already",
      "bot ADDRESS is there already",
    ]);
  });

  it("runs as Anchor's CLI runs it", async () => {
    const host = join(folder, "deploy.ts");
    writeFileSync(
      host,
      `import * as anchor from "@coral-xyz/anchor";
const userScript = require(${JSON.stringify(join(ROOT, "migrations/deploy.ts"))});
const connection = new anchor.web3.Connection(${JSON.stringify(chain.connection.rpcEndpoint)}, "processed");
userScript(new anchor.AnchorProvider(connection, anchor.Wallet.local()));
`,
    );
    const wallet = join(folder, "wallet.json");
    writeFileSync(wallet, keyFileText(deployer));
    const env = { ...process.env, ANCHOR_WALLET: wallet, PROFIT_SHARE_PLAN: file };
    const options = { cwd: folder, env };
    const { stdout } = await promisify(execFile)(join(ROOT, "node_modules/.bin/ts-node"), [host], options);
    expect(stdout.split("\n")[1]).to.match(/^keeper \w+ is there already$/);
  }).timeout(60_000);

  it("says what to do without a plan", async () => {
    const error = await migrate(provider, { file: "/nowhere/plan.json" }).catch((failure) => failure);
    expect(error.message).to.equal("There is no /nowhere/plan.json: write it as migrations/plan.example.json shows");
  });
});

describe("migrations/plan.json", () => {
  const read = (change: (plan: ReturnType<typeof filled>) => void) => () => {
    const plan = filled(signer);
    change(plan);
    return readPlan(JSON.stringify(plan), deployer);
  };

  it("does not take the example as it is", () => {
    expect(() => readPlan(EXAMPLE, deployer)).to.throw(InvalidInput, 'mint has to be an address, not "the mint of');
  });

  it("reads the example once it is filled in", () => {
    expect(read(() => {})().bots.map(({ terms }) => terms.profitShareBps)).to.deep.equal([1_000, 1_000]);
  });

  it("reads every percentage with two decimals", () => {
    // 1.1 · 100 and 8.2 · 100 are no whole numbers in binary.
    for (const [percent, points] of [
      [0, 0],
      [0.01, 1],
      [1.1, 110],
      [8.2, 820],
      [9.99, 999],
    ] as const) {
      const plan = read((changed) => (changed.bots[0].profitSharePercent = percent))();
      expect(plan.bots[0]!.terms.profitShareBps, `${percent} %`).to.equal(points);
    }
  });

  const wrong: [string, (plan: ReturnType<typeof filled>) => void, string][] = [
    ["a plan without a keeper", (plan) => delete plan.keeper, "keeper has to be an object"],
    ["a plan without bots", (plan) => delete plan.bots, "bots has to be a list, not undefined"],
    [
      "an id that is too long",
      (plan) => (plan.keeper.id = "seventeen letters"),
      "keeper.id has to be a text of 1 to 16 bytes",
    ],
    ["an id that is empty", (plan) => (plan.bots[0].id = ""), 'bots[0].id has to be a text of 1 to 16 bytes, not ""'],
    [
      "an address that is none",
      (plan) => (plan.bots[1].payoutWallet = "abc"),
      'bots[1].payoutWallet has to be an address, not "abc"',
    ],
    [
      "a source that is none",
      (plan) => (plan.bots[0].source = "moon"),
      'bots[0].source has to be "drift" or "velocity" or "attested"',
    ],
    [
      "a negative amount",
      (plan) => (plan.bots[0].minPayout = "-1"),
      "bots[0].minPayout has to be an amount in dollars",
    ],
    [
      "an amount as a number",
      (plan) => (plan.bots[0].minPayout = 0.01),
      "bots[0].minPayout has to be a text, not 0.01",
    ],
    [
      "more decimals than there are",
      (plan) => (plan.bots[0].minBalance = "0.0000001"),
      "bots[0].minBalance has to be an amount",
    ],
    [
      "a thousandth of a percent",
      (plan) => (plan.bots[0].profitSharePercent = 9.999),
      "bots[0].profitSharePercent has to be a percentage",
    ],
    [
      "more than the program lets a creator take",
      (plan) => (plan.bots[0].profitSharePercent = 10.01),
      "bots[0].profitSharePercent has to be a percentage from 0 to 10",
    ],
    [
      "a percentage as a text",
      (plan) => (plan.bots[0].profitSharePercent = "10"),
      "bots[0].profitSharePercent has to be a percentage",
    ],
    [
      "a hash that is too short",
      (plan) => (plan.bots[0].termsSha256 = "ab"),
      "bots[0].termsSha256 has to be 64 hexadecimal digits",
    ],
  ];
  for (const [what, change, message] of wrong) {
    it(`refuses ${what}`, () => expect(read(change)).to.throw(InvalidInput, message));
  }

  it("refuses what is no JSON", () => {
    expect(() => readPlan("\uFEFF{", deployer)).to.throw(InvalidInput, "The plan is no JSON: ");
    expect(() => readPlan("{", deployer)).to.throw(InvalidInput, "The plan is no JSON: ");
  });
});
