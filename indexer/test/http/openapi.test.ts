/** The document says what the server does: every route, with hostile values for everything that it takes. */
import { expect } from "chai";
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { ask } from "../support/asking";
import { newDatabase } from "../support/database";
import { Followed, type Index } from "../support/followed";
import { story } from "../support/story";

interface Parameter {
  name: string;
  in: "path" | "query" | "header";
}
interface Operation {
  method: string;
  path: string;
  parameters: Parameter[];
  responses: Record<string, unknown>;
  takesBody: boolean;
}

describe("the OpenAPI document", () => {
  let followed: Followed;
  let index: Index;
  let server: FastifyInstance;
  let operations: Operation[];
  let document: ReturnType<typeof JSON.parse>;
  before(async () => {
    followed = await Followed.open();
    for (const [, play] of story(followed)) await play();
    index = await followed.index(await newDatabase());
    await index.pass();
    server = await index.server({ requestsPerMinute: 1_000_000 });
    document = (await ask(server, "/v1/openapi.json")).body;
    operations = Object.entries<Record<string, ReturnType<typeof JSON.parse>>>(document.paths).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, { parameters = [], responses, requestBody }]) => ({
          ...{ method: method.toUpperCase(), path, parameters, responses },
          takesBody: requestBody !== undefined || method === "put" || method === "post",
        })),
    );
  });
  after(async () => {
    await server.close();
    await index.close();
    await followed.close();
  });

  it("names every route", () => {
    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).to.deep.equal([
      "GET /live",
      "GET /ready",
      "GET /v1/avatars/{hash}",
      "GET /v1/bots",
      "GET /v1/bots/{bot}",
      "GET /v1/bots/{bot}/earnings",
      "GET /v1/bots/{bot}/entries",
      "GET /v1/creators/{wallet}",
      "GET /v1/creators/{wallet}/earnings",
      "GET /v1/creators/{wallet}/entries",
      "GET /v1/events",
      "GET /v1/profiles/{bot}",
      "GET /v1/status",
      "GET /v1/subscribers/{wallet}",
      "GET /v1/subscribers/{wallet}/entries",
      "GET /v1/subscriptions/{subscription}",
      "GET /v1/subscriptions/{subscription}/entries",
      "GET /v1/subscriptions/{subscription}/observations",
      "GET /v1/subscriptions/{subscription}/records",
      "GET /v1/subscriptions/{subscription}/trades",
      "GET /v1/terms/{hash}",
      "POST /v1/avatars",
      "PUT /v1/profiles/{bot}",
      "PUT /v1/terms/{hash}",
    ]);
  });

  it("is refused nothing that it says, by any value", async function () {
    this.timeout(300_000);
    const before = await index.answers();
    const known = [followed.market.attestedBot, followed.market.attested(1), followed.market.verified].map(String);
    const value = fc.oneof(
      fc.string({ maxLength: 50 }),
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom(
        ...known,
        "",
        "0",
        "-1",
        "1e3",
        "null",
        "999999999999999999999",
        "2026-02-30",
        "2026-03-29",
        "oldest",
      ),
      fc.constantFrom(
        "../../etc/passwd",
        "%00",
        "'; drop table entries; --",
        "[object Object]",
        "__proto__",
        "0-0",
        "1-0-0",
      ),
    );
    const operation = fc.nat().map((at) => operations[at % operations.length]!);
    await fc.assert(
      fc.asyncProperty(operation, fc.infiniteStream(value), fc.anything(), async (tried, values, payload) => {
        const next = () => encodeURIComponent(values.next().value!.toWellFormed());
        const url = tried.path.replace(/\{\w+\}/g, next);
        const asked = tried.parameters.filter(({ in: where }) => where === "query");
        const query = asked.map(({ name }) => `${name}=${next()}`).join("&");
        // A stream that is opened stays open: it is asked for with what it refuses.
        const stream = tried.path === "/v1/events" ? "&after=x" : "";
        const { statusCode, body } = await ask(server, {
          method: tried.method as "GET",
          url: `${url}?${query}${stream}`,
          ...(tried.takesBody
            ? { payload: JSON.stringify(payload) ?? "", headers: { "content-type": "application/json" } }
            : {}),
        });
        const named = tried.responses[statusCode] !== undefined || [400, 404, 415].includes(statusCode);
        expect(named, `${tried.method} ${url}?${query}: ${statusCode}`).to.equal(true);
        expect(statusCode).to.be.below(500);
        if (statusCode >= 400) expect(body.error).to.be.a("string").and.not.equal("");
      }),
      { numRuns: 600 },
    );
    expect(await index.answers()).to.deep.equal(before);
  });
});
