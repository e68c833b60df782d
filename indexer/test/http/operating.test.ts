/** What the server says to whoever operates it, and whom it serves. */
import { expect } from "chai";
import type { FastifyInstance } from "fastify";
import { Metrics } from "../../src/http/metrics";
import { ask } from "../support/asking";
import { newDatabase } from "../support/database";
import { Followed, type Index } from "../support/followed";

describe("the index and its operator", () => {
  let followed: Followed;
  let index: Index;
  const servers: FastifyInstance[] = [];
  const serve = async (options: Parameters<Index["server"]>[0] = {}) => {
    const made = await index.server(options);
    servers.push(made);
    return made;
  };
  before(async () => {
    followed = await Followed.open();
    index = await followed.index(await newDatabase());
  });
  after(async () => {
    for (const one of servers) await one.close();
    await index.close();
    await followed.close();
  });

  const sample = (text: string, name: string) => new RegExp(`^profit_share_index_${name} (.*)$`, "m").exec(text)?.[1];

  it("is ready once everything that was listed is entered, and counts it", async () => {
    const metrics = new Metrics();
    const server = await serve({ metrics });
    expect(await ask(server, "/ready")).to.deep.include({
      statusCode: 503,
      body: { error: "0 transactions wait, and the listing is not at its end" },
    });
    expect((await ask(server, "/live")).statusCode).to.equal(200);
    metrics.onPass(await index.pass());
    expect((await ask(server, "/ready")).body).to.deep.equal({ ok: true });
    const { body: text } = await server.inject("/metrics");
    const { body } = await ask(server, "/v1/status");
    expect(sample(text, "slot")).to.equal(String(body.slot));
    expect(sample(text, "final_slot")).to.equal(String(body.finalSlot));
    expect(sample(text, "chain_time_seconds")).to.equal(String(body.time));
    expect(sample(text, "entered_total")).to.equal("1");
    expect([sample(text, "waiting"), sample(text, "stuck")]).to.deep.equal(["0", "0"]);
    expect(Number(sample(text, "last_pass_seconds"))).to.be.at.least(0);
  });

  it("says what it is stuck at", async () => {
    await followed.market.subscribe({ accountNo: 1 }, 0n);
    followed.weather.judge = (method) => (method === "getTransaction" ? { change: () => null } : "pass");
    await index.pass();
    const server = await serve();
    const { statusCode, body } = await ask(server, "/ready");
    expect(statusCode).to.equal(503);
    expect(body.error).to.match(/^Transaction \w+ waits: the node lists it and does not return it/);
    const { body: text } = await server.inject("/metrics");
    expect([sample(text, "waiting"), sample(text, "stuck")]).to.deep.equal(["1", "1"]);
    followed.weather.judge = () => "pass";
    await index.pass();
    expect((await ask(server, "/ready")).statusCode).to.equal(200);
  });

  it("says that it hangs when no pass has gone through for minutes", async () => {
    const metrics = new Metrics();
    Object.defineProperty(metrics, "sincePassMs", { value: 301_000 });
    const { statusCode, body } = await ask(await serve({ metrics }), "/live");
    expect(statusCode).to.equal(503);
    expect(body.error).to.match(/^No pass has gone through for 301 s/);
  });

  it("serves the websites that are named", async () => {
    const origin = "https://app.example.com";
    const allowed = async (options: Parameters<Index["server"]>[0], from: string) =>
      (await ask(await serve(options), { url: "/v1/status", headers: { origin: from } })).headers[
        "access-control-allow-origin"
      ];
    expect(await allowed({ origins: [origin] }, origin)).to.equal(origin);
    expect(await allowed({ origins: [origin] }, "https://evil.example")).to.not.equal("https://evil.example");
    expect(await allowed({}, origin)).to.equal(undefined);
    expect(await allowed({ origins: ["*"] }, origin)).to.equal("*");
  });

  it("limits the requests of a client, by the address that a trusted proxy says", async () => {
    const server = await serve({ requestsPerMinute: 2, trustedProxies: ["127.0.0.1"] });
    const from = (client: string) => ask(server, { url: "/v1/status", headers: { "x-forwarded-for": client } });
    const codes = [];
    for (const client of ["9.9.9.9", "9.9.9.9", "9.9.9.9", "8.8.8.8"]) codes.push((await from(client)).statusCode);
    expect(codes).to.deep.equal([200, 200, 429, 200]);
    expect((await from("9.9.9.9")).body.error).to.match(/^Too many requests from 9.9.9.9: try again in \d+ s$/);
  });

  it("tells strangers nothing of what stands behind it", async () => {
    const server = await serve({ genesisHash: () => Promise.reject(new Error("key secret of the node")) });
    const payload = { number: 1, name: "x", about: "", links: [], avatar: null, signature: "" };
    const { statusCode, body } = await ask(server, {
      method: "PUT",
      url: `/v1/profiles/${followed.market.attestedBot.toBase58()}`,
      payload,
    });
    expect(statusCode).to.equal(500);
    expect(body).to.deep.equal({ error: "The indexer has a fault of its own: its log says which" });
    expect(await ask(server, "/%zz")).to.deep.include({ statusCode: 400 });
  });
});
