import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openDatabase as openOlder } from "@profit-share/storage";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { checkFleet } from "../../src/commands/check-fleet";
import { doctor } from "../../src/commands/doctor";
import { type Finding, inWords } from "../../src/commands/finding";
import { type KeeperConfig, loadConfig } from "../../src/config/config";
import type { Observed } from "../../src/observe/observed";
import { openDatabase } from "../../src/store/database";
import { MIGRATIONS } from "../../src/store/migrations";
import { FaultyRpc, type Judge } from "../support/faulty-rpc";
import { openKeeper } from "../support/keeper";
import { Market } from "../support/market";
import { attested, type Changes, verified } from "../support/observed";
import { Installation, Running, writeKey } from "../support/process";

const PASS: Judge = () => "pass";

describe("the doctor", () => {
  let market: Market;
  let rpc: FaultyRpc;
  let judge: Judge = PASS;
  let installation: Installation;

  before(async () => {
    market = await Market.open();
    await market.verified();
    await market.attested();
    market.chain.localnet.chain.setTime(Math.floor(Date.now() / 1_000));
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (...given) => judge(...given));
  });
  after(async () => {
    await rpc.close();
    await market.close();
  });
  afterEach(() => {
    judge = PASS;
  });

  function configured(changes: Record<string, unknown> = {}): KeeperConfig {
    installation = new Installation(market, { rpcUrl: rpc.url, ...changes });
    const { folder, config } = installation;
    const keys = readdirSync(join(folder, "agents")).map((name) => join(folder, "agents", name));
    for (const file of [join(folder, "signer.json"), ...keys]) chmodSync(file, 0o600);
    return loadConfig(config, {});
  }

  const examined = async (config: KeeperConfig): Promise<string[]> => (await doctor(config)).map(inWords);
  const wrong = async (config: KeeperConfig): Promise<string[]> =>
    (await examined(config)).filter((line) => line.startsWith("bad"));

  it("finds nothing wrong with a keeper that can work, and sends and stores nothing", async () => {
    const landed = market.landed;
    const lines = await examined(configured());
    expect(lines.map((line) => line.replace(/\d+/g, "…"))).to.deep.equal(
      [
        "good  key files: 3, which nobody else on this machine reads",
        `good  ${rpc.url}: its clock is 0 s from this machine's`,
        `good  ${rpc.url}: answers all 5 methods`,
        lines[3]!,
        lines[4]!,
        `good  payer ${market.signer.publicKey.toBase58()}: has 1 lamports`,
        `good  database: ${installation.database} can be opened`,
        "note  database: it has no tables yet: the first start makes them",
        "good  subscriptions: 2 are looked after",
      ].map((line) => line.replace(/\d+/g, "…")),
    );
    expect(lines[4]).to.match(/^good {2}program \w+: nobody can change it$/);
    expect(lines[3]).to.match(
      /^note {2}program \w+: the code's SHA-256 is [0-9a-f]{64}: compare it with the release's$/,
    );
    expect(market.landed).to.equal(landed);
    expect(readdirSync(installation.folder)).to.not.include("database");
  });

  it("says that others can read a key", async () => {
    const config = configured();
    chmodSync(config.signer, 0o644);
    expect(await wrong(config)).to.deep.equal([
      `bad   key files: 1 of 3 can be read by others on this machine. The first is ${config.signer}\n` +
        "      Make them readable for their owner alone: chmod 600 FILE.",
    ]);
  });

  it("says that a node cannot be reached, without its key, and checks the others", async () => {
    const [line, ...more] = await wrong(configured({ rpcUrls: ["http://127.0.0.1:1/secret-key"] }));
    expect(line).to.match(
      /^bad {3}http:\/\/127\.0\.0\.1:1: .*cannot be reached.*\n {6}Check the address and the key in it/,
    );
    expect([line, more]).to.deep.equal([line!.replaceAll("secret-key", ""), []]);
  });

  it("says that Yellowstone does not answer, without its token", async () => {
    const [line, ...more] = await wrong(
      configured({ yellowstoneUrl: "http://127.0.0.1:1", yellowstoneToken: "sesame-word" }),
    );
    expect(line).to.match(/^bad {3}Yellowstone http:\/\/127\.0\.0\.1:1: .+\n {6}Check yellowstoneUrl and its token\./);
    expect([line!.includes("sesame-word"), more]).to.deep.equal([false, []]);
  });

  it("checks nothing more without any node", async () => {
    judge = () => "lose request";
    expect((await examined(configured())).at(-1)).to.equal("note  chain: without a node nothing more can be checked");
  });

  it("says that a node is of another cluster", async () => {
    judge = (method) => (method === "getGenesisHash" ? { change: () => "another" } : "pass");
    const lines = await wrong(configured({ rpcUrl: market.chain.localnet.rpcUrl, rpcUrls: [rpc.url] }));
    expect(lines.length).to.equal(1);
    expect(lines[0]).to.match(/it is of the cluster another, the first node of \w+\n {6}Use nodes of one cluster\.$/);
  });

  it("says that a clock is wrong", async () => {
    const { chain } = market.chain.localnet;
    chain.setTime(chain.time() + 600);
    const lines = await examined(configured());
    chain.setTime(Math.floor(Date.now() / 1_000));
    expect(lines[1]).to.match(/^note {2}\S+: its clock is (59|60)\d s ahead of this machine's: /);
  });

  it("says what a node does not answer, and what that means", async () => {
    const refuses = (name: string): Judge => {
      return (method) => (method === name ? { error: { code: -32_601, message: "Method not found" } } : "pass");
    };
    judge = refuses("getRecentPrioritizationFees");
    expect((await examined(configured())).join("\n")).to.match(
      /^note {2}\S+: getRecentPrioritizationFees is refused \(.*Method not found\): transactions offer computeUnitPrice/m,
    );
    judge = refuses("getLatestBlockhash");
    expect((await wrong(configured()))[0]).to.match(/getLatestBlockhash is refused: .*\n {6}Use another node\.$/s);
  });

  it("says that the program is not there", async () => {
    judge = (method) =>
      method === "getAccountInfo" ? { change: (result: object) => ({ ...result, value: null }) } : "pass";
    expect((await wrong(configured())).join("\n")).to.match(/bad {3}program \w+: there is none\n {6}Check that rpcUrl/);
  });

  it("says that the signer is not the keeper's, and that the payer has too little", async () => {
    const config = configured();
    writeKey(config.signer, Keypair.generate());
    chmodSync(config.signer, 0o600);
    expect((await wrong(config))[0]).to.match(
      /^bad {3}keys: signer: the key file holds \w+, the keeper account \w+ names/,
    );
    const poor = configured({ keeper: null, signer: config.signer });
    const lines = await wrong(poor);
    expect(lines[0]).to.match(/^bad {3}payer \w+: has 0 lamports\n {6}Send it SOL/);
  });

  it("lists what an older database lacks, and leaves it so", async () => {
    const config = configured();
    const older = { schema: "profit_share", migrations: MIGRATIONS.slice(0, -2) };
    await (await openOlder(config.database, older)).close();
    const said =
      "note  database: 2 migrations are pending: position_closed, venue_trades. A copy took them. " +
      "Back the database up, then restart: this version carries them out";
    for (let count = 0; count < 2; count++) expect(await examined(config)).to.include(said);
    await (await openDatabase(config.database)).close();
    expect((await examined(config)).filter((line) => line.includes(" database: "))).to.deep.equal([
      `good  database: ${config.database} can be opened`,
    ]);
  });

  it("says that the database is held by a keeper that runs", async () => {
    const config = configured();
    const keeper = await openKeeper(market, { database: config.database });
    try {
      expect((await wrong(config))[0]).to.match(/^bad {3}database: The database .* is in use by process \d+/);
    } finally {
      await keeper.stop();
    }
  });

  it("says that a service which signs does not answer, and that the host's database does not", async () => {
    const remote = configured({ agentKeys: null, remoteAgents: { url: "http://127.0.0.1:1", token: "sesame" } });
    expect((await wrong(remote))[0]).to.match(/^bad {3}keys: remoteAgents: The remote signer .* cannot be reached\n/);
    const agents = { table: "agents", agent: "agent", subscriber: "owner" };
    const tables = configured({ hostTables: { database: "postgres://me:secret@127.0.0.1:1/host", agents } });
    expect(await wrong(tables)).to.deep.equal([
      "bad   host tables: hostTables.database: The database 127.0.0.1:1/host cannot be reached: connect ECONNREFUSED 127.0.0.1:1\n" +
        "      Correct it: the keeper does not start before.",
    ]);
  });

  it("names a subscription that is not there", async () => {
    const nobody = Keypair.generate().publicKey.toBase58();
    expect((await wrong(configured({ subscriptions: [nobody] })))[0]).to.match(
      new RegExp(`^bad {3}subscriptions: 1 could not be looked at\\. The first is ${nobody}: `),
    );
  });

  it("is a command, which ends with 1 if something is to be mended", async () => {
    configured();
    const run = () => new Running(["doctor", "--config", installation.config]).ended();
    expect(await run()).to.deep.include({ code: 0, stderr: "" });
    chmodSync(join(installation.folder, "signer.json"), 0o644);
    const { code, stdout } = await run();
    expect(code).to.equal(1);
    expect(stdout).to.match(/^bad {3}key files: /m);
  });

  describe("of a fleet", () => {
    const found = (observed: Observed): Finding[] => checkFleet([observed], new Map());
    const first = verified().address.toBase58();
    const owing: Changes = { subscription: { accrued: 3_000_000n } };

    it("says nothing more of one that can be settled and paid", () => {
      expect(found(verified())).to.deep.equal([
        { state: "good", subject: "subscriptions", said: "1 are looked after" },
      ]);
    });

    const cases: [what: string, observed: Observed, said: RegExp][] = [
      [
        "a venue account that cannot be read",
        verified({ venue: { kind: "unreadable", problem: "x" } }),
        /^bad .*have a venue account/,
      ],
      ["an escrow that cannot be read", verified({ escrowAmount: null }), /^bad .*have an escrow that cannot be read/],
      [
        "another signer",
        attested([], { keeperSigns: false }),
        /^bad .*attested by a keeper whose signer is another key/,
      ],
      [
        "an agent without its key",
        verified({ ...owing, agent: { signs: false } }),
        /^note .*owe, and their agent's key is not here/,
      ],
      [
        "a payout wallet that is none",
        verified({ payout: "unpayable" }),
        /^note .*have a payout wallet that cannot be paid/,
      ],
      ["a debt", verified(owing), /^note .*1 owe \$2\.90 to creators$/],
    ];
    for (const [what, observed, said] of cases) {
      it(`says of ${what}`, () => {
        const lines = found(observed).map(inWords);
        const matching = lines.filter((line) => said.test(line.replaceAll("\n", " ")));
        expect(matching.length, lines.join("\n")).to.equal(1);
        if (!matching[0]!.includes("to creators")) expect(matching[0]).to.include(first);
      });
    }

    it("says that there is none", () => {
      expect(checkFleet([], new Map()).map(inWords)).to.deep.equal([
        "good  subscriptions: 0 are looked after",
        "note  subscriptions: what the configuration names has none: nothing is to be done",
      ]);
    });
  });
});
