import { NodeFailure } from "@profit-share/sdk";
import { keyOf } from "@profit-share/testing/keys";
import { ComputeBudgetProgram, type PublicKey, SystemProgram, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { CosignRefused } from "../../src";
import { Refusal } from "../../src/host/input";
import { Market } from "../support/market";
import { type Change, signWith, TwoSignatures } from "../support/two-signatures";
import { asJson, ORIGIN, Website } from "../support/website";

describe("subscribing over HTTP", () => {
  let market: Market;
  let two: TwoSignatures;
  let website: Website;
  let bots: { verified: PublicKey; attested: PublicKey };

  before(async () => {
    market = await Market.open({ newKey: keyOf });
    two = new TwoSignatures(market);
    bots = { verified: (await market.verified()).bot, attested: (await market.attested()).bot };
    website = await Website.open(market, two);
  });
  after(async () => {
    await website.close();
    await market.close();
  });

  /** Somebody new, what they ask for, and what was prepared for it. */
  async function prepared(kind: "verified" | "attested" = "attested") {
    const { request, wallet } = await two.newcomer(bots[kind], kind);
    const asked = asJson(request);
    const { status, body } = await website.post("prepare", asked);
    expect(status).to.equal(200);
    return { request, wallet, asked, prepared: body as typeof body & { transaction: string } };
  }

  const pricier: Change = ({ instructions }) => ({
    instructions: [
      ComputeBudgetProgram.setComputeUnitLimit({ units: 60_000 }),
      ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1_000 }),
      ...instructions,
    ],
  });

  describe("preparing", () => {
    it("should answer with all that a wallet shows", async () => {
      const { request, prepared: shown } = await prepared();
      const { terms, transaction, rent, lastValidBlockHeight, ...rest } = shown;
      expect(rest).to.deep.equal({
        subscription: rest.subscription,
        agent: request.agent.toBase58(),
        dailyCap: "50000000",
        deposit: "20000000",
        depositFrom: market.chain.purse(request.subscriber).toBase58(),
        fee: "10000",
      });
      expect(terms).to.deep.equal({
        source: "attested",
        feeBasis: "each_close",
        profitShareBps: 1_000,
        version: 1,
        minBalance: "0",
        minDailyCap: "1",
        keeper: market.keeper.toBase58(),
        mint: market.chain.mint.toBase58(),
        hash: "00".repeat(32),
      });
      expect(rent).to.match(/^\d{7}$/);
      expect(lastValidBlockHeight).to.equal((await market.chain.connection.getBlockHeight()) + 150);
      expect(transaction).to.be.a("string");
    });

    it("should take the host's agent of the wallet if none is named, and name it", async () => {
      const { request, agent } = await two.newcomer(bots.attested);
      const { agent: _, ...asked } = asJson(request);
      const { status, body } = await website.post("prepare", asked);
      expect([status, body.agent]).to.deep.equal([200, agent.publicKey.toBase58()]);
    });

    const wrong: [what: string, change: object, error: string][] = [
      ["a bot that is no address", { bot: "bot" }, "bot: has to be a base58 address"],
      ["no subscriber", { subscriber: undefined }, "subscriber: has to be a base58 address"],
      ["an agent of null", { agent: null }, "agent: has to be a base58 address"],
      [
        "an amount as a number",
        { deposit: 20_000_000 },
        'deposit: has to be base units as a text of digits, as "20000000" for $20',
      ],
      [
        "an amount below zero",
        { dailyCap: "-1" },
        'dailyCap: has to be base units as a text of digits, as "20000000" for $20',
      ],
      [
        "both kinds of account",
        { account: { accountNo: 0, venueUser: keyOf("user").publicKey.toBase58() } },
        'account: has to be {"accountNo": 0} for an attested bot, {"venueUser": "<address>"} for a verified one',
      ],
      ["a key that is not known", { cap: "1" }, "cap: there is no such key"],
    ];
    for (const [what, change, error] of wrong) {
      it(`should refuse ${what} by its key`, async () => {
        const { request } = await two.newcomer(bots.attested);
        const { status, body } = await website.post("prepare", { ...asJson(request), ...change });
        expect([status, body]).to.deep.equal([400, { error, reason: "bad_request" }]);
      });
    }

    const refusals: [what: string, change: object, status: number, reason: string][] = [
      ["a bot that is not there", { bot: keyOf("nobody").publicKey }, 404, "no_such_bot"],
      ["somebody else's agent", { agent: keyOf("nobody").publicKey }, 403, "wrong_agent"],
      ["a cap of zero", { dailyCap: "0" }, 422, "cap_too_low"],
      ["more than a u64 holds", { deposit: "99999999999999999999" }, 400, "bad_request"],
      ["more than the wallet has", { deposit: "100000001" }, 422, "not_enough_tokens"],
    ];
    for (const [what, change, status, reason] of refusals) {
      it(`should refuse ${what} with its reason`, async () => {
        const { request } = await two.newcomer(bots.attested);
        const answer = await website.post("prepare", { ...asJson(request), ...change });
        expect([answer.status, answer.body.reason]).to.deep.equal([status, reason]);
        expect(answer.body.error).to.be.a("string");
      });
    }

    it("should refuse a wallet for which the host made no agent", async () => {
      const { request } = await two.newcomer(bots.attested);
      const { agent: _, ...asked } = asJson({ ...request, subscriber: keyOf("nobody").publicKey });
      const { status, body } = await website.post("prepare", asked);
      expect([status, body.reason]).to.deep.equal([403, "wrong_agent"]);
      expect(body.error).to.match(/^The host made no agent for the wallet \w+: have one made first$/);
    });
  });

  describe("signing", () => {
    for (const kind of ["attested", "verified"] as const) {
      it(`should subscribe, ${kind}, and answer the same again`, async () => {
        const { request, wallet, asked, prepared: shown } = await prepared(kind);
        const signed = { ...asked, transaction: signWith(wallet, shown.transaction) };
        const landed = market.landed;
        const first = await website.post("cosign", signed);
        expect(first.status).to.equal(200);
        expect(first.body).to.deep.equal({
          kind: "confirmed",
          signature: first.body.signature,
          subscription: shown.subscription,
          agent: request.agent.toBase58(),
        });
        const again = await website.post("cosign", signed);
        expect([again.status, again.body]).to.deep.equal([200, first.body]);
        expect(market.landed - landed).to.equal(1);
        const account = market.chain.localnet.chain.account(String(shown.subscription));
        expect(account?.owner).to.equal(market.chain.client.programId.toBase58());
      });
    }

    it("should take what a wallet adds for the compute budget, and do without the agent's name", async () => {
      const { wallet, asked, prepared: shown } = await prepared();
      const { agent, ...unnamed } = asked;
      const signed = { ...unnamed, transaction: signWith(wallet, shown.transaction, pricier) };
      const { status, body } = await website.post("cosign", signed);
      expect([status, body.kind, body.agent]).to.deep.equal([200, "confirmed", agent]);
    });

    it("should send nothing if a field differs from what was signed", async () => {
      const { wallet, asked, prepared: shown } = await prepared();
      const other = await two.newcomer(bots.attested);
      const { bot } = await market.attested();
      const transaction = signWith(wallet, shown.transaction);
      const byAnother = signWith(other.wallet, shown.transaction, () => ({ payer: other.wallet.publicKey }));
      const changes: [change: object, status: number, reason: string][] = [
        [{ bot: bot.toBase58() }, 400, "not_as_agreed"],
        [{ subscriber: other.request.subscriber }, 400, "not_signed_by_subscriber"],
        [{ agent: other.request.agent }, 403, "wrong_agent"],
        [{ account: { accountNo: 1 } }, 400, "not_as_agreed"],
        [{ dailyCap: "50000001" }, 400, "not_as_agreed"],
        [{ deposit: "19999999" }, 400, "not_as_agreed"],
        [{ depositFrom: other.request.subscriber }, 400, "not_as_agreed"],
        [{ transaction: byAnother }, 400, "not_signed_by_subscriber"],
        [{ transaction: shown.transaction }, 400, "not_signed_by_subscriber"],
        [{ transaction: "hello" }, 400, "unreadable"],
        [{ transaction: undefined }, 400, "bad_request"],
      ];
      const [landed, signed] = [market.landed, two.agents.signed];
      for (const [change, status, reason] of changes) {
        const answer = await website.post("cosign", { ...asked, transaction, ...change });
        expect([answer.status, answer.body.reason], JSON.stringify(change)).to.deep.equal([status, reason]);
      }
      expect([market.landed, two.agents.signed]).to.deep.equal([landed, signed]);
    });

    it("should refuse a message that lends the agent's signature to something else", async () => {
      const { request, wallet, asked, prepared: shown } = await prepared();
      const keys = [{ pubkey: request.agent, isSigner: true, isWritable: false }];
      const theft = new TransactionInstruction({ programId: SystemProgram.programId, keys });
      const adding: Change = ({ instructions }) => ({ instructions: [...instructions, theft] });
      const answer = await website.post("cosign", {
        ...asked,
        transaction: signWith(wallet, shown.transaction, adding),
      });
      expect([answer.status, answer.body.reason]).to.deep.equal([400, "not_as_agreed"]);
      expect(answer.body.error).to.match(/names the agent: only subscribe may$/);
    });

    it("should refuse another program's instruction", async () => {
      const { wallet, asked, prepared: shown } = await prepared();
      const more = new TransactionInstruction({ programId: keyOf("program").publicKey, keys: [] });
      const adding: Change = ({ instructions }) => ({ instructions: [...instructions, more] });
      const transaction = signWith(wallet, shown.transaction, adding);
      const { status, body } = await website.post("cosign", { ...asked, transaction });
      expect([status, body.reason]).to.deep.equal([400, "not_as_agreed"]);
    });
  });

  describe("what stands behind it", () => {
    const failing: [what: string, error: () => Error, status: number, words: RegExp][] = [
      ["the node", () => new NodeFailure("The node http://inner.example cannot be reached"), 503, /try again later/],
      ["the signer", () => new CosignRefused("not_signed_by_agent", "inner.example is late"), 503, /try again later/],
      ["the host, which has several", () => new Refusal("agent: the host made several"), 400, /^agent: the host made/],
      ["the keeper itself", () => new Error("inner.example"), 500, /^The keeper has a fault of its own/],
    ];
    for (const [what, error, status, words] of failing) {
      it(`should say in its own words what is wrong with ${what}`, async () => {
        const { request } = await two.newcomer(bots.attested);
        const faulty = await Website.open(market, two, { agentOf: () => Promise.reject(error()) });
        const { agent: _, ...asked } = asJson(request);
        const answer = await faulty.post("prepare", asked);
        expect(answer.status).to.equal(status);
        expect(answer.body.error).to.match(words).and.not.include("inner.example");
        await faulty.close();
      });
    }
  });

  describe("which websites may ask", () => {
    const ask = async (path: string, headers: Record<string, string>, method = "OPTIONS") => {
      const response = await fetch(`${website.address}${path}`, { method, headers });
      const names = [...response.headers.keys()].filter((name) => name.startsWith("access-control"));
      return { status: response.status, headers: response.headers, names };
    };
    const preflight = { "access-control-request-method": "POST", "access-control-request-headers": "content-type" };

    it("should tell a browser that the named one may", async () => {
      const { status, headers } = await ask("/v1/subscriptions/prepare", { origin: ORIGIN, ...preflight });
      expect(status).to.equal(204);
      expect(headers.get("access-control-allow-origin")).to.equal(ORIGIN);
      expect(headers.get("access-control-allow-methods")).to.equal("POST");
      expect(headers.get("access-control-allow-headers")).to.equal("content-type");
      const { headers: answered } = await website.post("prepare", {});
      expect(answered.get("access-control-allow-origin")).to.equal(ORIGIN);
    });

    it("should say nothing of it to another one", async () => {
      for (const origin of ["https://evil.example.com", `${ORIGIN}.evil.com`, "http://app.example.com", "null"]) {
        const { status, names } = await ask("/v1/subscriptions/prepare", { origin, ...preflight });
        expect([status, names]).to.deep.equal([404, []]);
        const { headers } = await website.post("prepare", {}, { origin });
        expect(headers.get("access-control-allow-origin")).to.equal(null);
      }
    });

    it("should say nothing of it on any other route", async () => {
      for (const path of ["/v1/closes", "/v1/status", "/live", "/nothing"]) {
        expect((await ask(path, { origin: ORIGIN, ...preflight })).names).to.deep.equal([]);
        expect((await ask(path, { origin: ORIGIN }, "GET")).names).to.deep.equal([]);
      }
    });
  });

  describe("how often one may ask", () => {
    const from = (client: string) => ({ "x-forwarded-for": client });

    it("should refuse more than that in a minute, on both routes together and on no other", async () => {
      const strict = await Website.open(market, two, { requestsPerMinute: 3 });
      for (const path of ["prepare", "cosign", "prepare"]) expect((await strict.post(path, {})).status).to.equal(400);
      const { status, headers, body } = await strict.post("cosign", {}, from("10.0.0.1"));
      expect(status).to.equal(429);
      expect(body.error).to.match(/^Too many requests from 127\.0\.0\.1: try again in \d+ s$/);
      expect(Number(headers.get("retry-after"))).to.be.within(1, 60);
      expect(headers.get("access-control-allow-origin")).to.equal(ORIGIN);
      expect(headers.get("access-control-expose-headers")).to.equal("retry-after");
      for (const path of ["/live", "/v1/status", "/nothing"]) {
        const { status: other, headers: free } = await fetch(`${strict.address}${path}`);
        expect([other === 429, free.get("x-ratelimit-limit")]).to.deep.equal([false, null]);
      }
      await strict.close();
    });

    it("should work on so many at one time, and turn away what comes beyond", async () => {
      const { request } = await two.newcomer(bots.attested);
      let release = () => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      let begun = 0;
      const crowded = await Website.open(market, two, {
        agentOf: async (subscriber) => {
          begun += 1;
          await released;
          return two.agentOf(subscriber);
        },
      });
      const { agent: _, ...asked } = asJson(request);
      const first = Array.from({ length: 32 }, () => crowded.post("prepare", asked));
      while (begun < 32) await new Promise((done) => setTimeout(done, 5));
      const { status, body } = await crowded.post("prepare", asked);
      expect([status, body]).to.deep.equal([
        503,
        { error: "Too many subscribe at this moment: try again in some seconds" },
      ]);
      release();
      for (const answer of await Promise.all(first)) expect(answer.status).to.equal(200);
      expect((await crowded.post("prepare", asked)).status).to.equal(200);
      await crowded.close();
    });

    it("should tell clients behind a trusted proxy apart, and believe nobody else", async () => {
      const proxied = await Website.open(market, two, { requestsPerMinute: 1, trustedProxies: ["127.0.0.0/8"] });
      const statuses: number[] = [];
      for (const client of ["10.0.0.1", "10.0.0.2", "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.2, 10.0.0.3"]) {
        statuses.push((await proxied.post("prepare", {}, from(client))).status);
      }
      // What comes before the last address that no proxy is, the client has written itself.
      expect(statuses).to.deep.equal([400, 400, 429, 429, 400]);
      await proxied.close();
    });
  });
});
