/** The blocks of docs/deploying.md and the command `deploy`, against the local chain. */
import { execFile } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { botAddress, keyFileText } from "@profit-share/sdk";
import { COMMITTED } from "@profit-share/testing/program-file";
import { expect } from "chai";
import { BIN } from "./support/command-line";
import { LEGAL_HASH, World } from "./support/world";

const PAGE = readFileSync(join(__dirname, "../../docs/deploying.md"), "utf8");
const EXAMPLE = readFileSync(join(__dirname, "../../migrations/plan.example.json"), "utf8");

describe("deploying", () => {
  let world: World;
  let plan: { bots: Record<string, unknown>[] };
  before(async () => {
    world = await World.open();
    const example = JSON.parse(EXAMPLE);
    const wallet = world.eve.publicKey.toBase58();
    plan = {
      ...example,
      mint: world.chain.mint.toBase58(),
      keeper: { ...example.keeper, signer: world.keeperSigner.publicKey.toBase58() },
      bots: example.bots.map((bot: object) => ({ ...bot, termsSha256: LEGAL_HASH, payoutWallet: wallet })),
    };
  });
  after(() => world.close());

  const key = () => ["--keypair", world.keyFile(world.eve)];
  const sent = () => world.chain.localnet.chain.ledger.count;

  it("refuses a plan with a wallet that nobody can sign for, before anything is sent", async () => {
    const before = sent();
    const [first, second] = plan.bots;
    const bots = [first, { ...second, payoutWallet: world.chain.mint.toBase58() }];
    const file = world.file("wrong.json", JSON.stringify({ ...plan, bots }));
    const { exitCode, err } = await world.run("deploy", file, "--yes", ...key());
    expect([exitCode, sent()]).to.deep.equal([2, before]);
    expect(err).to.match(/^error: The payout wallet, \w+, is a mint: nobody can take out what is paid there/);
  });

  it("refuses a plan that is none, naming the member", async () => {
    const { exitCode, err } = await world.run("deploy", world.file("example.json", EXAMPLE), "--yes", ...key());
    expect(exitCode).to.equal(2);
    expect(err).to.match(/^error: mint has to be an address, not "the mint of/);
  });

  it("sends nothing where nobody can be asked", async () => {
    const before = sent();
    const { exitCode, err } = await world.run("deploy", world.file("plan.json", JSON.stringify(plan)), ...key());
    expect([exitCode, sent()]).to.deep.equal([2, before]);
    expect(err).to.include("Nobody can be asked, because this is no terminal: pass --yes");
  });

  it("the blocks of the page do what they say", async () => {
    writeFileSync(join(world.folder, "plan.json"), JSON.stringify(plan));
    writeFileSync(join(world.folder, "creator.json"), keyFileText(world.eve));
    copyFileSync(COMMITTED, join(world.folder, "profit_share.so"));
    const blocks = [...PAGE.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, code]) => code!);
    expect(blocks).to.have.length(3);
    const said: string[] = [];
    for (const code of blocks) {
      const command = code.replaceAll("npx profit-share", `"${process.execPath}" "${BIN}"`);
      const env = { ...process.env, PROFIT_SHARE_URL: world.chain.localnet.rpcUrl, HOME: world.folder };
      said.push((await promisify(execFile)("sh", ["-ec", command], { cwd: world.folder, env })).stdout);
    }
    expect(said[0]).to.include("VERIFIED: it is the file profit_share.so.");
    expect(said[1]!.match(/is placed by/g)).to.have.length(3);
    expect(said[2]!.match(/is there already/g)).to.have.length(4);
    for (const id of ["Tide", "Spark"]) {
      const bot = botAddress(world.eve.publicKey, Buffer.from(id.padEnd(16, "\0")));
      expect(said[2]).to.include(bot.toBase58());
      expect((await world.chain.client.bot(bot)).owner.toBase58()).to.equal(world.eve.publicKey.toBase58());
    }
  });
});
