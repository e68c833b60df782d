import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { ConfigError, loadConfig } from "../../src";
import { newFolder } from "../support/database";

const REMOTE = { url: "https://signer.example.com", token: "sesame-0123456789" };
const TABLES = {
  database: "postgres://reader:secret@db.example.com/host",
  subscriptions: { table: "botSubscriptions", id: "id", subscription: "onChainAddress" },
  agents: { table: "public.wallets", agent: "agent", subscriber: "owner" },
};
const ALL = {
  rpcUrl: "http://127.0.0.1:8899",
  keeper: "PStJb5p8CcWcGMfibwgfvzkS2t9xNYFeh58wCjBMYg6",
  signer: "signer.json",
  database: "database",
  listen: "127.0.0.1:9180",
  remoteAgents: REMOTE,
  hostTables: TABLES,
  subscribing: {
    origins: ["https://app.example.com", "http://localhost:5173"],
    trustedProxies: ["10.0.0.0/8", "::1"],
  },
};

describe("what a configuration says of the host", () => {
  const file = join(newFolder(), "keeper.json");

  const load = (changes: object, environment: NodeJS.ProcessEnv = {}) => {
    writeFileSync(file, JSON.stringify({ ...ALL, ...changes }));
    return loadConfig(file, environment);
  };

  /** Without the file's name. */
  function complaint(changes: object, environment: NodeJS.ProcessEnv = {}): string {
    try {
      load(changes, environment);
    } catch (error) {
      expect(error).to.be.instanceOf(ConfigError);
      return (error as Error).message.replace(`${file}: `, "");
    }
    throw new Error("it was accepted");
  }

  it("should be read whole", () => {
    const { remoteAgents, hostTables, subscribing } = load({});
    expect([remoteAgents, hostTables]).to.deep.equal([REMOTE, TABLES]);
    expect(subscribing).to.deep.equal({
      ...ALL.subscribing,
      requestsPerMinute: 20,
      allowedPrograms: [],
      maxFee: 10_000_000n,
    });
  });

  it("should take what is secret from the environment", () => {
    const { database: _, ...tables } = TABLES;
    const secrets = { PROFIT_SHARE_HOST_DATABASE: TABLES.database, PROFIT_SHARE_REMOTE_AGENTS_TOKEN: REMOTE.token };
    const config = load({ hostTables: tables, remoteAgents: { url: REMOTE.url } }, secrets);
    expect([config.remoteAgents, config.hostTables]).to.deep.equal([REMOTE, TABLES]);
    expect(complaint({}, { PROFIT_SHARE_HOST_DATABASE: "mysql://me:secret@x/y" })).to.equal(
      "PROFIT_SHARE_HOST_DATABASE (hostTables.database): has to be a postgres:// URL",
    );
    expect(complaint({ remoteAgents: null }, { PROFIT_SHARE_REMOTE_AGENTS_TOKEN: "x" })).to.equal(
      "remoteAgents.url: is missing",
    );
    expect(complaint({ hostTables: "x" }, secrets)).to.match(/^hostTables: /);
  });

  it("should take a table of subscriptions without closes over HTTP: replay reads it, too", () => {
    const hostTables = { database: TABLES.database, subscriptions: TABLES.subscriptions };
    const config = load({ listen: undefined, subscribing: undefined, hostTables });
    expect([config.webhookSecret, config.hostTables?.subscriptions]).to.deep.equal([null, TABLES.subscriptions]);
  });

  const agents = (changes: object) => ({ hostTables: { ...TABLES, agents: { ...TABLES.agents, ...changes } } });
  const subscribing = (changes: object) => ({ subscribing: { ...ALL.subscribing, ...changes } });
  const NO_ORIGIN = 'subscribing.origins.0: has to be an origin, as "https://app.example.com"';
  const NO_PROXY = 'subscribing.trustedProxies.0: has to be an IP address or a range, as "10.0.0.0/8"';

  const wrong: [what: string, changes: object, error: string][] = [
    [
      "two places of agents' keys",
      { agentKeys: "agents" },
      "remoteAgents: agentKeys is named, too: leave one of the two out",
    ],
    ["a signer without a token", { remoteAgents: { url: REMOTE.url } }, "remoteAgents.token: is missing"],
    [
      "a signer without an address",
      { remoteAgents: { ...REMOTE, url: "signer" } },
      'remoteAgents.url: has to be a URL with http: or https:, not "signer"',
    ],
    [
      "another kind of database, which it does not repeat",
      { hostTables: { ...TABLES, database: "mysql://me:secret@x/y" } },
      "hostTables.database: has to be a postgres:// URL",
    ],
    [
      "tables of nothing",
      { hostTables: { database: TABLES.database }, subscribing: null },
      "hostTables: has to name subscriptions or agents, or both",
    ],
    [
      "SQL as a table",
      agents({ table: 'x"; drop table y' }),
      'hostTables.agents.table: has to be a table\'s name, as "botSubscriptions" or "public.botSubscriptions"',
    ],
    ["SQL as a column", agents({ agent: "a, b" }), 'hostTables.agents.agent: has to be a column\'s name, as "id"'],
    ["a column that is not named", agents({ agent: undefined }), "hostTables.agents.agent: is missing"],
    ["a column too many", agents({ wallet: "wallet" }), "hostTables.agents.wallet: there is no such key"],
    ["no origin", subscribing({ origins: [] }), "subscribing.origins: has to name an origin"],
    ["an origin with a slash", subscribing({ origins: ["https://app.example.com/"] }), NO_ORIGIN],
    ["an origin with a path", subscribing({ origins: ["https://example.com/app"] }), NO_ORIGIN],
    [
      "every origin",
      subscribing({ origins: ["*"] }),
      'subscribing.origins.0: has to be a URL with http: or https:, not "*"',
    ],
    ["a proxy by its name", subscribing({ trustedProxies: ["proxy"] }), NO_PROXY],
    ["a range of too many bits", subscribing({ trustedProxies: ["10.0.0.0/33"] }), NO_PROXY],
    ["a range of no bits", subscribing({ trustedProxies: ["10.0.0.0/"] }), NO_PROXY],
    ["a range of a range", subscribing({ trustedProxies: ["::/8/8"] }), NO_PROXY],
    ["no requests", subscribing({ requestsPerMinute: 0 }), "subscribing.requestsPerMinute: has to be 1 or more"],
    [
      "a program that is none",
      subscribing({ allowedPrograms: ["guard"] }),
      'subscribing.allowedPrograms.0: has to be a base58 address, not "guard"',
    ],
    [
      "a fee below zero",
      subscribing({ maxFee: -1 }),
      "subscribing.maxFee: has to be a whole number of base units, 0 or more",
    ],
    ["subscribing at no address", { listen: null }, "listen: is missing, and subscribing needs it"],
    [
      "subscribing without agents",
      { remoteAgents: null },
      "agentKeys or remoteAgents: is missing, and subscribing needs it",
    ],
    ["subscribing without tables", { hostTables: null }, "hostTables.agents: is missing, and subscribing needs it"],
    [
      "subscribing without the host's word",
      { hostTables: { ...TABLES, agents: null } },
      "hostTables.agents: is missing, and subscribing needs it",
    ],
  ];
  for (const [what, changes, error] of wrong) {
    it(`should refuse ${what} by its key`, () => expect(complaint(changes)).to.equal(error));
  }
});
