import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import pino from "pino";
import type { Endpoint } from "../../src/config/config";
import { openConnection } from "../../src/send/connection";
import { hiding } from "../../src/send/logger";
import { systemClock } from "../../src/time/clock";
import { Market } from "../support/market";
import { Installation } from "../support/process";

/** Every place in an address where providers put keys. */
const KEYS: [place: string, (host: string, protocol?: string) => string][] = [
  ["the query", (host, protocol = "http") => `${protocol}://${host}/?api-key=sesame-0123456789`],
  ["the path", (host, protocol = "http") => `${protocol}://${host}/v2/sesame-0123456789/`],
  ["the user and the password", (host, protocol = "http") => `${protocol}://sesame-user:sesame%40word@${host}/`],
];
const SECRET = /sesame/;

/** Answers everything with this status. */
async function server(status: number) {
  const made = createServer((_, response) => response.writeHead(status, { "retry-after": "90" }).end("no"));
  made.listen(0, "127.0.0.1");
  await once(made, "listening");
  const host = `127.0.0.1:${(made.address() as AddressInfo).port}`;
  return { host, close: () => made.close() };
}

/** Everything that an error may show to somebody who prints it. */
function shown(error: unknown): string {
  const lines: string[] = [];
  pino({ level: "error" }, { write: (line: string) => lines.push(line) }).error({ err: error }, String(error));
  for (let one = error as Error | undefined; one !== undefined; one = one.cause as Error | undefined) {
    lines.push(one.message, one.stack ?? "", JSON.stringify(one), ...Object.values(one).map(String));
  }
  return lines.join("\n");
}

