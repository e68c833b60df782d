import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { botAddress, keyFileText } from "@profit-share/sdk";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { type Run, runBare } from "./support/command-line";
import { openSpoiledNode, sendJson } from "./support/fake-node";
import { type HostRow, Marketplace, writtenRows } from "./support/marketplace";
import { cells } from "./support/table";

/** Bots 0 to 4 are of the first creator, bot 5 of the second one, whose key is not at hand. Bots 0 and 5 are verified. */
const BOTS = 6;
const SUBSCRIBERS = 8;
const COUNTS = ["in the files", "on the chain", "left since", "published now", "others sign", "wait for their bot"];

describe("profit-share migrate", function () {
  this.timeout(60_000);
  let marketplace: Marketplace;
  const folder = mkdtempSync(join(tmpdir(), "profit-share-migrate-"));
  before(async () => {
    marketplace = await Marketplace.open(BOTS, SUBSCRIBERS);
    mkdirSync(join(folder, "keys"));
    writeFileSync(join(folder, "keys", "first.json"), keyFileText(marketplace.creators[0]!));
    writeFileSync(join(folder, "host.json"), keyFileText(marketplace.host));
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await marketplace.close();
  });

  const out = join(folder, "out");
  const sent = () => marketplace.chain.localnet.chain.ledger.count;
  const keys = () => ["--keypair", join(folder, "host.json"), "--owners", join(folder, "keys")];
  const written = (name: string): HostRow[] => writtenRows(readFileSync(join(out, name), "utf8"));

  function files({ bots = marketplace.bots, subscribers = marketplace.subscribers.map(({ row }) => row) } = {}) {
    const [one, two] = [join(folder, "bots.csv"), join(folder, "subscribers.csv")];
    writeFileSync(one, marketplace.botsCsv(bots));
    writeFileSync(two, marketplace.subscribersCsv(subscribers));
    return [one, two] as const;
  }

  function migrate(paths: readonly [string, string], ...args: string[]): Promise<Run> {
    const common = ["--mint", marketplace.chain.mint.toBase58(), "--keeper", marketplace.keeper.toBase58()];
    return runBare("migrate", ...paths, ...common, "--out", out, "--url", marketplace.rpcUrl, ...args);
  }

  /** Rows with one cell of one of them changed. */
  const changed = (rows: readonly HostRow[], index: number, cell: HostRow): HostRow[] =>
    rows.map((row, at) => (at === index ? { ...row, ...cell } : row));
  const subscriberRows = () => marketplace.subscribers.map(({ row }) => row);

  describe("refuses wrong files, and neither sends nor writes:", () => {
    async function expectWrong(paths: readonly [string, string], ...words: string[]): Promise<void> {
      const before = sent();
      const untouched = join(folder, "untouched");
      const { exitCode, err } = await migrate(paths, "--yes", ...keys(), "--out", untouched);
      for (const text of words) expect(err).to.include(text);
      expect([exitCode, sent(), existsSync(untouched)]).to.deep.equal([2, before, false]);
    }

    it("each row that is wrong, with its line and field", async () => {
      const { mint } = marketplace.chain;
      let bots = changed(marketplace.bots, 0, { profitSharePercent: "11" });
      bots = changed(bots, 1, { owner: "nobody" });
      bots = changed(bots, 2, { minDailyCap: "0" });
      bots = changed(bots, 3, { id: "bot 4" });
      bots = changed(bots, 5, { feeBasis: "each_close", terms: "short" });
      await expectWrong(
        files({ bots }),
        "bots.csv line 2: profitSharePercent 11 is more than 10",
        'bots.csv line 5: The owner "nobody" is no Solana address',
        "bots.csv line 8: minDailyCap: The amount is zero",
        'bots.csv line 14: id "bot 4" is that of bots.csv line 11, too',
        "bots.csv line 17: feeBasis each_close is for attested bots, the source is drift",
        "error: 5 rows are wrong: nothing is sent or written until they are right.",
      );
      await expectWrong(
        files({ bots: changed(marketplace.bots, 1, { payoutWallet: mint.toBase58() }) }),
        `bots.csv line 5: payoutWallet, ${mint.toBase58()}, is a mint: nobody can take out`,
        "error: 1 row is wrong",
      );
    });

    it("each subscriber that is wrong", async () => {
      let rows = changed(subscriberRows(), 0, { accountNo: "1" });
      rows = changed(rows, 1, { bot: "bot 99" });
      rows = changed(rows, 2, { dailyCap: "0.5" });
      rows = changed(rows, 3, { deposit: "4.99" });
      rows = changed(rows, 4, { agent: "" });
      rows = changed(rows, 7, { agent: rows[5]!.agent!, venueUser: "", accountNo: "70000" });
      await expectWrong(
        files({ subscribers: rows }),
        "subscribers.csv line 2: venueUser has to be the agent's account on the venue, and accountNo is empty",
        'subscribers.csv line 3: bot "bot 99" is none of the bots\' file',
        "subscribers.csv line 4: dailyCap $0.50 is less than the bot's minimum, $1.00",
        "subscribers.csv line 5: deposit $4.99 is less than the bot's minimum, $5.00",
        "subscribers.csv line 6: agent is empty",
        'subscribers.csv line 9: accountNo "70000" is no account number',
        "error: 6 rows are wrong",
      );
    });

    it("an account of an agent that two rows name", async () => {
      const [, second] = subscriberRows();
      const rows = changed(subscriberRows(), 2, { agent: second!.agent!, bot: "bot 2" });
      await expectWrong(
        files({ subscribers: rows }),
        "subscribers.csv line 4: accountNo of this agent is that of subscribers.csv line 3, too",
      );
    });

    it("a column that nobody reads, and one that is missing", async () => {
      const strange = marketplace.bots.map((bot) => ({ ...bot, minPayouts: "1" }));
      await expectWrong(files({ bots: strange }), 'bots.csv has "minPayouts", which is none of id, owner');
      const short = marketplace.bots.map(({ terms: _, ...bot }) => bot as HostRow);
      await expectWrong(files({ bots: short }), 'bots.csv has no column "terms"');
    });

    it("a wallet that holds too little for the bots", async () => {
      const poor = join(folder, "poor.json");
      writeFileSync(poor, keyFileText(Keypair.generate()));
      const before = sent();
      const args = ["--yes", "--keypair", poor, "--owners", join(folder, "keys")];
      const { exitCode, err } = await migrate(files(), ...args);
      expect([exitCode, sent(), existsSync(out)]).to.deep.equal([2, before, false]);
      expect(err).to.match(/poor\.json is that of \w+, which holds 0 SOL; the bots take 0\.0200906 SOL: send it more$/);
    });

    it("attested bots without a keeper", async () => {
      const [bots, subscribers] = files();
      const { exitCode, err } = await runBare(
        ...["migrate", bots, subscribers, "--mint", marketplace.chain.mint.toBase58(), "--url", marketplace.rpcUrl],
      );
      expect(exitCode).to.equal(2);
      expect(err).to.include("bots.csv line 5: source is attested, so a keeper attests its closes: pass its account");
    });
  });

  describe("step by step", () => {
    it("plans with counts and costs in SOL, and a dry run does nothing", async () => {
      const before = sent();
      const { exitCode, out: text, err } = await migrate(files(), "--dry-run", ...keys());
      expect([exitCode, err, sent(), existsSync(out)]).to.deep.equal([0, "", before, false]);
      expect(cells(text, COUNTS)).to.deep.equal([
        ["6", "0", "0", "5", "1", "0"],
        ["8", "0", "0", "0", "0", "8"],
      ]);
      expect(text).to.match(/^Publishing takes 0\.\d+ SOL of rent, which stays .* and 0\.00005 SOL of fees\.$/m);
      expect(text).to.match(/^Subscribing takes 0\.\d+ SOL of rent, which comes back .* and 0\.00008 SOL of fees: /m);
      expect(text).to.include("The deposits are $48.00.");
    });

    it("says the same of JSON files", async () => {
      const paths = [join(folder, "bots.json"), join(folder, "subscribers.json")] as const;
      const numbers = marketplace.bots.map((bot) => ({ ...bot, profitSharePercent: 7.5 }));
      writeFileSync(paths[0], JSON.stringify(numbers));
      writeFileSync(paths[1], JSON.stringify(subscriberRows()));
      const json = await migrate(paths, "--dry-run", ...keys());
      const csv = await migrate(files(), "--dry-run", ...keys());
      expect([json.err, json.out]).to.deep.equal(["", csv.out]);
    });

    it("goes on where a node failed", async () => {
      let taken = 0;
      const node = await openSpoiledNode(marketplace.rpcUrl, (response, { id, method }) => {
        if (method !== "sendTransaction") return false;
        taken += 1;
        if (taken <= 2) return false;
        sendJson(response, { jsonrpc: "2.0", id, error: { code: -32_005, message: "Node is behind" } });
        return true;
      });
      try {
        const { exitCode, err } = await migrate(files(), "--yes", ...keys(), "--url", node.url);
        expect(exitCode).to.equal(3);
        expect(err).to.include(
          'bots.csv line 8: bot "bot 2" is not published, 2 before it are. Run it again to go on.',
        );
        expect(existsSync(out)).to.equal(false);
      } finally {
        await node.close();
      }
    });

    it("publishes what it has keys for, at the cost that it said, and writes what others sign", async () => {
      const before = marketplace.lamports(marketplace.host.publicKey);
      const plan = JSON.parse((await migrate(files(), "--dry-run", "--json", ...keys())).out);
      expect(plan.bots).to.include({ there: 2, now: 3, elsewhere: 1 });
      const { exitCode, err, out: text } = await migrate(files(), "--yes", ...keys());
      expect([exitCode, err]).to.deep.equal([0, ""]);
      expect(text).to.include("Bots published: 3.");
      const paid = before - marketplace.lamports(marketplace.host.publicKey);
      expect(paid).to.equal(BigInt(plan.bots.rent) + BigInt(plan.bots.fees));

      const [first] = marketplace.creators;
      const bot = await marketplace.chain.client.bot(
        botAddress(first!.publicKey, Buffer.from("bot 1".padEnd(16, "\0"))),
      );
      expect(bot.terms).to.include({ source: "attested", feeBasis: "each_close", profitShareBps: 750 });
      expect(bot.terms.keeper!.toBase58()).to.equal(marketplace.keeper.toBase58());
      expect(bot.minPayout).to.equal(500_000n);

      const rows = written("subscriptions-to-sign.csv");
      expect(rows.map(({ row }) => row)).to.deep.equal(
        // Those of bot 5 wait for it.
        [0, 1, 2, 3, 4, 6, 7].map((number) => `subscribers.csv line ${number + 2}`),
      );
      expect(written("bots-to-publish.csv").map((row) => row.bot)).to.deep.equal(["bot 5"]);
    });

    it("names in the file who holds too little", async () => {
      const [poor] = marketplace.subscribers;
      const { chain } = marketplace;
      const purse = chain.purse(poor!.wallet.publicKey);
      chain.setTokens(purse, poor!.wallet.publicKey, 1_500_000n);
      const { out: text } = await migrate(files(), "--yes", ...keys(), "--app", "https://app.example/");
      expect(text).to.include("Subscribers who hold too little for what they are to sign: 1.");
      const [row] = written("subscriptions-to-sign.csv");
      expect(row).to.include({ missingDollars: "4.50", missingSol: "0" });
      expect(row!.link).to.equal(`https://app.example/bot/${row!.botAddress}/subscribe`);
      chain.setTokens(purse, poor!.wallet.publicKey, 6_000_000n);
    });

    it("leaves out those whose bot takes no new subscribers", async () => {
      const { chain, creators } = marketplace;
      const bot = botAddress(creators[0]!.publicKey, Buffer.from("bot 1".padEnd(16, "\0")));
      await chain.send([await chain.client.setOpen(bot, false)], creators[0]!);
      const { out: text } = await migrate(files(), "--yes", ...keys());
      expect(cells(text, COUNTS)[1]).to.deep.equal(["8", "0", "0", "0", "5", "3"]);
      await chain.send([await chain.client.setOpen(bot, true)], creators[0]!);
      await migrate(files(), "--yes", ...keys());
    });

    it("what was written is what the parties sign, at the cost that it said", async () => {
      const { subscriptions } = JSON.parse((await migrate(files(), "--dry-run", "--json", ...keys())).out);
      const wallets = marketplace.subscribers.map(({ wallet }) => wallet.publicKey);
      const before = wallets.map((wallet) => marketplace.lamports(wallet));
      for (const { transaction } of written("subscriptions-to-sign.csv")) await marketplace.sign(transaction!);
      const each = (BigInt(subscriptions.rent) + BigInt(subscriptions.fees)) / BigInt(subscriptions.count);
      const paid = wallets.map((wallet, index) => before[index]! - marketplace.lamports(wallet));
      expect(paid).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7].map((number) => (number === 5 ? 0n : each)));
      const { out: text } = await migrate(files(), "--yes", ...keys());
      expect(cells(text, COUNTS)).to.deep.equal([
        ["6", "5", "0", "0", "1", "0"],
        ["8", "7", "0", "0", "0", "1"],
      ]);
      expect(written("subscriptions-to-sign.csv")).to.have.length(0);
    });

    it("the command in the file publishes the bot of an owner elsewhere, whose subscribers are next", async () => {
      const [, second] = marketplace.creators;
      marketplace.chain.airdrop(second!.publicKey);
      const key = join(folder, "second.json");
      writeFileSync(key, keyFileText(second!));
      const [row] = written("bots-to-publish.csv");
      const [name, ...command] = row!.command!.split(" ");
      expect(name).to.equal("profit-share");
      const published = await runBare(...command, "--yes", "--keypair", key, "--url", marketplace.rpcUrl);
      expect([published.exitCode, published.err]).to.deep.equal([0, ""]);
      const { out: text } = await migrate(files(), "--yes", ...keys());
      expect(text).to.not.include("Bots for their owners to publish");
      const [last, ...more] = written("subscriptions-to-sign.csv");
      expect(more).to.have.length(0);
      await marketplace.sign(last!.transaction!);
      expect((await migrate(files(), "--yes", ...keys())).out).to.include("Everything is on the chain.");
    });

    it("does not ask again whom has left since", async () => {
      const { chain } = marketplace;
      const [, leaver] = marketplace.subscribers;
      const [left] = await chain.client.subscriptionsOfSubscriber(leaver!.wallet.publicKey);
      await chain.send([await chain.client.unsubscribe(left!.address)], leaver!.wallet);
      chain.passDays(8);
      await chain.send([await chain.client.closeSubscription(left!.address)]);
      const { out: text } = await migrate(files(), "--yes", ...keys());
      expect(cells(text, COUNTS)[1]).to.deep.equal(["8", "7", "1", "0", "0", "0"]);
      expect(text).to.include("Everything is on the chain.");
    });

    it("names a bot with other terms, and an account that is taken", async () => {
      const bots = changed(marketplace.bots, 1, { profitSharePercent: "8" });
      const other = await migrate(files({ bots }), "--yes", ...keys());
      expect(other.exitCode).to.equal(2);
      expect(other.err).to.match(/^bots\.csv line 5: bot \w+ is published with other terms: correct the file/m);

      const stranger = Keypair.generate().publicKey.toBase58();
      const taken = await migrate(
        files({ subscribers: changed(subscriberRows(), 2, { subscriber: stranger }) }),
        "--yes",
      );
      expect(taken.exitCode).to.equal(2);
      expect(taken.err).to.match(
        /^subscribers\.csv line 4: the account has subscription \w+ of \w+ to bot \w+: that one/m,
      );
    });
  });
});
