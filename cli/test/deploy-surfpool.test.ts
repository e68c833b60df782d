/** The command `deploy` on Surfpool, Solana's own runtime: the program is there, everything else the command places. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { botAddress, keeperAddress, keyFileText } from "@profit-share/sdk";
import { SurfpoolChain } from "@profit-share/testing/chain/surfpool-chain";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { lookBeside } from "../../fixtures/beside";
import { runBare } from "./support/command-line";
import { LEGAL_HASH } from "./support/world";

const surfpool = lookBeside("Surfpool", "bin/surfnet", "deploying was tested on localnet only");
const EXAMPLE = readFileSync(join(__dirname, "../../migrations/plan.example.json"), "utf8");

(surfpool.path === null ? describe.skip : describe)("deploying on Surfpool", function () {
  this.timeout(60_000);
  surfpool.count();
  const creator = Keypair.generate();
  const signer = Keypair.generate().publicKey.toBase58();
  const folder = mkdtempSync(join(tmpdir(), "profit-share-surfpool-"));
  let chain: SurfpoolChain;
  let plan: { keeper: object; bots: object[] };
  before(async () => {
    chain = await SurfpoolChain.start(surfpool.path!);
    await chain.airdrop(creator.publicKey);
    const example = JSON.parse(EXAMPLE);
    const payoutWallet = creator.publicKey.toBase58();
    plan = {
      ...example,
      mint: chain.mint.toBase58(),
      keeper: { ...example.keeper, signer },
      bots: example.bots.map((bot: object) => ({ ...bot, termsSha256: LEGAL_HASH, payoutWallet })),
    };
    writeFileSync(join(folder, "creator.json"), keyFileText(creator));
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await chain?.close();
  });

  function deploy(changed: object = {}) {
    const file = join(folder, "plan.json");
    writeFileSync(file, JSON.stringify({ ...plan, ...changed }));
    return runBare("deploy", file, "--yes", "--keypair", join(folder, "creator.json"), "--url", chain.node.rpcUrl);
  }

  const address = (of: typeof botAddress, id: string) => of(creator.publicKey, Buffer.from(id.padEnd(16, "\0")));

  it("places keeper and bots", async () => {
    const { exitCode, out, err } = await deploy();
    expect([exitCode, err]).to.deep.equal([0, ""]);
    expect(out.match(/is placed by/g)).to.have.length(3);
    const keeper = address(keeperAddress, "keeper");
    expect((await chain.client.keeper(keeper)).signer.toBase58()).to.equal(signer);
    const spark = await chain.client.bot(address(botAddress, "Spark"));
    expect([spark.owner.toBase58(), spark.terms.keeper!.toBase58()]).to.deep.equal([
      creator.publicKey.toBase58(),
      keeper.toBase58(),
    ]);
    expect((await chain.client.bot(address(botAddress, "Tide"))).terms.source).to.equal("drift");
  });

  it("leaves alone what is there", async () => {
    const { exitCode, out } = await deploy();
    expect([exitCode, out.match(/is there already/g)!.length]).to.deep.equal([0, 4]);
  });

  it("stops at a difference", async () => {
    const { exitCode, err } = await deploy({ keeper: { ...plan.keeper, signer: creator.publicKey.toBase58() } });
    expect(exitCode).to.equal(2);
    expect(err).to.match(/^error: Keeper \w+ has the signer \w+, the plan says \w+: correct the plan/);
  });
});
