/** What a configuration says, and what is said of a wrong one. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { loadConfig } from "../../src/process/config";

const folder = mkdtempSync(join(tmpdir(), "profit-share-indexer-config-"));
const load = (text: string, environment = {}) => {
  const file = join(folder, "indexer.yaml");
  writeFileSync(file, text);
  return loadConfig(file, environment);
};

describe("the indexer's configuration", () => {
  it("needs nothing but a node", () => {
    expect(load("rpcUrl: http://127.0.0.1:8899")).to.deep.equal({
      rpcUrl: "http://127.0.0.1:8899",
      notifications: { url: "ws://127.0.0.1:8900/" },
      requestsPerSecond: 10,
      pollMs: 10_000,
      database: join(folder, "index"),
      published: join(folder, "published"),
      keeperDatabase: null,
      http: { host: "127.0.0.1", port: 8_790, origins: [], requestsPerMinute: 600, trustedProxies: [] },
    });
  });

  it("takes the database of the environment before its own", () => {
    const text = "\uFEFFrpcUrl: https://node.example\ndatabase: ./here";
    expect(load(text).database).to.equal(join(folder, "here"));
    expect(load(text, { DATABASE_URL: "postgres://host/name" }).database).to.equal("postgres://host/name");
  });

  it("keeps what is published beside an index on a server, unless it says where", () => {
    const server = { DATABASE_URL: "postgres://host/name" };
    expect(load("rpcUrl: https://node.example", server).published).to.equal("postgres://host/name");
    const said = load("rpcUrl: https://node.example\npublished: ./there", server);
    expect(said.published).to.equal(join(folder, "there"));
  });

  it("takes notifications from where it says", () => {
    const node = "rpcUrl: https://node.example/key";
    expect(load(node).notifications).to.deep.equal({ url: "wss://node.example/key" });
    expect(load(`${node}\nwsUrl: wss://ws.example`).notifications).to.deep.equal({ url: "wss://ws.example" });
    expect(load(`${node}\nyellowstone: { url: https://y.example, token: t }`).notifications).to.deep.equal({
      url: "https://y.example",
      token: "t",
    });
  });

  for (const [text, said] of [
    ["rpcUrl: ftp://node.example/secret", /rpcUrl: has to be a URL with http: or https:, not ftp:\/\/node.example$/],
    ["database: ./index", /rpcUrl: /],
    ["rpcUrl: http://a.example\npollms: 1", /"pollms"/],
    ["rpcUrl: http://a.example\nhttp: { port: 70000 }", /http.port: /],
    ['rpcUrl: http://a.example\nhttp: { origins: ["https://a.example/x"] }', /http.origins.0: has to be an origin/],
    ["rpcUrl: http://a.example\nhttp: { trustedProxies: [10.0.0.0/33] }", /http.trustedProxies.0: has to be an IP/],
    ["rpcUrl: http://a.example\nhttp: { trustedProxies: [proxy] }", /http.trustedProxies.0: has to be an IP/],
    ["rpcUrl: http://a.example\nkeeperDatabase: ./keeper", /keeperDatabase: has to be a URL with postgres:/],
    ["rpcUrl: [", /cannot be read as YAML or JSON/],
  ] as const) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => load(text)).to.throw(said);
    });
  }
});
