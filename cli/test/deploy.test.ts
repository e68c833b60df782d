import { PROGRAM_ID } from "@profit-share/sdk";
import { Stage } from "@profit-share/testing/chain/local-chain";
import { Keypair, PublicKey, type TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { BOTS, deployment, KEEPER } from "../../demo/cast";
import { deploy, type Plan, type Target } from "../src/deploy/deploy";

describe("deploy", () => {
  let stage: Stage;
  let plan: Omit<Plan, "program">;
  before(async () => {
    stage = await Stage.open(0);
    plan = deployment(stage.mint);
  });
  after(() => stage.close());

  /** Elsewhere than on a local chain nobody can install a program in one step. */
  const cluster = (): Target => ({
    connection: stage.connection,
    payer: stage.payer.publicKey,
    send: (instructions: readonly TransactionInstruction[], ...signers: Keypair[]) =>
      stage.send(instructions, ...signers),
  });

  it("says how the program gets to a cluster, and sends nothing without it", async () => {
    const sent = stage.localnet.chain.ledger.count;
    const error = await deploy(cluster(), { ...plan, program: Buffer.alloc(0) }).catch((refused) => refused);
    expect(error.message).to.include(`The program is not at ${PROGRAM_ID.toBase58()}`);
    expect(error.message).to.include("`solana program deploy sdk/artifacts/profit_share.so");
    expect(stage.localnet.chain.ledger.count).to.equal(sent);
  });

  it("refuses an account at the program's address that is no program", async () => {
    const { chain } = stage.localnet;
    const account = {
      lamports: 1_000_000n,
      data: new Uint8Array(),
      owner: PublicKey.default.toBase58(),
      executable: false,
    };
    chain.setAccount(PROGRAM_ID.toBase58(), account);
    const error = await stage.deploy(plan).catch((refused) => refused);
    expect(error.message).to.include("exists and is no program");
    chain.setAccount(PROGRAM_ID.toBase58(), null);
  });

  it("puts program, keeper and bots in place", async () => {
    const steps = await stage.deploy(plan);
    expect(steps.map(({ what, address }) => [what, address.toBase58()])).to.deep.equal([
      ["program", PROGRAM_ID.toBase58()],
      ["keeper", KEEPER.toBase58()],
      ["bot", BOTS.Tide.address.toBase58()],
      ["bot", BOTS.Spark.address.toBase58()],
    ]);
    expect(steps.map(({ signature }) => signature === null)).to.deep.equal([true, false, false, false]);
    const { terms, minPayout } = await stage.client.bot(BOTS.Spark.address);
    expect(terms).to.include({ source: "attested", feeBasis: "each_close", profitShareBps: 1_000, version: 1 });
    expect([terms.minBalance, terms.minDailyCap, minPayout]).to.deep.equal([5_000_000n, 1_000_000n, 25_000_000n]);
    expect(terms.keeper!.toBase58()).to.equal(KEEPER.toBase58());
    expect((await stage.client.bot(BOTS.Tide.address)).terms.keeper).to.equal(null);
  });

  it("leaves what is there alone", async () => {
    const sent = stage.localnet.chain.ledger.count;
    const steps = await deploy(cluster(), { ...plan, program: Buffer.alloc(0) });
    expect(steps.map(({ signature }) => signature)).to.deep.equal([null, null, null, null]);
    expect(stage.localnet.chain.ledger.count).to.equal(sent);
  });

  it("does not pass over a keeper with another signer", async () => {
    const keeper = { ...plan.keeper, signer: Keypair.generate().publicKey };
    const error = await stage.deploy({ ...plan, keeper }).catch((refused) => refused);
    expect(error.message).to.match(/^Keeper \w+ has the signer \w+, the plan says \w+: correct the plan/);
  });

  it("does not pass over a bot with other terms", async () => {
    const [tide, spark] = plan.bots;
    const changed = { ...tide!, terms: { ...tide!.terms, profitShareBps: 500 } };
    const error = await stage.deploy({ ...plan, bots: [changed, spark!] }).catch((refused) => refused);
    expect(error.message).to.equal(
      `Bot ${BOTS.Tide.address.toBase58()} is published with other terms: correct the plan or use another id`,
    );
  });
});
