import { readFileSync } from "node:fs";
import { botAddress, keeperAddress, PROGRAM_ID } from "@profit-share/sdk";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { idOf, keyOf } from "@profit-share/testing/keys";
import { COMMITTED } from "@profit-share/testing/program-file";
import { Keypair, PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { deploy, type Plan, type Target } from "../src/deploy";

const creator = keyOf("creator");
const KEEPER = keeperAddress(creator.publicKey, idOf("keeper"));
const TIDE = botAddress(creator.publicKey, idOf("Tide"));
const SPARK = botAddress(creator.publicKey, idOf("Spark"));

function planFor(mint: PublicKey): Plan {
  const common = { creator, payoutWallet: creator.publicKey };
  const terms = { profitShareBps: 1_000, minDailyCap: 1_000_000n, mint, hash: new Uint8Array(32) };
  const [tide, spark] = [
    { ...terms, source: "drift", feeBasis: "high_water_mark", minBalance: 0n },
    { ...terms, source: "attested", feeBasis: "each_close", minBalance: 5_000_000n },
  ] as const;
  return {
    program: readFileSync(COMMITTED),
    keeper: { creator, id: idOf("keeper"), signer: keyOf("keeper signer").publicKey },
    bots: [
      { ...common, id: idOf("Tide"), terms: tide, minPayout: 10_000n },
      { ...common, id: idOf("Spark"), terms: spark, minPayout: 25_000_000n },
    ],
  };
}

describe("deploy", () => {
  let chain: LocalChain;
  let plan: Plan;
  before(async () => {
    chain = await LocalChain.start({ withProgram: false });
    plan = planFor(chain.mint);
  });
  after(() => chain.close());

  /** Elsewhere than on a local chain nobody can install a program in one step. */
  function cluster(): Target {
    const { installProgram: _onlyHere, ...target } = chain.target;
    return target;
  }

  it("says how the program gets to a cluster, and sends nothing without it", async () => {
    const sent = chain.localnet.chain.ledger.count;
    const error = await deploy(cluster(), { ...plan, program: Buffer.alloc(0) }).catch((refused) => refused);
    expect(error.message).to.include(`The program is not at ${PROGRAM_ID.toBase58()}`);
    expect(error.message).to.include("`solana program deploy sdk/artifacts/profit_share.so");
    expect(chain.localnet.chain.ledger.count).to.equal(sent);
  });

  it("refuses an account at the program's address that is no program", async () => {
    const { chain: accounts } = chain.localnet;
    const account = {
      lamports: 1_000_000n,
      data: new Uint8Array(),
      owner: PublicKey.default.toBase58(),
      executable: false,
    };
    accounts.setAccount(PROGRAM_ID.toBase58(), account);
    const error = await deploy(chain.target, plan).catch((refused) => refused);
    expect(error.message).to.include("exists and is no program");
    accounts.setAccount(PROGRAM_ID.toBase58(), null);
  });

  it("puts program, keeper and bots in place", async () => {
    const steps = await deploy(chain.target, plan);
    expect(steps.map(({ what, address }) => [what, address.toBase58()])).to.deep.equal([
      ["program", PROGRAM_ID.toBase58()],
      ["keeper", KEEPER.toBase58()],
      ["bot", TIDE.toBase58()],
      ["bot", SPARK.toBase58()],
    ]);
    expect(steps.map(({ signature }) => signature === null)).to.deep.equal([true, false, false, false]);
    const { terms, minPayout } = await chain.client.bot(SPARK);
    expect(terms).to.include({ source: "attested", feeBasis: "each_close", profitShareBps: 1_000, version: 1 });
    expect([terms.minBalance, terms.minDailyCap, minPayout]).to.deep.equal([5_000_000n, 1_000_000n, 25_000_000n]);
    expect(terms.keeper!.toBase58()).to.equal(KEEPER.toBase58());
    expect((await chain.client.bot(TIDE)).terms.keeper).to.equal(null);
  });

  it("leaves what is there alone", async () => {
    const sent = chain.localnet.chain.ledger.count;
    const steps = await deploy(cluster(), { ...plan, program: Buffer.alloc(0) });
    expect(steps.map(({ signature }) => signature)).to.deep.equal([null, null, null, null]);
    expect(chain.localnet.chain.ledger.count).to.equal(sent);
  });

  it("does not pass over a keeper with another signer", async () => {
    const keeper = { ...plan.keeper, signer: Keypair.generate().publicKey };
    const error = await deploy(chain.target, { ...plan, keeper }).catch((refused) => refused);
    expect(error.message).to.match(/^Keeper \w+ has the signer \w+, the plan says \w+: correct the plan/);
  });

  it("does not pass over a bot with other terms", async () => {
    const [tide, spark] = plan.bots;
    const changed = { ...tide!, terms: { ...tide!.terms, profitShareBps: 500 } };
    const error = await deploy(chain.target, { ...plan, bots: [changed, spark!] }).catch((refused) => refused);
    expect(error.message).to.equal(
      `Bot ${TIDE.toBase58()} is published with other terms: correct the plan or use another id`,
    );
  });
});
