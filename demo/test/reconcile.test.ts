/** `profit-share reconcile` beside a real keeper, with its database, and a real index. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { deploy } from "@profit-share/cli/deploy";
import { type Indexer, startIndexer } from "@profit-share/indexer";
import { createKeeper, DEFAULT_SETTINGS, type Keeper, MemoryAgents } from "@profit-share/keeper";
import { attestedSubscriptionAddress, botAddress, keeperAddress, verifiedSubscriptionAddress } from "@profit-share/sdk";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { openAccount, type Trader, trade } from "@profit-share/testing/chain/venue";
import { idOf, keyOf } from "@profit-share/testing/keys";
import { describeWithPostgres } from "@profit-share/testing/postgres";
import { COMMITTED } from "@profit-share/testing/program-file";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import pino from "pino";

const BIN = join(__dirname, "../../node_modules/.bin/profit-share");
const DOLLAR = 1_000_000n;
const [creator, subscriber, signer] = ["creator", "subscriber", "signer"].map(keyOf) as [
  ReturnType<typeof keyOf>,
  ReturnType<typeof keyOf>,
  ReturnType<typeof keyOf>,
];
const KEEPER = keeperAddress(creator.publicKey, idOf("keeper"));
const [ATTESTED, VERIFIED] = ["attested", "verified"].map((name) => botAddress(creator.publicKey, idOf(name))) as [
  PublicKey,
  PublicKey,
];
const logger = pino({ level: "silent" });

interface Difference {
  sequence: string | null;
  what: string;
  says: Record<"chain" | "keeper" | "index", string | null>;
}

describeWithPostgres("profit-share reconcile", (server) => {
  let chain: LocalChain;
  let trader: Trader;
  let attested: PublicKey;
  let keeper: Keeper;
  let index: Indexer;
  let database: string;

  before(async function () {
    this.timeout(60_000);
    database = await server.newDatabase();
    chain = await LocalChain.start({ withProgram: false });
    for (const { publicKey } of [creator, subscriber, signer]) chain.airdrop(publicKey);
    trader = await openAccount(chain, keyOf("agent"), 1_000n * DOLLAR);
    attested = attestedSubscriptionAddress(trader.agent.publicKey, 0);
    await chain.mintTo(subscriber.publicKey, 100n * DOLLAR);
    await publish();
    await subscribe(VERIFIED, { venueUser: trader.user });
    await subscribe(ATTESTED, { accountNo: 0 });
    keeper = await openKeeper(database);
    await settle(keeper);
    index = await openIndex();
  });
  after(async () => {
    await index.stop();
    await keeper.stop();
    await chain.close();
  });

  async function publish(): Promise<void> {
    const common = { creator, minPayout: DOLLAR, payoutWallet: creator.publicKey };
    const terms = {
      profitShareBps: 1_000,
      minBalance: 0n,
      minDailyCap: 1n,
      mint: chain.mint,
      hash: new Uint8Array(32),
    };
    const plan = {
      program: readFileSync(COMMITTED),
      keeper: { creator, id: idOf("keeper"), signer: signer.publicKey },
      bots: [
        { ...common, id: idOf("attested"), terms: { ...terms, source: "attested", feeBasis: "each_close" } as const },
        { ...common, id: idOf("verified"), terms: { ...terms, source: "drift", feeBasis: "high_water_mark" } as const },
      ],
    };
    await deploy(chain.target, plan);
  }

  async function subscribe(bot: PublicKey, account: { venueUser: PublicKey } | { accountNo: number }): Promise<void> {
    const { terms } = await chain.client.bot(bot);
    const parties = { subscriber: subscriber.publicKey, agent: trader.agent.publicKey, bot, terms, account };
    const made = chain.client.subscribe({ ...parties, dailyCap: 100n * DOLLAR, deposit: 10n * DOLLAR });
    await chain.send([made], subscriber, trader.agent);
  }

  function openKeeper(place: string): Promise<Keeper> {
    const { rpcUrl, wsUrl } = chain.localnet;
    const watched = { keeper: KEEPER, bots: [VERIFIED], agents: [], subscriptions: [] };
    const settings = { ...DEFAULT_SETTINGS, rpcUrl, wsUrl, watched };
    const agents = new MemoryAgents([trader.agent]);
    return createKeeper({ settings, signer, agents, database: place, logger, timing: { statusMs: 5, resendMs: 100 } });
  }

  /** Shares of $2, $3 and $4, the last one verified. */
  async function settle(by: Keeper): Promise<void> {
    for (const [tradeId, closePnl] of [
      ["first", 20n * DOLLAR],
      ["second", 30n * DOLLAR],
    ] as const) {
      await by.settleClose(attested, {
        tradeId,
        reference: createHash("sha256").update(tradeId).digest("hex"),
        closePnl,
      });
    }
    await trade(chain, trader, { market: 0, base: 1_000_000_000n, quote: -100n * DOLLAR });
    await trade(chain, trader, { market: 0, base: -1_000_000_000n, quote: 140n * DOLLAR });
    // The second look shows what the first one did.
    for (const subscription of [verifiedSubscriptionAddress(trader.user), attested]) {
      for (let look = 0; look < 2; look += 1) await by.reconcile(subscription);
    }
  }

  async function openIndex(): Promise<Indexer> {
    const { rpcUrl, wsUrl } = chain.localnet;
    const http = { host: "127.0.0.1", port: 0, origins: [], requestsPerMinute: 10_000, trustedProxies: [] };
    const kept = { database: null, published: null, keeperDatabase: null };
    const pace = { requestsPerSecond: 1_000, pollMs: 200, notifications: { url: wsUrl } };
    const opened = await startIndexer({ rpcUrl, ...pace, ...kept, http }, logger);
    for (;;) {
      const response = await fetch(`${opened.address}/v1/subscriptions/${attested.toBase58()}/records`);
      if (response.ok && ((await response.json()) as { items: unknown[] }).items.length === 2) return opened;
      await sleep(50);
    }
  }

  /** In the keeper's database. */
  const change = (sql: string) => server.run(sql, new URL(database).pathname.slice(1));

  /** @returns exit code and JSON */
  function run(address: PublicKey, ...args: string[]) {
    const typed = [BIN, "reconcile", address.toBase58(), "--json", "--url", chain.localnet.rpcUrl, ...args];
    return new Promise<{ exitCode: number; agreed: number; differences: Difference[] }>((done, failed) => {
      execFile(process.execPath, typed, (error, stdout, stderr) => {
        if (stdout === "") failed(new Error(stderr));
        else done({ exitCode: Number(error?.code ?? 0), ...JSON.parse(stdout) });
      });
    });
  }

  it("finds the chain, the keeper's database and the index the same", async () => {
    const { exitCode, agreed, differences } = await run(
      creator.publicKey,
      "--keeper-database",
      database,
      "--index",
      index.address,
    );
    expect(differences).to.deep.equal([]);
    // Three settlements and two ledgers.
    expect([exitCode, agreed]).to.deep.equal([0, 5]);
  });

  it("finds one base unit in one row of the keeper's", async () => {
    change("update profit_share.closes set accrued = accrued + 1 where sequence = 2");
    const { exitCode, agreed, differences } = await run(
      attested,
      "--keeper-database",
      database,
      "--index",
      index.address,
    );
    expect([exitCode, agreed]).to.deep.equal([1, 2]);
    expect(differences.map(({ sequence, what, says }) => ({ sequence, what, says }))).to.deep.equal([
      { sequence: "2", what: "accrued", says: { chain: "5000000", keeper: "5000001", index: "5000000" } },
    ]);
    change("update profit_share.closes set accrued = accrued - 1 where sequence = 2");
  });

  it("finds a row that only the keeper has, one that it lacks, and a ledger", async () => {
    change("update profit_share.closes set sequence = 9 where sequence = 1");
    change(`update profit_share.profit_share_ledgers set credited = credited - 2 where bot = '${VERIFIED}'`);
    const { differences } = await run(creator.publicKey, "--keeper-database", database);
    const told = differences.map(({ sequence, what, says }) => [sequence, what, says.chain, says.keeper]);
    expect(told).to.have.deep.members([
      ["1", "settlement", "1", "0"],
      ["9", "settlement", "0", "1"],
      [null, "credited", "4000000", "3999998"],
    ]);
  });
});
