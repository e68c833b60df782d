import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AppServer, contentSecurityPolicy, serveApp } from "@profit-share/app/serve";
import { expect } from "chai";
import { inTurn } from "../../serve/turns";

const CONFIG = { cluster: "localnet", rpcUrl: "http://127.0.0.1:8899" };

describe("the app's server", () => {
  let app: AppServer;

  before(async () => {
    app = await serveApp(CONFIG);
  });
  after(() => app?.close());

  it("answers the page for every path of the app, under the policy", async () => {
    for (const path of ["/", "/bot/somebody", "/s/one"]) {
      const response = await fetch(app.url + path);
      expect(await response.text()).to.include('<div id="root">');
      expect(response.headers.get("content-security-policy")).to.include("script-src 'self'; style-src 'self'");
      expect(response.headers.get("x-content-type-options")).to.equal("nosniff");
    }
  });

  it("answers its configuration, and keeps it nowhere", async () => {
    const response = await fetch(`${app.url}/config.json`);
    expect(await response.json()).to.deep.equal(CONFIG);
    expect(response.headers.get("cache-control")).to.equal("no-store");
  });

  it("gives no file outside the build", async () => {
    for (const path of [
      "/..%2f..%2fpackage.json",
      "/%2e%2e/package.json",
      "/assets/..%2f..%2f..%2fpackage.json",
      "/nothing.js",
    ]) {
      expect((await fetch(app.url + path)).status, path).to.equal(404);
    }
    expect((await fetch(app.url, { method: "POST" })).status).to.equal(405);
    expect((await fetch(`${app.url}/%E0%A4%A`)).status).to.equal(400);
  });

  it("lets the app reach what is configured, and nothing else", () => {
    const policy = contentSecurityPolicy({
      rpcUrl: "https://node.test/key",
      indexerUrl: "https://index.test/v1",
      keeperUrl: "/keeper",
    });
    expect(policy).to.include("connect-src 'self' https://node.test wss://node.test https://index.test;");
    expect(contentSecurityPolicy(CONFIG)).to.include("connect-src 'self' http://127.0.0.1:8899 ws://127.0.0.1:8900;");
  });
});

describe("building in turn", () => {
  const folder = mkdtempSync(join(tmpdir(), "profit-share-turns-"));
  const file = join(folder, "building");
  after(() => rmSync(folder, { recursive: true }));

  it("lets one at a time work", async () => {
    const done: string[] = [];
    const work = (name: string) =>
      inTurn(file, async () => {
        done.push(`${name} begins`);
        await new Promise(setImmediate);
        done.push(`${name} ends`);
      });
    await Promise.all([work("one"), work("two")]);
    expect(done).to.have.length(4);
    expect(done[0]!.split(" ")[0]).to.equal(done[1]!.split(" ")[0]);
  });

  it("goes on after one that died", async () => {
    // No process has this number.
    writeFileSync(file, "99999999");
    expect(await inTurn(file, async () => "worked")).to.equal("worked");
  });
});
