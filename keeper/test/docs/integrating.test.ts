/** The blocks of docs/integrating.md, each as it stands there. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { driftSimulation } from "@profit-share/localnet";
import { connect, DRIFT_PROGRAM_ID, ProfitShareClient } from "@profit-share/sdk";
import { NOON } from "@profit-share/testing/chain/local-chain";
import { describeWithPostgres, type PostgresServer } from "@profit-share/testing/postgres";
import type { TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { drizzle } from "drizzle-orm/node-postgres";
import { ModuleKind, transpileModule } from "typescript";
import { createProfitShareHost, type Keeper } from "../../src";
import { type Fate, FaultyRpc } from "../support/faulty-rpc";
import { openKeeper, TIMING } from "../support/keeper";
import { Market, ONE, type TestSubscription, USDC } from "../support/market";

const PAGE = join(__dirname, "../../../docs/integrating.md");

/** By the file name in their first line. */
const BLOCKS = new Map(
  [...readFileSync(PAGE, "utf8").matchAll(/^```\w+\n(?:\/\/|--) (\S+)\n(.*?)^```$/gms)].map(
    ([, name, code]): [string, string] => [name!, code!],
  ),
);

function block(name: string): string {
  const code = BLOCKS.get(name);
  if (code === undefined) throw new Error(`${PAGE} has no block ${name}`);
  return code;
}

/** What a block exports. */
function load(name: string): Record<string, (...args: unknown[]) => unknown> {
  const { outputText } = transpileModule(block(name), { compilerOptions: { module: ModuleKind.CommonJS } });
  const exported = {};
  new Function("exports", "require", outputText)(exported, require);
  return exported;
}

/** What a node says of a pair that uses too much. */
const TOO_LARGE: Fate = {
  change: ({ value, ...rest }: { value: object }) => ({
    ...rest,
    value: { ...value, err: "MaxLoadedAccountsDataSizeExceeded" },
  }),
};

describeWithPostgres("docs/integrating.md", (server) => {
  describe("has blocks that work", () => blocks(server));
});

