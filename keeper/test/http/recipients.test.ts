import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import type { FastifyInstance } from "fastify";
import { Webhook } from "standardwebhooks";
import type { Keeper } from "../../src";
import { closeFunctions } from "../../src/host/host";
import { readWallet } from "../../src/host/input";
import { Metrics } from "../../src/http/metrics";
import { createServer } from "../../src/http/server";
import { openKeeper, silent } from "../support/keeper";
import { Market } from "../support/market";
import { SECRET, TOKEN } from "../support/message-server";

const CREATOR = Keypair.generate().publicKey;
const NAME = CREATOR.toBase58();
const SETTING = { creator: NAME, telegramChat: -1001, every: "payment", leastAmount: "1000000" };

describe("recipients over HTTP", () => {
  let market: Market;
  let keeper: Keeper;
  let server: FastifyInstance;

  before(async () => {
    market = await Market.open();
    await serve(SECRET, true);
  });
  after(async () => {
    await stop();
    await market.close();
  });

  async function serve(webhookSecret: string | null, isConfigured: boolean): Promise<void> {
    const notifications = { telegram: { token: TOKEN, apiRoot: "http://127.0.0.1:1" }, operators: [], webhooks: [] };
    keeper = await openKeeper(market, {
      settings: market.settings({ notifications: isConfigured ? notifications : null }),
    });
    const host = closeFunctions({ keeper, resolve: (id) => readWallet(id, "subscriberBotId") });
    const common = { metrics: new Metrics(), logger: silent, subscribing: null };
    server = createServer({ keeper, host, ...common, webhookSecret });
  }

  async function stop(): Promise<void> {
    await server.close();
    await keeper.stop();
  }

  async function ask(method: "PUT" | "DELETE", body: object, { creator = NAME, secret = SECRET } = {}) {
    const payload = JSON.stringify(body);
    const now = new Date();
    const headers = {
      "content-type": "application/json",
      "webhook-id": "msg_1",
      "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
      "webhook-signature": new Webhook(secret).sign("msg_1", now, payload),
    };
    const { statusCode, body: said } = await server.inject({
      method,
      url: `/v1/recipients/${creator}`,
      headers,
      payload,
    });
    return { code: statusCode, ...(JSON.parse(said) as { error?: string; set?: boolean; removed?: boolean }) };
  }

  it("are set, changed and removed by who has the secret", async () => {
    expect(await keeper.recipients!.get(CREATOR)).to.equal(null);
    expect(await ask("PUT", SETTING)).to.deep.equal({ code: 200, set: true });
    expect(await keeper.recipients!.get(CREATOR)).to.deep.equal({
      telegramChat: "-1001",
      every: "payment",
      leastAmount: 1_000_000n,
    });
    const weekly = { ...SETTING, every: "0 12 * * 1", timeZone: "Europe/Vienna", leastAmount: "0" };
    expect(await ask("PUT", weekly)).to.deep.equal({ code: 200, set: true });
    expect(await keeper.recipients!.get(CREATOR)).to.deep.equal({
      telegramChat: "-1001",
      every: { cron: "0 12 * * 1", timeZone: "Europe/Vienna" },
      leastAmount: 0n,
    });
    expect(await ask("DELETE", { creator: NAME })).to.deep.equal({ code: 200, removed: true });
    expect(await ask("DELETE", { creator: NAME })).to.deep.equal({ code: 200, removed: false });
    expect(await keeper.recipients!.get(CREATOR)).to.equal(null);
  });

  const wrong: [what: string, changes: object, error: RegExp][] = [
    ["no chat", { telegramChat: undefined }, /^telegramChat: has to be a chat's number or "@channel"$/],
    ["a name for a chat", { telegramChat: "alice" }, /^telegramChat: has to be .*, not "alice"$/],
    ["times that are none", { every: "daily" }, /^every: "daily" is no cron expression/],
    ["an unknown time zone", { every: "0 12 * * *", timeZone: "Vienna" }, /^every: there is no time zone "Vienna"/],
    ["an amount in dollars", { leastAmount: "1.50" }, /^leastAmount: has to be base units as a text of digits/],
    ["an amount beyond a u64", { leastAmount: "18446744073709551616" }, /^leastAmount: has to be base units from 0 to/],
    ["an unknown key", { email: "x" }, /^email: there is no such key$/],
    ["another creator than the address", { creator: "x" }, /^creator: has to be \w+, as in the address: the signature/],
  ];
  for (const [what, changes, error] of wrong) {
    it(`are not set with ${what}`, async () => {
      const answer = await ask("PUT", { ...SETTING, ...changes });
      expect(answer.code).to.equal(400);
      expect(answer.error).to.match(error);
      expect(await keeper.recipients!.get(CREATOR)).to.equal(null);
    });
  }

  it("are nobody's who is no wallet", async () => {
    const { code, error } = await ask("PUT", { ...SETTING, creator: "me" }, { creator: "me" });
    expect([code, error]).to.deep.equal([400, 'creator has to be a base58 address, not "me"']);
  });

  it("are not touched without the secret, nor by what was signed for something else", async () => {
    await ask("PUT", SETTING);
    const secret = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
    expect((await ask("PUT", SETTING, { secret })).code).to.equal(401);
    expect((await ask("DELETE", { creator: NAME }, { secret })).code).to.equal(401);
    // The signature is over the body: what sets one removes none, and sets nobody else.
    expect((await ask("DELETE", SETTING)).code).to.equal(400);
    const other = Keypair.generate().publicKey.toBase58();
    expect((await ask("PUT", SETTING, { creator: other })).code).to.equal(400);
    expect((await ask("PUT", { creator: NAME })).code).to.equal(400);
    expect((await keeper.recipients!.get(CREATOR))!.telegramChat).to.equal("-1001");
  });

  it("are not taken where nothing is signed, or nothing is told", async () => {
    await stop();
    await serve(null, true);
    expect(await ask("PUT", SETTING)).to.deep.equal({
      code: 503,
      error: "No recipients are taken: webhookSecret is not configured",
    });
    await stop();
    await serve(SECRET, false);
    expect(await ask("PUT", SETTING)).to.deep.equal({
      code: 503,
      error: "No recipients are taken: notifications.telegram is not configured",
    });
  });
});
