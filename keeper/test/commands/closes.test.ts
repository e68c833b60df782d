import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { type ClosesOptions, closes } from "../../src/commands/closes";
import { inWords, type ReplayReport, replay } from "../../src/commands/replay";
import { backfill } from "../../src/process/backfill";
import { newDatabase, newFolder, onEachDatabase } from "../support/database";
import { FaultyRpc, type Judge } from "../support/faulty-rpc";
import { openKeeper, silent } from "../support/keeper";
import { Market, type TestSubscription } from "../support/market";
import { Installation, Running } from "../support/process";

const referenceOf = (tradeId: string): string => createHash("sha256").update(tradeId).digest("hex");
const ALL: Omit<ClosesOptions, "database"> = { subscription: null, pending: false, refused: false, json: false };

describe("the closes of a keeper", () => {
  let market: Market;
  let subscription: TestSubscription;
  let other: TestSubscription;

  const attested: TestSubscription[] = [];

  before(async () => {
    market = await Market.open();
    await subscribe();
  });
  after(() => market.close());

  /** Two new ones, of which the chain has nothing yet. */
  async function subscribe(): Promise<void> {
    subscription = await market.attested();
    other = await market.attested();
    attested.push(subscription, other);
  }

  async function listed(database: string, options: Partial<typeof ALL> = {}): Promise<string[]> {
    const lines: string[] = [];
    await closes({ database, ...ALL, ...options }, (line) => lines.push(line));
    return lines.map((line) => line.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/, "…"));
  }

  const bodyOf = (of: TestSubscription, tradeId: string | number, changes: object = {}): string =>
    JSON.stringify({
      subscriberBotId: of.address.toBase58(),
      subscriberAgentWallet: of.agent.publicKey.toBase58(),
      isClosingTrade: true,
      tradePnl: "20",
      tradeId,
      ...changes,
    });

  function fileOf(...lines: string[]): string {
    const file = join(newFolder(), "closes.jsonl");
    writeFileSync(file, `${lines.join("\n")}\n`);
    return file;
  }

  onEachDatabase("are replayed and listed", (newPlace) => {
    let database: string;
    before(async () => {
      database = await newPlace();
      await subscribe();
    });

    it("stores each, and what a trade that opens says is nothing", async () => {
      const opens = bodyOf(subscription, "opens", { isClosingTrade: false });
      const stranger = bodyOf(other, "stranger", { subscriberAgentWallet: market.signer.publicKey.toBase58() });
      const lines = [bodyOf(subscription, "one"), "", opens, bodyOf(subscription, 2, { tradePnl: -5 }), stranger];
      expect(await replay(fileOf(...lines), database)).to.deep.equal({
        lines: 4,
        opening: 1,
        unsubscribed: 0,
        stored: 3,
        known: {},
        conflicts: [],
      });
    });

    it("lists what was taken, and what it waits for", async () => {
      const lines = await listed(database, { subscription: subscription.address.toBase58() });
      expect(lines).to.deep.equal([
        subscription.address.toBase58(),
        "  trade one: taken, PnL $20.00, since … UTC",
        "    the keeper has not looked at its subscription since",
        "  trade 2: taken, PnL -$5.00, since … UTC",
        "    the keeper has not looked at its subscription since",
        "2 closes: 0 settled, 0 pending, 2 taken, 0 refused, 0 void.",
      ]);
    });

    it("lists what was settled with its amounts, and what was refused with the reason", async () => {
      const keeper = await openKeeper(market, { database });
      await keeper.once();
      await keeper.stop();
      const lines = await listed(database);
      expect(lines.length).to.equal(11);
      expect(lines.join("\n")).to.match(
        new RegExp(
          `trade one: settled as close 1, PnL \\$20.00, since … UTC\n {4}the creator's share \\$2.00, paid \\$2.00, owed after it \\$0.00\n {4}\\w{80,}\n` +
            ` {2}trade 2: settled as close 2, PnL -\\$5.00, .*\n {4}the creator's share \\$0.00, paid \\$0.00, owed after it \\$0.00\n`,
        ),
      );
      const refusal = new RegExp(`^ {4}The agent of subscription ${other.address.toBase58()} is \\w+, not \\w+$`);
      expect((await listed(database, { refused: true }))[2]).to.match(refusal);
      expect(await listed(database, { pending: true })).to.deep.equal([
        "3 closes: 2 settled, 0 pending, 0 taken, 1 refused, 0 void.",
      ]);
    });

    it("lists for a script, a line each", async () => {
      const [one] = (await listed(database, { json: true, subscription: subscription.address.toBase58() })).map(
        (line) => JSON.parse(line) as Record<string, unknown>,
      );
      expect(one).to.deep.include({ status: "settled", tradeId: "one", closePnl: "20000000", reason: null });
      expect(one!.amounts).to.deep.equal({ accrued: "2000000", paid: "2000000", owed: "0", dropped: "0" });
    });

    it("replays the same lines to no effect, and names a trade that says something else", async () => {
      const before = await listed(database);
      const same = [bodyOf(subscription, "one"), bodyOf(subscription, "2", { tradePnl: "-5" })];
      const report = await replay(fileOf(...same, bodyOf(subscription, "one ", { tradePnl: 1 })), database);
      expect(report).to.deep.include({ stored: 1, known: { admitted: 2 } });
      const conflicting = await replay(fileOf(same[0]!, bodyOf(subscription, "2", { tradePnl: 6 })), database);
      expect(conflicting.conflicts.map(({ line }) => line)).to.deep.equal([2]);
      expect(conflicting.conflicts[0]!.error).to.match(/^The trade 2 of subscription \w+ was recorded with a PnL/);
      expect((await listed(database)).length).to.equal(before.length + 2);
    });
  });

  it("are of the subscriptions that the host's tables name", async () => {
    const lines = [bodyOf(subscription, "named"), bodyOf(other, "nobody's")];
    const resolve = (id: string) => (id === subscription.address.toBase58() ? other.address : null);
    const report = await replay(fileOf(...lines), await newDatabase(), resolve);
    expect(report).to.deep.include({ lines: 2, unsubscribed: 1, stored: 1 });
    expect(inWords(report)).to.match(/^1 are of no subscription in the host's tables\.$/m);
  });

  it("are not stored from a file with wrong lines, which are named", async () => {
    const database = join(newFolder(), "database");
    const file = fileOf(
      bodyOf(subscription, "good"),
      "{",
      bodyOf(subscription, "pnl", { tradePnl: "much" }),
      bodyOf(subscription, "good", { tradePnl: "21" }),
      bodyOf(subscription, "key", { pnl: 5 }),
      bodyOf(subscription, "bot", { subscriberBotId: "42" }),
      bodyOf(subscription, "much", { tradePnl: 1e12 }),
    );
    const { message } = await replay(file, database).then(
      () => new Error("it was taken"),
      (error: Error) => error,
    );
    expect(message.split("\n").map((line) => line.replace(file, "FILE"))).to.deep.equal([
      "6 of 7 lines of FILE are wrong; nothing was stored:",
      "line 2: The body has to be one JSON object",
      'line 3: realizedPnl has to be dollars as a decimal number such as 12.5, not "much"',
      "line 4: trade good is in line 1 with another PnL or wallet",
      "line 5: pnl: there is no such key",
      'line 6: subscriberBotId has to be a base58 address, not "42"',
      "line 7: tradePnl of $1,000,000,000,000.00 is taken for a mistake: the host's limit maxClose is $10,000,000.00. Nothing was done",
    ]);
    expect(existsSync(database)).to.equal(false);
  });

  it("are summed up in words", () => {
    const report: ReplayReport = {
      lines: 6,
      opening: 1,
      unsubscribed: 0,
      stored: 2,
      known: { admitted: 1, refused: 1 },
      conflicts: [{ line: 5, error: "The trade" }],
    };
    expect(inWords(report).split("\n")).to.deep.equal([
      "6 lines: 2 closes are new and stored; a keeper on this database settles them.",
      "Known before: 1 settled or pending, 1 refused.",
      "1 trades open, and have nothing to settle.",
      "line 5: The trade",
    ]);
  });

  describe("after a lost database", () => {
    let judge: Judge = () => "pass";
    let rpc: FaultyRpc;
    before(async () => {
      await subscribe();
      rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (...given) => judge(...given));
      const database = await newDatabase();
      const trades = ["lost 1", "lost 2"].map((tradeId) => bodyOf(other, tradeId));
      await replay(fileOf(...trades), database);
      const keeper = await openKeeper(market, { database });
      await keeper.once();
      await keeper.stop();
      await market.verified();
    });
    after(() => rpc.close());

    async function filled(database: string, only: TestSubscription | null = null) {
      const told: string[] = [];
      const settings = market.settings({ rpcUrl: rpc.url });
      const { signer, agents } = market;
      const options = { settings, signer, agents, database, logger: silent };
      const report = await backfill(options, only?.address ?? null, (done, of) => told.push(`${done}/${of}`));
      return { report, told };
    }

    onEachDatabase("are read from the chain's history", (newPlace) => {
      it("for all subscriptions, with progress; once, sending nothing", async () => {
        const database = await newPlace();
        const landed = market.landed;
        const settled = attested.reduce((sum, one) => sum + Number(market.ledger(one).sequence), 0);
        const subscriptions = attested.length + 1;
        const first = await filled(database);
        expect(first.report).to.deep.equal({ subscriptions, verified: 1, settlements: settled, missing: [] });
        expect(first.told).to.deep.equal(attested.concat(other).map((_, index) => `${index + 1}/${subscriptions}`));
        const lines = await listed(database, { subscription: other.address.toBase58() });
        expect(lines.join("\n")).to.match(
          new RegExp(
            `reference ${referenceOf("lost 1")}: settled as close 1, PnL \\$20.00, .*\n {4}the creator's share`,
          ),
        );
        expect((await filled(database)).report.settlements).to.equal(0);
        expect(market.landed).to.equal(landed);
      });

      it("as far as they can be, and the next time the rest", async () => {
        const database = await newPlace();
        judge = (method, [address]) =>
          method === "getSignaturesForAddress" && address === other.address.toBase58()
            ? { error: { code: -32_011, message: "Transaction history is not available from this node" } }
            : "pass";
        const { report } = await filled(database);
        judge = () => "pass";
        expect(report.missing.map((one) => one.subscription)).to.deep.equal([other.address.toBase58()]);
        expect(report.missing[0]!.reason).to.match(/history is not available/);
        const again = await filled(database);
        expect(again.report).to.deep.include({ settlements: Number(market.ledger(other).sequence), missing: [] });
      });
    });

    it("are read for one subscription, and what is none is said", async () => {
      const { report } = await filled(await newDatabase(), other);
      expect(report).to.deep.include({ subscriptions: 1, missing: [] });
      const nobody = Keypair.generate().publicKey;
      const none = await filled(await newDatabase(), { ...other, address: nobody });
      expect(none.report.missing[0]!.reason).to.match(new RegExp(`^There is no subscription at ${nobody.toBase58()}`));
    });
  });

  it("are commands", async () => {
    const installation = await Installation.withDatabase(market);
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await new Running([...args, "--config", installation.config]).ended();
      return { code, said: stdout + stderr };
    };
    const file = fileOf(bodyOf(subscription, "by command"));
    expect(await run("replay", file, "--json")).to.deep.equal({
      code: 0,
      said: '{"lines":1,"opening":0,"unsubscribed":0,"stored":1,"known":{},"conflicts":[]}\n',
    });
    expect((await run("once")).code).to.equal(0);
    expect((await run("closes", "--json")).said).to.match(/"status":"settled","tradeId":"by command"/);
  });
});