function blocks(server: PostgresServer): void {
  let market: Market;
  let keeper: Keeper;
  let database: string;

  before(async () => {
    market = await Market.open();
    database = server.newDatabase();
    // A lease that outlives any pause of the machine: nobody else wants it.
    keeper = await openKeeper(market, { database, timing: { ...TIMING, leaseMs: 600_000 } });
  });

  after(async () => {
    await keeper.stop();
    await market.close();
  });

  const name = () => new URL(database).pathname.slice(1);
  /** With the parameters in their places, a line a row. */
  function query(sql: string, ...parameters: string[]): string[] {
    const text = parameters.reduce((said, value, index) => said.replaceAll(`$${index + 1}`, () => `'${value}'`), sql);
    return server.run(text, name()).split("\n");
  }

  describe("where the close carries its settlement", () => {
    const closePosition = load("close.ts").closePosition as (...args: unknown[]) => Promise<string>;
    const closes = ({ programId }: TransactionInstruction): boolean => programId.equals(DRIFT_PROGRAM_ID);

    function closing({ venueUser, agent }: TestSubscription, base = -ONE): TransactionInstruction {
      const on = { user: venueUser!, authority: agent.publicKey, marketIndex: 0 };
      return driftSimulation.fill({ ...on, base, quote: 150n * USDC });
    }

    it("settles in the same transaction", async () => {
      const subscription = await market.verified();
      await market.open(subscription);
      const { address, agent } = subscription;
      const how = { subscription: address, agent, payer: market.chain.payer, closes };
      const landed = market.landed;
      await closePosition(market.chain.client, [closing(subscription)], how);
      expect(market.landed).to.equal(landed + 1);
      expect(market.ledger(subscription)).to.deep.include({ sequence: 1n, accrued: 5_000_000n });
    });

    it("sends the close alone when the pair has failed", async () => {
      const subscription = await market.verified();
      await market.open(subscription);
      const { address, agent } = subscription;
      const how = { subscription: address, agent, payer: market.chain.payer, closes };
      let simulated = 0;
      const rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (method) =>
        method === "simulateTransaction" && ++simulated === 1 ? TOO_LARGE : "pass",
      );
      await closePosition(new ProfitShareClient(connect(rpc.url)), [closing(subscription)], how);
      await rpc.close();
      expect(simulated).to.be.above(1);
      expect(market.ledger(subscription).sequence).to.equal(0n);
      await keeper.reconcile(address);
      expect(market.ledger(subscription)).to.deep.include({ sequence: 1n, accrued: 5_000_000n });
    });
  });

  describe("where the host reports its trades", () => {
    let subscription: TestSubscription;
    let said: string[];

    before(async () => {
      const afterClose = load("hook.ts").afterClose as (...args: unknown[]) => Promise<string>;
      subscription = await market.attested({ deposit: 0n, profitShareBps: 750 });
      const { address, agent } = subscription;
      const resolve = (id: string) => (id === "42" ? address : null);
      const host = createProfitShareHost({ keeper, resolve, mint: market.chain.mint });
      await keeper.reconcile(address);
      said = [];
      const trades: [string, string, string][] = [
        ["trade 1", "SOL", "60"],
        ["trade 2", "BTC", "40"],
        ["trade 3", "SOL", "-10"],
      ];
      for (const [id, , pnl] of trades) {
        if (id === "trade 2") market.setTokens(agent.publicKey, 50n * USDC);
        const agentWallet = agent.publicKey.toBase58();
        said.push(await afterClose(host, { id, subscriberBotId: "42", agentWallet, pnl }));
      }
      said.push(await afterClose(host, { id: "trade 4", subscriberBotId: "42", agentWallet: "nobody", pnl: "1" }));
      server.run("CREATE TABLE public.bot_trades (id text PRIMARY KEY, symbol text NOT NULL, pnl numeric)", name());
      const values = trades.map(([id, symbol, pnl]) => `('${id}', '${symbol}', ${pnl})`);
      server.run(`INSERT INTO public.bot_trades VALUES ${values.join()}`, name());
    });

    it("says what came of each", () => {
      expect(said.slice(0, 3)).to.deep.equal([
        "share $4.50, owed $4.50",
        "share $3.00, owed $0.00",
        "share $0.00, owed $0.00",
      ]);
      expect(said[3]).to.match(/^never: subscriberAgentWallet/);
    });

    it("shows trades with what was deducted", () => {
      const rows = query(block("deductions.sql")).map((row) => row.split("|"));
      expect(rows.map(([id, pnl, paid]) => [id, Number(pnl), Number(paid)])).to.deep.equal([
        ["trade 1", 60, 4.5],
        ["trade 2", 40, 3],
        ["trade 3", -10, 0],
      ]);
      const table = /^\| id \| pnl \| paid_to_creator \|\n\|[-|]+\n(.*?)\n\n/ms.exec(readFileSync(PAGE, "utf8"))![1]!;
      const written = table.split("\n").map((row) => row.slice(2, -2).split(" | "));
      expect(written.map(([id, pnl, paid]) => [id, Number(pnl), Number(paid)])).to.deep.equal(
        rows.map(([id, pnl, paid]) => [id, Number(pnl), Number(paid)]),
      );
    });

    it("shows payments by day, without trades", () => {
      const [row] = query(block("by-day.sql"), subscription.address.toBase58());
      expect(row!.split("|").map((cell, index) => (index === 0 ? cell : Number(cell)))).to.deep.equal([
        new Date(NOON * 1_000).toISOString().slice(0, 10),
        7.5,
      ]);
    });

    it("shows closes on the venue with what was deducted", async () => {
      const verified = await market.verified();
      await market.trade(verified, 50n * USDC);
      await keeper.reconcile(verified.address);
      const at = verified.address.toBase58();
      const closes = [
        ["first", 9, "fill", 42, 60_000_000, 1],
        ["second", 10, "flip", 43, -10_000_000, 1],
        ["third", 11, "fill", 44, -10_000_000, null],
        ["fourth", 12, "unread", null, null, 1],
      ].map(
        ([signature, slot, kind, fill, pnl, sequence]) =>
          `('${at}', 1, '${signature}', 0, ${slot}, '${kind}', 0, ${fill}, ${pnl}, ${sequence}, false)`,
      );
      const columns =
        "subscription, instance, signature, event_order, slot, kind, market_index, fill_record_id, pnl, sequence, is_only";
      server.run(`INSERT INTO profit_share.profit_share_venue_trades (${columns}) VALUES ${closes.join()}`, name());
      const rows = query(block("venue-trades.sql"), at).map((row) => row.split("|"));
      expect(
        rows.map(([trade, kind, pnl, sequence, paid]) => [trade, kind, Number(pnl), sequence, Number(paid)]),
      ).to.deep.equal([
        ["drift:0:42", "fill", 60, "1", 5],
        ["drift:0:43", "flip", -10, "1", 5],
        ["drift:0:44", "fill", -10, "", 0],
      ]);
    });

    it("shows what accrued in thirty days, and not what accrued before", () => {
      const earned = (days: number) => {
        const moment = new Date((NOON + days * 86_400) * 1_000).toISOString();
        return Number(query(block("earnings.sql"), subscription.bot.toBase58(), moment)[0]);
      };
      expect([earned(-1), earned(1), earned(29), earned(31)]).to.deep.equal([0, 7.5, 7.5, 0]);
    });

    it("shows a creator's statement with Drizzle", async () => {
      const db = drizzle(database);
      const statementOf = load("statement.ts").statementOf as (...args: unknown[]) => Promise<object[]>;
      const [first] = await keeper.distributions({ subscription: subscription.address.toBase58() });
      const rows = await statementOf(db, first!.creator);
      const { signature, distributedAt } = first!;
      expect(rows).to.deep.equal([
        { symbol: "BTC", amount: 3_000_000n, distributedAt, signature },
        { symbol: "SOL", amount: 4_500_000n, distributedAt, signature },
      ]);
      await (db.$client as { end(): Promise<void> }).end();
    });
  });
}