describe("an access key in an address", () => {
  for (const [place, address] of KEYS) {
    describe(`in ${place}`, () => {
      const failing: [what: string, status: number | null][] = [
        ["cannot be reached", null],
        ["refuses it", 403],
        ["is busy", 429],
        ["has a fault of its own", 500],
        ["does not know the page", 404],
        ["answers with something else", 200],
      ];
      for (const [what, status] of failing) {
        it(`is in no error, metric or line about a node that ${what}`, async () => {
          const made = status === null ? null : await server(status);
          const url = address(made?.host ?? "127.0.0.1:1");
          const endpoint: Endpoint = { url, requestsPerSecond: null };
          const settings = { rpcUrl: url, requestsPerSecond: null, rpcUrls: [endpoint], sendUrls: [endpoint] };
          const { connection, endpoints } = openConnection(settings, { clock: systemClock });
          const errors = [
            await connection.getSlot().catch((error: unknown) => error),
            await connection.getBalance(PublicKey.default).catch((error: unknown) => error),
            await connection.sendRawTransaction(Buffer.from([1])).catch((error: unknown) => error),
          ];
          for (const error of errors) {
            expect(error).to.be.instanceOf(Error);
            expect(shown(error)).to.not.match(SECRET);
          }
          expect(JSON.stringify(endpoints.counts())).to.not.match(SECRET);
          expect(endpoints.answeredBy("getSlot")).to.not.match(SECRET);
          expect(connection.rpcEndpoint).to.not.match(SECRET);
          made?.close();
        });
      }

      it("is hidden from whatever else is logged", () => {
        const [rpcUrl, wsUrl, more, send, stream] = ["a", "b", "c", "d", "e"].map((name) => address(`${name}.example`));
        const hide = hiding({
          rpcUrl: rpcUrl!,
          wsUrl: wsUrl!,
          rpcUrls: [{ url: more!, requestsPerSecond: null }],
          sendUrls: [{ url: send!, requestsPerSecond: null }],
          yellowstone: { url: stream!, token: null },
        });
        const cause = new TypeError(`Failed to parse URL from ${more}`);
        const lines: string[] = [];
        const log = pino({ hooks: { streamWrite: hide } }, { write: (line: string) => lines.push(line) });
        for (const url of [rpcUrl!, wsUrl!, more!, send!, stream!])
          log.info({ url, parsed: new URL(url) }, `asked ${url}`);
        log.error({ err: new Error(`it failed at ${send}`, { cause }) }, "no");
        log.error({ err: Object.assign(new Error("no"), { address: decodeURIComponent(wsUrl!) }) }, "no");
        expect(lines).to.have.length(7);
        expect(lines.join("")).to.match(/b\.example/);
        expect(lines.join("")).to.not.match(SECRET);
      });
    });
  }

  const others: [what: string, secret: string, changes: Partial<Parameters<typeof hiding>[0]>, text: string][] = [
    [
      "Yellowstone's token",
      'sesame"token',
      { yellowstone: { url: "https://stream.example", token: 'sesame"token' } },
      'the stream refuses the x-token sesame"token',
    ],
    [
      "the database's password",
      "sesame@word",
      { database: "postgres://keeper:sesame%40word@db.example:5432/profits?sslmode=require" },
      "no connection to postgres://keeper:sesame%40word@db.example:5432/profits?sslmode=require",
    ],
    [
      "the database's password, as a parameter",
      "sesame@word",
      { database: "postgresql://db.example/profits?user=keeper&password=sesame%40word" },
      "no connection to postgresql://db.example/profits?user=keeper&password=sesame%40word",
    ],
    [
      "the password of the host's database",
      "sesame@word",
      { hostTables: { database: "postgres://reader:sesame%40word@db.example/host" } },
      "no connection to postgres://reader:sesame%40word@db.example/host",
    ],
    [
      "the remote signer's token",
      "sesame-token",
      { remoteAgents: { url: "https://signer.db.example", token: "sesame-token" } },
      "https://signer.db.example refuses sesame-token",
    ],
    [
      "Telegram's token",
      "123456:sesame-token-of-the-bot",
      {
        notifications: {
          telegram: { token: "123456:sesame-token-of-the-bot", apiRoot: "https://api.telegram.org" },
          operators: [],
          webhooks: [],
        },
      },
      "no answer from https://db.example/bot123456:sesame-token-of-the-bot/sendMessage",
    ],
    [
      "what a webhook is posted with",
      "sesame-key-in-the-path",
      {
        notifications: {
          telegram: null,
          operators: [],
          webhooks: [{ url: "https://db.example/hooks/sesame-key-in-the-path", secret: "whsec_sesame" }],
        },
      },
      "https://db.example/hooks/sesame-key-in-the-path refuses whsec_sesame; hooks stay readable",
    ],
  ];
  for (const [what, secret, changes, text] of others) {
    it(`hides ${what}`, () => {
      const nodes = { rpcUrl: "http://a.example", wsUrl: null, rpcUrls: [], sendUrls: [], yellowstone: null };
      const lines: string[] = [];
      const hooks = { streamWrite: hiding({ ...nodes, ...changes }) };
      const log = pino({ hooks }, { write: (line: string) => lines.push(line) });
      log.info({ secret }, text);
      log.error(
        { err: Object.assign(new Error(text), { secret, encoded: encodeURIComponent(secret) }) },
        "keeper of profits",
      );
      expect(lines.join("")).to.not.match(SECRET);
      // What is no secret stays readable.
      expect(lines.join(""))
        .to.match(/stream refuses|db\.example/)
        .and.to.match(/keeper of profits/);
    });
  }

  it("takes no folder of a database for a secret", () => {
    const nodes = { rpcUrl: "http://a.example", wsUrl: null, rpcUrls: [], sendUrls: [], yellowstone: null };
    expect(hiding({ ...nodes, database: "/var/keeper-db" })("opens /var/keeper-db")).to.equal("opens /var/keeper-db");
  });

  describe("of a keeper that runs", () => {
    let market: Market;
    before(async () => {
      market = await Market.open();
    });
    after(() => market.close());

    for (const [place, address] of KEYS) {
      it(`is in nothing that it prints: ${place}`, async () => {
        const { rpcUrl, wsUrl } = market.chain.localnet;
        const good = address(new URL(rpcUrl).host);
        const changes = {
          rpcUrl: address("127.0.0.1:1"),
          rpcUrls: [good],
          sendUrls: [{ url: good, requestsPerSecond: 50 }],
          wsUrl: address(new URL(wsUrl).host, "ws"),
          logLevel: "trace",
        };
        const installation = await Installation.withDatabase(market, changes);
        const { code, stdout, stderr } = await installation.start("--once").ended();
        expect([code, stderr]).to.deep.equal([0, ""]);
        expect(stdout).to.match(/the keeper has started/);
        expect(stdout).to.not.match(SECRET);
      });

      it(`is not in its complaint about the address: ${place}`, async () => {
        for (const wrong of [{ rpcUrl: address("rpc", "ftp") }, { wsUrl: address("rpc", "xyz") }]) {
          const installation = new Installation(market, wrong);
          const { code, stdout, stderr } = await installation.start("--once").ended();
          expect(code).to.equal(2);
          expect(stdout + stderr).to.match(/has to be a URL with /);
          expect(stdout + stderr).to.not.match(SECRET);
        }
      });
    }
  });
});
