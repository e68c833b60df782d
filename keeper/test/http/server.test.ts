import { once } from "node:events";
import { connect } from "node:net";
import { expect } from "chai";
import type { FastifyInstance } from "fastify";
import { Webhook } from "standardwebhooks";
import type { Keeper } from "../../src";
import { closeFunctions } from "../../src/host/host";
import { readWallet } from "../../src/host/input";
import { Metrics } from "../../src/http/metrics";
import { createServer } from "../../src/http/server";
import { FaultyRpc, type Judge } from "../support/faulty-rpc";
import { openKeeper, silent } from "../support/keeper";
import { Market, type TestSubscription } from "../support/market";

/** What an answer can hold, of all routes. */
interface Said {
  success: boolean;
  error: string;
  retry: boolean;
  problems: string[];
  closes: { waiting: number; oldestMs: number | null };
  inFlight: { count: number; oldestMs: number | null };
  debts: { subscriptions: number; owed: string };
  endpoints: { method: string }[];
  setAside: { count: number; first: { reason: string }[] };
}

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

describe("the keeper over HTTP", () => {
  let market: Market;
  let rpc: FaultyRpc;
  let judge: Judge = () => "pass";
  let keeper: Keeper;
  let server: FastifyInstance;
  let address: string;
  let subscription: TestSubscription;

  async function serve(webhookSecret: string | null = SECRET): Promise<void> {
    const metrics = new Metrics();
    const settings = market.settings({ rpcUrl: rpc.url });
    keeper = await openKeeper(market, { settings, ...metrics.events });
    const host = closeFunctions({ keeper, resolve: (id) => readWallet(id, "subscriberBotId") });
    server = createServer({ keeper, host, metrics, logger: silent, webhookSecret, subscribing: null });
    address = await server.listen({ host: "127.0.0.1", port: 0 });
  }

  before(async () => {
    market = await Market.open();
    rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (...given) => judge(...given));
    subscription = await market.attested();
    await serve();
  });
  after(async () => {
    await stop();
    await rpc.close();
    await market.close();
  });
  afterEach(() => {
    judge = () => "pass";
  });

  async function stop(): Promise<void> {
    await server.close();
    await keeper.stop();
  }

  async function get(path: string): Promise<{ code: number; body: Said }> {
    const response = await fetch(`${address}${path}`);
    return { code: response.status, body: (await response.json()) as Said };
  }

  const closeOf = (tradeId: string, changes: object = {}) => ({
    subscriberBotId: subscription.address.toBase58(),
    subscriberAgentWallet: subscription.agent.publicKey.toBase58(),
    isClosingTrade: true,
    tradePnl: "20",
    tradeId,
    ...changes,
  });

  /** Signs it as a host does, unless the headers are given. */
  async function post(
    body: unknown,
    headers: Record<string, string> | null = null,
    at = new Date(),
    path = "/v1/closes",
  ) {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const signed = {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
      "webhook-signature": new Webhook(SECRET).sign("msg_1", at, text),
    };
    const response = await fetch(`${address}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(headers ?? signed) },
      body: text,
    });
    return { code: response.status, body: (await response.json()) as Said };
  }

  const rows = async () => (await keeper.status()).closes.waiting;
  const settled = () => market.ledger(subscription).sequence;

  describe("of a close", () => {
    it("settles and pays it, once however often it is sent", async () => {
      const first = await post(closeOf("a"));
      expect(first.code).to.equal(200);
      expect(first.body).to.deep.include({ success: true, stored: true, accrued: "2.00", paid: "2.00", tradeId: "a" });
      expect(await post(closeOf("a"))).to.deep.equal(first);
      expect(settled()).to.equal(1n);
    });

    it("takes a trade that opens for nothing to settle", async () => {
      const before = settled();
      const { code, body } = await post(closeOf("opens", { isClosingTrade: false, tradePnl: 0 }));
      expect([code, body]).to.deep.equal([200, { success: true, stored: false }]);
      expect(settled()).to.equal(before);
    });

    it("stores it while no node answers, and says so", async () => {
      judge = () => "lose request";
      const { code, body } = await post(closeOf("later"));
      expect(code).to.equal(202);
      expect(body).to.deep.include({ success: false, stored: true, retry: false });
      judge = () => "pass";
      await keeper.once();
      expect((await post(closeOf("later"))).body).to.deep.include({ success: true });
    });

    it("says what can never be settled apart from what can later", async () => {
      const other = await post(closeOf("b", { subscriberAgentWallet: market.signer.publicKey.toBase58() }));
      expect(other.code).to.equal(422);
      expect(other.body.error).to.match(/^The agent of subscription \w+ is \w+, not \w+$/);
      const conflict = await post(closeOf("a", { tradePnl: 21 }));
      expect([conflict.code, conflict.body.retry]).to.deep.equal([422, false]);
      const verified = await market.verified();
      judge = () => "lose request";
      const fresh = { subscriberBotId: verified.address.toBase58(), tradeId: "c" };
      keeper.isVerified = () => true;
      const { code, body } = await post(closeOf("c", fresh));
      expect([code, body.retry]).to.deep.equal([503, true]);
    });
  });

  describe("of the word that no close follows", () => {
    const word = (of: TestSubscription) => {
      const said = {
        subscriberBotId: of.address.toBase58(),
        subscriberAgentWallet: of.agent.publicKey.toBase58(),
      };
      return post(said, null, new Date(), "/v1/finish");
    };

    it("ends a subscription that is closing", async () => {
      const leaving = await market.attested();
      await market.leave(leaving);
      const { code, body } = await word(leaving);
      expect([code, body.success]).to.deep.equal([200, true]);
      expect(market.chain.localnet.chain.account(leaving.address.toBase58())).to.equal(null);
    });

    it("is refused for good while nobody has unsubscribed it", async () => {
      const { code, body } = await word(subscription);
      expect([code, body.retry]).to.deep.equal([422, false]);
      expect(body.error).to.match(/is active: it has to be unsubscribed first$/);
    });

    it("is asked for again while no node answers", async () => {
      const leaving = await market.attested();
      await market.leave(leaving);
      judge = () => "lose request";
      const { code, body } = await word(leaving);
      expect([code, body.retry]).to.deep.equal([503, true]);
    });

    it("is taken from nobody who has not signed", async () => {
      const { code } = await post({}, {}, new Date(), "/v1/finish");
      expect(code).to.equal(401);
    });
  });

  describe("of what is no close", () => {
    const wrong: [what: string, body: () => unknown, error: RegExp][] = [
      ["no JSON", () => "{", /^The body has to be one JSON object$/],
      ["a list", () => [closeOf("x")], /^The body has to be one JSON object$/],
      ["a number as id", () => closeOf("x", { subscriberBotId: 5 }), /^subscriberBotId: has to be a text$/],
      ["no trade id", () => closeOf("x", { tradeId: undefined }), /^tradeId: has to be a text or a whole number$/],
      ["a trade id of null", () => closeOf("x", { tradeId: null }), /^tradeId: has to be a text or a whole number$/],
      [
        "no wallet",
        () => closeOf("x", { subscriberAgentWallet: undefined }),
        /^subscriberAgentWallet: has to be a base58/,
      ],
      ["an unclear rest", () => closeOf("x", { positionClosed: "yes" }), /^positionClosed: has to be true or false$/],
      ["an unclear kind", () => closeOf("x", { isClosingTrade: "yes" }), /^isClosingTrade: has to be true or false$/],
      ["no PnL", () => closeOf("x", { tradePnl: null }), /^tradePnl: has to be dollars, as a number or a text$/],
      ["an unknown key", () => closeOf("x", { pnl: 5 }), /^pnl: there is no such key$/],
    ];
    for (const [what, body, error] of wrong) {
      it(`refuses ${what} and writes nothing`, async () => {
        const before = settled();
        const answer = await post(body());
        expect(answer.code).to.equal(400);
        expect(answer.body.error).to.match(error);
        expect([await rows(), settled()]).to.deep.equal([0, before]);
      });
    }

    const unfit: [what: string, changes: object, error: RegExp][] = [
      ["a PnL in words", { tradePnl: "much" }, /^realizedPnl has to be dollars as a decimal number/],
      ["a PnL of a trillion", { tradePnl: 1e12 }, /is taken for a mistake/],
      ["a wallet that is none", { subscriberAgentWallet: "me" }, /^subscriberAgentWallet has to be a base58 address/],
      ["an id that is no address", { subscriberBotId: "42" }, /^subscriberBotId has to be a base58 address/],
      ["a trade id beyond what a number holds", { tradeId: 2 ** 60 }, /^tradeId has to be a text, or a whole number/],
    ];
    for (const [what, changes, error] of unfit) {
      it(`refuses ${what} and writes nothing`, async () => {
        const answer = await post(closeOf("x", changes));
        expect([answer.code, answer.body.retry]).to.deep.equal([422, false]);
        expect(answer.body.error).to.match(error);
        expect(await rows()).to.equal(0);
      });
    }
  });

  describe("of who has not signed", () => {
    const refused = async (headers: Record<string, string> | null, at?: Date): Promise<string> => {
      const { code, body } = await post(closeOf("forged"), headers, at);
      expect(code).to.equal(401);
      expect(await rows()).to.equal(0);
      return body.error;
    };
    const MINUTES = 60_000;

    it("takes nothing without a signature, with a wrong one, or with one of another secret", async () => {
      expect(await refused({})).to.match(/^The signature is not accepted: Missing required headers\. Sign as/);
      const time = String(Math.floor(Date.now() / 1_000));
      const with_ = (signature: string) => ({
        "webhook-id": "msg_1",
        "webhook-timestamp": time,
        "webhook-signature": signature,
      });
      expect(await refused(with_("v1,AAAA"))).to.match(/No matching signature found/);
      const other = new Webhook(`whsec_${Buffer.alloc(32, 8).toString("base64")}`);
      const text = JSON.stringify(closeOf("forged"));
      expect(await refused(with_(other.sign("msg_1", new Date(), text)))).to.match(/No matching signature found/);
    });

    it("takes nothing that was signed for another body", async () => {
      const time = new Date();
      const signature = new Webhook(SECRET).sign("msg_1", time, JSON.stringify(closeOf("forged", { tradePnl: "1" })));
      const at = String(Math.floor(time.getTime() / 1_000));
      expect(
        await refused({ "webhook-id": "msg_1", "webhook-timestamp": at, "webhook-signature": signature }),
      ).to.match(/No matching signature found/);
    });

    it("takes nothing that was signed more than five minutes ago, or for later", async () => {
      expect(await refused(null, new Date(Date.now() - 6 * MINUTES))).to.match(/too old/);
      expect(await refused(null, new Date(Date.now() + 6 * MINUTES))).to.match(/too new/);
    });
  });

  it("refuses what is too large before it is read", async () => {
    const { code, body } = await post(closeOf("x", { subscriberBotId: "y".repeat(1_000_000) }));
    expect(code).to.equal(413);
    expect(body.error).to.match(/too large/);
  });

  it("refuses another kind of body, and what is not there", async () => {
    const response = await fetch(`${address}/v1/closes`, {
      method: "POST",
      body: "x",
      headers: { "content-type": "text/plain" },
    });
    expect(response.status).to.equal(415);
    expect(await get("/v1/nothing?key=1")).to.deep.equal({ code: 404, body: { error: "There is no GET /v1/nothing" } });
  });

  it("is held up by nobody who sends slowly", async () => {
    const slow = connect(Number(new URL(address).port), "127.0.0.1");
    await once(slow, "connect");
    slow.write("POST /v1/closes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{");
    expect((await post(closeOf("a"))).code).to.equal(200);
    slow.destroy();
  });

  it("takes no close without a secret", async () => {
    await stop();
    await serve(null);
    const { code, body } = await post(closeOf("x"));
    expect([code, body.error]).to.deep.equal([503, "No closes are taken: webhookSecret is not configured"]);
    await stop();
    await serve();
  });

  describe("of its state", () => {
    it("is not alive before it runs, and alive and ready after it has looked at all", async () => {
      await stop();
      await serve();
      expect(await get("/live")).to.deep.equal({ code: 503, body: { live: false, error: "The keeper does not run" } });
      expect((await get("/ready")).code).to.equal(503);
      keeper.start();
      await until(async () => (await get("/ready")).code === 200);
      expect(await get("/live")).to.deep.equal({ code: 200, body: { live: true } });
      expect(await get("/health")).to.deep.equal({ code: 200, body: { healthy: true, problems: [] } });
    });

    it("names what is to be mended", async () => {
      const poor = market.chain.localnet.chain.account(market.signer.publicKey.toBase58())!;
      market.chain.localnet.chain.setAccount(market.signer.publicKey.toBase58(), { ...poor, lamports: 40_000_000n });
      await stop();
      await serve();
      keeper.start();
      await until(async () => (await get("/ready")).code === 200);
      const { code, body } = await get("/health");
      expect(code).to.equal(503);
      expect(body.problems).to.deep.equal([
        `The payer ${market.signer.publicKey.toBase58()} has 40000000 lamports: send it more SOL`,
      ]);
      market.chain.localnet.chain.setAccount(market.signer.publicKey.toBase58(), poor);
    });

    it("tells all of it, and each figure moves", async () => {
      const debtor = await market.attested({ deposit: 0n });
      await stop();
      await serve();
      keeper.start();
      await until(async () => (await get("/ready")).code === 200);
      const poor = {
        subscriberBotId: debtor.address.toBase58(),
        subscriberAgentWallet: debtor.agent.publicKey.toBase58(),
      };
      expect((await post(closeOf("owes", poor))).body).to.deep.include({ success: true, owed: "2.00" });
      const { body } = await get("/v1/status");
      expect(body).to.deep.include({ signer: market.signer.publicKey.toBase58() });
      expect(body.inFlight).to.deep.equal({ count: 0, oldestMs: null });
      expect(body.debts).to.deep.equal({ subscriptions: 1, owed: "2000000" });
      expect(body.closes).to.deep.equal({ waiting: 0, oldestMs: null });
      expect(body.endpoints.map(({ method }) => method)).to.include("getMultipleAccounts");

      const samples = await metrics();
      expect(samples).to.include({ profit_share_owed_base_units: 2_000_000, profit_share_debts: 1 });
      expect(samples['profit_share_actions_total{kind="settle_attested",outcome="confirmed",error=""}']).to.equal(1);
      expect(samples.profit_share_close_settled_seconds_count).to.equal(1);
      expect(samples.profit_share_subscriptions).to.be.above(0);
      expect(samples.profit_share_payer_lamports).to.be.above(50_000_000);
      expect(samples.profit_share_feed_connected).to.equal(1);
    });

    it("counts a close that waits, and one that is set aside with its reason", async () => {
      judge = (method) =>
        method === "simulateTransaction" ? { error: { code: -32_603, message: "no time" } } : "pass";
      const { code } = await post(closeOf("waits"));
      expect(code).to.equal(202);
      const { body } = await get("/v1/status");
      expect(body.closes.waiting).to.equal(1);
      expect(body.setAside.count).to.equal(1);
      expect(body.setAside.first[0]).to.deep.include({ subscription: subscription.address.toBase58() });
      expect(body.setAside.first[0]!.reason).to.match(/no time/);
      const samples = await metrics();
      expect(samples.profit_share_closes_waiting).to.equal(1);
      expect(samples['profit_share_subscriptions_set_aside{reason="error"}']).to.equal(1);
      judge = () => "pass";
      await until(async () => (await get("/v1/status")).body.closes.waiting === 0);
    });
  });

  /** By name and labels. */
  async function metrics(): Promise<Record<string, number>> {
    const text = await (await fetch(`${address}/metrics`)).text();
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
    );
  }

  async function until(done: () => Promise<boolean>): Promise<void> {
    while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
