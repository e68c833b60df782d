import { join } from "node:path";
import { describeWithPostgres } from "@profit-share/testing/postgres";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { Webhook } from "standardwebhooks";
import { Market, USDC } from "../support/market";
import { Installation, Running, writeKey } from "../support/process";
import { signWith } from "../support/two-signatures";
import { ORIGIN, WEBHOOK_SECRET } from "../support/website";

describeWithPostgres("a keeper beside a host's website and tables", (server) => {
  let market: Market;
  let url: string;

  const run = (sql: string): string => server.run(sql, new URL(url).pathname.slice(1));

  before(async () => {
    market = await Market.open();
    url = server.newDatabase();
    run(`
      CREATE TABLE "botSubscriptions" (id text PRIMARY KEY, "onChainAddress" text);
      CREATE TABLE agents (wallet text, owner text);`);
  });
  after(() => market.close());

  const configured = (changes: object = {}): Promise<Installation> =>
    Installation.withDatabase(market, {
      listen: "127.0.0.1:0",
      webhookSecret: WEBHOOK_SECRET,
      hostTables: {
        subscriptions: { table: "botSubscriptions", id: "id", subscription: "onChainAddress" },
        agents: { table: "agents", agent: "wallet", subscriber: "owner" },
      },
      subscribing: { origins: [ORIGIN] },
      ...changes,
    });

  const start = ({ config }: Installation): Running =>
    new Running(["--config", config], { PROFIT_SHARE_HOST_DATABASE: url });

  it("should subscribe a newcomer with an agent that was made meanwhile, and settle by the host's id", async () => {
    const { bot } = await market.attested();
    const installation = await configured();
    const running = start(installation);
    const { address } = await running.says(/^the keeper answers over HTTP$/);
    const post = async (path: string, content: string, headers: Record<string, string> = {}) => {
      const json = { "content-type": "application/json", ...headers };
      const response = await fetch(`${address}/v1/${path}`, { method: "POST", headers: json, body: content });
      return (await response.json()) as Record<string, unknown>;
    };

    const [wallet, agent] = [Keypair.generate(), Keypair.generate()];
    market.chain.airdrop(wallet.publicKey);
    await market.chain.mintTo(wallet.publicKey, 100n * USDC);
    writeKey(join(installation.folder, "agents", "new.json"), agent);
    run(`INSERT INTO agents VALUES ('${agent.publicKey}', '${wallet.publicKey}')`);

    const asked = {
      bot: bot.toBase58(),
      subscriber: wallet.publicKey.toBase58(),
      account: { accountNo: 0 },
      dailyCap: "50000000",
      deposit: "20000000",
    };
    const prepared = await post("subscriptions/prepare", JSON.stringify(asked));
    expect(prepared).to.include({ agent: agent.publicKey.toBase58(), deposit: "20000000" });
    const transaction = signWith(wallet, String(prepared.transaction));
    const made = await post("subscriptions/cosign", JSON.stringify({ ...asked, transaction }));
    expect(made).to.include({ kind: "confirmed", subscription: prepared.subscription });

    run(`INSERT INTO "botSubscriptions" VALUES ('bot 7', '${String(made.subscription)}'), ('bot 8', NULL)`);
    const closed = async (subscriberBotId: string) => {
      const close = { subscriberBotId, subscriberAgentWallet: agent.publicKey, tradeId: "1", isClosingTrade: true };
      const body = JSON.stringify({ ...close, tradePnl: "20" });
      const now = new Date();
      return post("closes", body, {
        "webhook-id": "msg_1",
        "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
        "webhook-signature": new Webhook(WEBHOOK_SECRET).sign("msg_1", now, body),
      });
    };
    expect(await closed("bot 7")).to.deep.include({ success: true, stored: true, accrued: "2.00", paid: "2.00" });
    expect(await closed("bot 8")).to.deep.include({ success: true, stored: false });

    running.kill("SIGTERM");
    expect((await running.ended()).code).to.equal(0);
    expect(JSON.stringify(running.log())).to.not.include("keeper:secret");
  });

  it("should not start if a table is not there, and name its key", async () => {
    const agents = { table: "wallets", agent: "wallet", subscriber: "owner" };
    const { code, stderr } = await start(await configured({ hostTables: { agents } })).ended();
    expect(code).to.equal(2);
    expect(stderr).to.match(/^hostTables\.agents\.table: relation "wallets" does not exist: correct the name/);
  });
});
