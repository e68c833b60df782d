import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { keyOf } from "@profit-share/testing/keys";
import { expect } from "chai";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { Market, type TestSubscription } from "../support/market";
import { signWith, TwoSignatures } from "../support/two-signatures";
import { asJson, ORIGIN, WEBHOOK_SECRET, Website } from "../support/website";

const CLOSES = "/v1/closes";
const PREPARE = "/v1/subscriptions/prepare";
const COSIGN = "/v1/subscriptions/cosign";
const FINISH = "/v1/finish";
const RECIPIENTS = `/v1/recipients/${keyOf("somebody").publicKey.toBase58()}`;
const STATE = ["/live", "/ready", "/health", "/v1/status", "/metrics"];
const PATHS = [CLOSES, FINISH, PREPARE, COSIGN, RECIPIENTS, "/v1/recipients/mine", ...STATE];
const MEGABYTE = 1_000_000;
const RUNS = 400;

interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

interface Answer {
  status: number;
  type: string;
  text: string;
}

describe("a keeper that is sent anything", () => {
  let market: Market;
  let two: TwoSignatures;
  let website: Website;
  let subscription: TestSubscription;
  let asked: Record<string, unknown>;
  /** Valid, and signed by the wallet: what is changed in it makes it another one. */
  let signed: Record<string, unknown>;

  before(async () => {
    market = await Market.open({ newKey: keyOf });
    two = new TwoSignatures(market);
    subscription = await market.attested();
    website = await Website.open(market, two);
    website.keeper.start();
    const { request, wallet } = await two.newcomer(subscription.bot);
    asked = asJson(request);
    const { body } = await website.post("prepare", asked);
    signed = { ...asked, transaction: signWith(wallet, String(body.transaction)) };
    while ((await website.keeper.status()).lag.neverLookedAt > 0) await new Promise((done) => setTimeout(done, 20));
  });
  after(async () => {
    await website.close();
    await market.close();
  });

  const close = (changes: object = {}) => ({
    subscriberBotId: subscription.address.toBase58(),
    subscriberAgentWallet: subscription.agent.publicKey.toBase58(),
    isClosingTrade: true,
    tradePnl: "20",
    tradeId: "fuzz",
    ...changes,
  });

  /** As whoever has the secret signs it. */
  function signature(body: string, at = new Date()): Record<string, string> {
    const time = String(Math.floor(at.getTime() / 1_000));
    const by = new Webhook(WEBHOOK_SECRET).sign("msg", at, body);
    return { "webhook-id": "msg", "webhook-timestamp": time, "webhook-signature": by };
  }

  /** By hand: `fetch` allows less. */
  async function send({ method, path, headers, body }: Sent): Promise<Answer> {
    const sent = httpRequest(`${website.address}${path}`, { method, headers, agent: false });
    // A body that is too large is refused before it is sent: then the rest of it cannot be.
    sent.on("error", () => {});
    sent.end(body);
    const [response] = await once(sent, "response");
    let text = "";
    for await (const chunk of response) text += chunk;
    return { status: response.statusCode, type: response.headers["content-type"] ?? "", text };
  }

  const post = async (path: string, content: object, headers: Record<string, string> = {}) => {
    const body = JSON.stringify(content);
    const json = { "content-type": "application/json", ...headers };
    const { status, text } = await send({ method: "POST", path, headers: json, body });
    return { status, body: JSON.parse(text) as { error: string } };
  };

  /** Everything that a request could have written. */
  async function written() {
    const { closes, inFlight } = await website.keeper.status();
    const { sequence } = market.ledger(subscription);
    return { waiting: closes.waiting, inFlight, sequence, landed: market.landed, signed: two.agents.signed };
  }

  /** Nothing comes of the work, and the keeper goes on. */
  async function expectNothing(work: () => Promise<void>): Promise<void> {
    const before = await written();
    await work();
    expect(await written()).to.deep.equal(before);
    expect((await send({ method: "GET", path: "/live", headers: {}, body: "" })).text).to.equal('{"live":true}');
  }

  function expectClear({ method, path, headers, body }: Sent, { status, type, text }: Answer): void {
    const said = `${method} ${path} ${JSON.stringify(headers)} ${body.slice(0, 200)} → ${status} ${text.slice(0, 200)}`;
    expect(status, said).to.be.within(200, 599).and.not.equal(500);
    if (method === "HEAD" || status < 400) return;
    expect(type, said).to.match(/^application\/json/);
    const { error, problems } = JSON.parse(text) as { error?: unknown; problems?: unknown[] };
    // `/health` says all that is wrong.
    expect(error ?? problems?.[0], said)
      .to.be.a("string")
      .and.match(/\w+ \w+/);
  }

  const headerText = fc.string({ unit: fc.constantFrom(..."abc019,;=. :/*\"'{}v_-") });
  const headers = fc.record(
    {
      "content-type": fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom("application/json", "application/json; charset=utf-8") },
        headerText,
      ),
      origin: fc.oneof(fc.constant(ORIGIN), headerText),
      "access-control-request-method": headerText,
      "access-control-request-headers": headerText,
      "x-forwarded-for": headerText,
      "webhook-id": headerText,
      "webhook-timestamp": fc.oneof(headerText, fc.integer().map(String)),
      "webhook-signature": headerText,
      accept: headerText,
      authorization: headerText,
    },
    { requiredKeys: [] },
  );
  const path = fc
    .tuple(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...PATHS) },
        fc.webPath(),
        fc.constantFrom("/%zz", "//", "/../live"),
      ),
      fc.oneof(
        fc.constant(""),
        fc.webQueryParameters().map((query) => `?${query}`),
      ),
    )
    .map(([before, behind]) => `${before === "" ? "/" : before}${behind}`);
  const changed = fc
    .tuple(
      fc.constantFrom("close", "asked", "signed"),
      fc.oneof(fc.nat(8), fc.string()),
      fc.oneof(fc.jsonValue(), fc.constantFrom("0", "-0", "1e3", 2 ** 53, "1".repeat(44), "__proto__")),
    )
    .map(([kind, key, value]) => {
      const whole: Record<string, unknown> = { close: close(), asked, signed }[kind]!;
      const name = typeof key === "string" ? key : Object.keys(whole)[key % Object.keys(whole).length]!;
      return JSON.stringify({ ...whole, [name]: value });
    });
  const body = fc.oneof(
    { weight: 4, arbitrary: fc.constant(null).chain(() => changed) },
    fc.json(),
    fc.string(),
    fc.constant("[".repeat(8_000)),
    fc.constant("x".repeat(MEGABYTE)),
  );

  it("should answer clearly, write nothing and live on", async () => {
    const methods = fc.constantFrom(
      "GET",
      "POST",
      "POST",
      "POST",
      "PUT",
      "PATCH",
      "DELETE",
      "OPTIONS",
      "HEAD",
      "PROPFIND",
    );
    const sent = fc.record({ method: methods, path, headers, body });
    await expectNothing(() =>
      fc.assert(
        fc.asyncProperty(sent, async (one) => expectClear(one, await send(one))),
        { numRuns: RUNS },
      ),
    );
  });

  it("should say what is wrong with a path that is none", async () => {
    const { status, text } = await send({ method: "GET", path: "/%zz", headers: {}, body: "" });
    expect([status, JSON.parse(text)]).to.deep.equal([400, { error: "'/%zz' is not a valid url component" }]);
  });

  const address = keyOf("somebody").publicKey.toBase58();
  const unfit: Record<string, unknown[]> = {
    subscriberBotId: [undefined, null, 5, [], "", "somebody", "1".repeat(45)],
    subscriberAgentWallet: [undefined, null, {}, "0", `${address}1`],
    tradeId: [undefined, null, true, 1.5, 2 ** 53, "", " ", "x".repeat(257), "\ud800"],
    isClosingTrade: [undefined, null, "true", 1],
    tradePnl: [undefined, null, "", "1,5", "NaN", 1e300, "99999999999999999999", []],
  };

  it("should name the key of a close that is wrong, although it is signed", () =>
    expectNothing(async () => {
      for (const [key, values] of Object.entries(unfit)) {
        for (const value of values) {
          const content = close({ [key]: value });
          const { status, body: answer } = await post(CLOSES, content, signature(JSON.stringify(content)));
          expect(status, `${key} ${JSON.stringify(value)}`).to.be.oneOf([400, 422]);
          // The host's functions call this one by another name.
          expect(answer.error).to.match(new RegExp(`^(${key}|${key === "tradePnl" ? "realizedPnl" : key})\\b`));
        }
      }
    }));

  it("should name the key of a word that no close follows, although it is signed", () =>
    expectNothing(async () => {
      const { subscriberBotId, subscriberAgentWallet } = close();
      for (const key of ["subscriberBotId", "subscriberAgentWallet"]) {
        for (const value of unfit[key]!) {
          const content = { subscriberBotId, subscriberAgentWallet, [key]: value };
          const { status, body: answer } = await post(FINISH, content, signature(JSON.stringify(content)));
          expect(status, `${key} ${JSON.stringify(value)}`).to.be.oneOf([400, 422]);
          expect(answer.error).to.match(new RegExp(`^${key}\\b`));
        }
      }
    }));

  const noAddress = [null, 5, {}, "", "somebody", `${address}1`];
  const noAmount = [undefined, null, 5, "", "1.5", "-1", "0x10", "1".repeat(21), "99999999999999999999"];
  const unfitRequest: Record<string, unknown[]> = {
    bot: [undefined, ...noAddress],
    subscriber: [undefined, ...noAddress],
    agent: noAddress,
    depositFrom: noAddress,
    account: [undefined, null, 0, {}, { accountNo: -1 }, { accountNo: 65_536 }, { venueUser: "me" }, { number: 0 }],
    dailyCap: noAmount,
    deposit: noAmount,
  };

  it("should name the key of a subscription that is wrong, although the wallet signed", () =>
    expectNothing(async () => {
      for (const [key, values] of Object.entries(unfitRequest)) {
        for (const value of values) {
          for (const [path_, content] of [
            [PREPARE, asked],
            [COSIGN, signed],
          ] as const) {
            const { status, body: answer } = await post(path_, { ...content, [key]: value });
            expect(status, `${key} ${JSON.stringify(value)}`).to.equal(400);
            expect(answer.error).to.match(new RegExp(`^${key}\\b`));
          }
        }
      }
    }));

  it("should take no close without a signature, with an old one, or with that of another body", () =>
    expectNothing(async () => {
      const content = close();
      const old = signature(JSON.stringify(content), new Date(Date.now() - 3_600_000));
      for (const by of [{}, old, signature(JSON.stringify(close({ tradePnl: "21" })))]) {
        const { status, body: answer } = await post(CLOSES, content, by);
        expect(status).to.equal(401);
        expect(answer.error).to.match(/signature/i);
      }
    }));

  it("should settle a close once that is replayed, all at once and later", async () => {
    const content = close({ tradeId: "replayed" });
    const by = signature(JSON.stringify(content));
    const before = market.ledger(subscription).sequence;
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(CLOSES, content, by)));
    answers.push(await post(CLOSES, content, by));
    for (const answer of answers) expect(answer).to.deep.equal(answers[0]);
    expect(answers[0]!.status).to.equal(200);
    expect(market.ledger(subscription).sequence).to.equal(before + 1n);
  });

  it("should answer others while many send slowly, or stop in the middle", () =>
    expectNothing(async () => {
      const port = Number(new URL(website.address).port);
      const beginnings = [
        "",
        "GET /live HT",
        "POST /v1/closes HTTP/1.1\r\nhost: x\r\n",
        `POST ${COSIGN} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{"bot"`,
        `POST ${PREPARE} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"b`,
      ];
      const slow = await Promise.all(
        Array.from({ length: 60 }, async (_, index) => {
          const socket = connect(port, "127.0.0.1");
          socket.on("error", () => {});
          await once(socket, "connect");
          socket.write(beginnings[index % beginnings.length]!);
          return socket;
        }),
      );
      expect((await post(PREPARE, asked)).status).to.equal(200);
      for (const socket of slow) socket.destroy();
    }));

  it("should let go of who speaks no HTTP", () =>
    expectNothing(async () => {
      for (const noise of ["\0\0\0", "hello\r\n\r\n", `GET /${"x".repeat(100_000)}`, "GET / HTTP/9.9\r\n\r\n"]) {
        const socket = connect(Number(new URL(website.address).port), "127.0.0.1");
        socket.on("error", () => {});
        socket.resume();
        socket.write(noise);
        await once(socket, "close");
      }
    }));
});
