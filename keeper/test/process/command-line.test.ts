import { once } from "node:events";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { Webhook } from "standardwebhooks";
import { Checkpoints } from "../../src/store/checkpoints";
import { openDatabase } from "../../src/store/database";
import { FlightStore } from "../../src/store/flights";
import { Intake } from "../../src/store/intake";
import { FaultyRpc, type Judge } from "../support/faulty-rpc";
import { openKeeper } from "../support/keeper";
import { Market, type TestSubscription, USDC } from "../support/market";
import { Installation, Running, writeKey } from "../support/process";

describe("the keeper's process", () => {
  let market: Market;
  let winner: TestSubscription;

  before(async () => {
    market = await Market.open();
    winner = await market.verified();
  });

  after(() => market.close());

  describe("given a wrong configuration", () => {
    /** It has to exit with 2 and one line, having sent and stored nothing. */
    async function expectRefusal(running: Running, installation: Installation, message: RegExp): Promise<void> {
      const landed = market.landed;
      const { code, stdout, stderr } = await running.ended();
      expect(stderr.trimEnd()).to.match(message).and.not.include("\n");
      expect([code, stdout]).to.deep.equal([2, ""]);
      expect(market.landed).to.equal(landed);
      expect(existsSync(installation.database)).to.equal(false);
    }

    it("says that no configuration was named", async () => {
      await expectRefusal(
        new Running([]),
        new Installation(market),
        /^error: required option '--config <file>' not specified$/,
      );
    });

    it("names the key that does not exist", async () => {
      const installation = new Installation(market, { dryrun: true });
      await expectRefusal(
        installation.start("--once"),
        installation,
        /keeper\.json: dryrun: there is no such key; the keys are /,
      );
    });

    it("names the key file that is missing", async () => {
      const installation = new Installation(market, { signer: "nobody.json" });
      await expectRefusal(
        installation.start("--once"),
        installation,
        /^signer: The key file .*nobody\.json cannot be read: ENOENT$/,
      );
    });

    it("says that the signer is not the keeper's", async () => {
      const installation = new Installation(market);
      writeKey(`${installation.folder}/signer.json`, Keypair.generate());
      await expectRefusal(
        installation.start(),
        installation,
        /^signer: the key file holds .*, the keeper account .* names /,
      );
    });

    it("says that there is no such keeper account", async () => {
      const installation = new Installation(market, { keeper: market.signer.publicKey.toBase58() });
      await expectRefusal(
        installation.start(),
        installation,
        /^keeper: there is no keeper account at .*: check the address and rpcUrl$/,
      );
    });
  });

  describe("with --dry-run", () => {
    it("says what it would do, and sends and stores nothing", async () => {
      await market.trade(winner, 50n * USDC);
      const landed = market.landed;
      const installation = new Installation(market);
      const running = installation.start("--once", "--dry-run");
      expect(await running.ended()).to.deep.include({ code: 0, stderr: "" });
      const would = running.log().filter(({ msg }) => msg.startsWith("would"));
      expect(would.map(({ msg }) => msg)).to.deep.equal([
        "would settle: realized PnL moved from 0 to 50000000",
        "would payout: 5000000 base units are claimable",
      ]);
      expect(would[0]!.computeUnits).to.be.within(500, 4_000);
      expect(market.landed).to.equal(landed);
      expect(market.ledger(winner).sequence).to.equal(0n);
      expect(existsSync(installation.database)).to.equal(false);
    });

    it("leaves the database of a keeper that is not running as it is", async () => {
      const subscription = await market.attested();
      const installation = await Installation.withDatabase(market);
      const reference = "1".repeat(64);
      const store = async () => {
        const database = await openDatabase(installation.database);
        return { database, intake: new Intake(database.db, new Checkpoints()) };
      };
      const of = { subscription: subscription.address.toBase58() };
      const before = await store();
      await before.intake.take(of.subscription, { reference, tradeId: null, closePnl: 20_000_000n });
      await before.database.close();

      const running = installation.start("--once", "--dry-run");
      expect(await running.ended()).to.deep.include({ code: 0, stderr: "" });
      expect(running.log().map(({ msg }) => msg)).to.include(
        "would settle_attested: close 1 with a PnL of 20000000 is not settled",
      );
      const after = await store();
      expect((await after.intake.get(of.subscription, reference))!.state).to.equal("taken");
      await after.database.close();
      expect(market.ledger(subscription).sequence).to.equal(0n);
    });
  });

  describe("with --once", () => {
    it("does everything once, for attested closes that were stored, too, and exits with 0", async () => {
      const running = (await Installation.withDatabase(market)).start("--once");
      expect(await running.ended()).to.deep.include({ code: 0, stderr: "" });
      expect(market.ledger(winner)).to.deep.include({ sequence: 1n, claimed: 5_000_000n });
      expect(running.log().map(({ msg }) => msg.split(":")[0])).to.include.members([
        "the keeper has started",
        "settle confirmed",
        "payout confirmed",
        "the keeper is stopping",
      ]);
    });

    it("exits with 1 if something failed, and does the rest", async () => {
      const other = await market.verified();
      await market.trade(other, 10n * USDC);
      const nobody = Keypair.generate().publicKey.toBase58();
      const running = (await Installation.withDatabase(market, { subscriptions: [nobody] })).start("--once");
      expect((await running.ended()).code).to.equal(1);
      expect(market.ledger(other).sequence).to.equal(1n);
      const failures = running.log().filter(({ level }) => level >= 50);
      expect(failures.map(({ subscription }) => subscription)).to.deep.equal([nobody, nobody]);
    });

    it("exits with 1 and says so when the database is in use", async () => {
      const installation = await Installation.withDatabase(market);
      const keeper = await openKeeper(market, { database: installation.database });
      try {
        const { code, stderr } = await installation.start("--once").ended();
        expect(code).to.equal(1);
        expect(stderr).to.match(
          /^The database .* is in use by process \d+ on \S+: stop that one, or use another folder\n$/,
        );
      } finally {
        await keeper.stop();
      }
    });
  });

  describe("asked to explain a subscription", () => {
    it("says what it sees, what it would do and what it would not, and sends nothing", async () => {
      const subscription = await market.verified({ deposit: 0n });
      await market.trade(subscription, 50n * USDC);
      const landed = market.landed;
      const installation = new Installation(market);
      const running = new Running(["explain", subscription.address.toBase58(), "--config", installation.config]);
      const { code, stdout, stderr } = await running.ended();
      expect([code, stderr]).to.deep.equal([0, ""]);
      const name = (key: { toBase58(): string }) => key.toBase58();
      expect(stdout).to.equal(
        [
          `Subscription ${name(subscription.address)}, active, verified on drift, 10 % of profit.`,
          `Bot ${name(subscription.bot)}, subscriber ${name(subscription.subscriber.publicKey)}, agent ${name(subscription.agent.publicKey)}.`,
          "Nothing was settled yet.",
          "The creator has earned $0.00: $0.00 received, $0.00 claimable, $0.00 owed.",
          "The balance is $0.00. The bot pays out from $0.01 on.",
          "The venue says $50.00 of realized PnL, $0.00 are settled; its positions are closed.",
          "The policy is immediate: money moves with the settlement.",
          "",
          "It would do now:",
          "  1. settle: realized PnL moved from 0 to 50000000",
          "  2. fund_from_venue: 5000000 base units are owed ($5.00)",
          "  3. payout: 5000000 base units are claimable ($5.00)",
          "Unless an account changes, nothing is to be done later.",
          "",
        ].join("\n"),
      );
      expect(market.landed).to.equal(landed);
      expect(existsSync(installation.database)).to.equal(false);
    });

    it("refuses what is no address, and says that there is no subscription", async () => {
      const { config } = new Installation(market);
      const wrong = await new Running(["explain", "mine", "--config", config]).ended();
      expect([wrong.code, wrong.stderr]).to.deep.equal([2, 'subscription has to be a base58 address, not "mine"\n']);
      const nobody = Keypair.generate().publicKey.toBase58();
      const missing = await new Running(["explain", nobody, "--config", config]).ended();
      expect(missing.code).to.equal(1);
      expect(missing.stderr).to.match(new RegExp(`^There is no subscription at ${nobody}`));
    });
  });

  describe("with an address to listen at", () => {
    const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

    it("answers until it is told to stop, and its log does not hold the secret", async () => {
      const subscription = await market.attested();
      const listen = { listen: "127.0.0.1:0", webhookSecret: SECRET };
      const running = (await Installation.withDatabase(market, listen)).start();
      const { address } = await running.says(/^the keeper answers over HTTP$/);
      const body = JSON.stringify({
        subscriberBotId: subscription.address.toBase58(),
        subscriberAgentWallet: subscription.agent.publicKey.toBase58(),
        isClosingTrade: true,
        tradePnl: 20,
        tradeId: "one",
      });
      const now = new Date();
      const headers = {
        "content-type": "application/json",
        "webhook-id": "msg_1",
        "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
        "webhook-signature": new Webhook(SECRET).sign("msg_1", now, body),
      };
      const response = await fetch(`${address}/v1/closes`, { method: "POST", headers, body });
      expect(await response.json()).to.deep.include({ success: true, accrued: "2.00" });
      expect((await fetch(`${address}/live`)).status).to.equal(200);
      running.kill("SIGTERM");
      expect((await running.ended()).code).to.equal(0);
      expect(JSON.stringify(running.log())).to.not.include(SECRET.slice(6));
    });

    it("says that the address is taken", async () => {
      const other = createServer().listen(0, "127.0.0.1");
      await once(other, "listening");
      const { port } = other.address() as AddressInfo;
      const running = (await Installation.withDatabase(market, { listen: `127.0.0.1:${port}` })).start();
      const { code, stderr } = await running.ended();
      expect([code, stderr]).to.deep.equal([
        2,
        `listen: listen EADDRINUSE: address already in use 127.0.0.1:${port}\n`,
      ]);
      other.close();
    });
  });

  describe("told to stop", () => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      it(`by ${signal} finishes the transaction in hand, lets go of the database and exits with 0`, async () => {
        const subscription = await market.verified();
        await market.trade(subscription, 50n * USDC);
        let running: Running | null = null;
        let told = false;
        const judge: Judge = (method) => {
          if (method === "sendTransaction" && !told) {
            // Once: a second one would end the process at once.
            told = true;
            running?.kill(signal);
          }
          return "pass";
        };
        const rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, judge);
        try {
          const installation = await Installation.withDatabase(market, { rpcUrl: rpc.url });
          running = installation.start();
          const { code, stderr } = await running.ended();
          expect([code, stderr]).to.deep.equal([0, ""]);
          // The settlement was in hand; the payout had not begun.
          expect(market.ledger(subscription)).to.deep.include({ sequence: 1n, credited: 5_000_000n, claimed: 0n });
          const database = await openDatabase(installation.database);
          expect(await new FlightStore(database.db, new Checkpoints()).lanes()).to.deep.equal([]);
          await database.close();
        } finally {
          await rpc.close();
        }
      });
    }
  });
});
