/** Hostile values of every key and variable: taken, or refused by the key's name in one line, and nothing is written. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { ConfigError, loadConfig } from "../../src";
import { ENVIRONMENT, schema } from "../../src/config/config";
import { newFolder } from "../support/database";
import { SECRET, TOKEN } from "../support/message-server";

const RUNS = 500;
/** More says nothing to a reader. The longest lists all keys. */
const LONGEST = 1_000;
const KEY = "PStJb5p8CcWcGMfibwgfvzkS2t9xNYFeh58wCjBMYg6";

/** Every key with a value that is taken. */
const WHOLE = {
  rpcUrl: "http://127.0.0.1:8899",
  rpcUrls: [{ url: "https://second.example.com", requestsPerSecond: 20 }],
  sendUrls: ["https://third.example.com"],
  requestsPerSecond: 10,
  wsUrl: "ws://127.0.0.1:8900",
  wsConnections: 1,
  wsSubscriptions: 10_000,
  yellowstoneUrl: "https://yellowstone.example.com",
  yellowstoneToken: "token",
  keeper: KEY,
  bots: [KEY],
  agents: [KEY],
  subscriptions: [KEY],
  signer: "signer.json",
  agentKeys: null,
  remoteAgents: { url: "https://signer.internal", token: "sesame" },
  database: "database",
  policy: { kind: "periodic", cron: "0 12 * * 1", timeZone: "Europe/Vienna" },
  policies: { [KEY]: { kind: "threshold", amount: 1_000_000 } },
  venueMarginBuffer: 0,
  minFunding: 1,
  minSync: 10_000,
  agentReserve: 0,
  dailyBudgetPerBot: 5_000_000,
  lastCallSeconds: 3_600,
  computeUnitPrice: 0,
  maxComputeUnitPrice: 100_000,
  maxLookupTables: 4,
  pollIntervalMs: 10_000,
  pollsPerSecond: 8,
  venueTrades: false,
  logLevel: "info",
  listen: "127.0.0.1:9180",
  webhookSecret: SECRET,
  hostTables: {
    database: "postgres://reader@db.internal/host",
    subscriptions: {
      table: "botSubscriptions",
      id: "id",
      subscription: "onChainAddress",
    },
    agents: {
      table: "wallets",
      agent: "agentAddress",
      subscriber: "ownerAddress",
    },
  },
  subscribing: {
    origins: ["https://app.example.com"],
    requestsPerMinute: 20,
    trustedProxies: ["10.0.0.0/8"],
    allowedPrograms: [KEY],
    maxFee: 10_000_000,
  },
  notifications: {
    telegram: { token: TOKEN, apiRoot: "https://api.telegram.org" },
    operators: [{ chat: 42 }],
    webhooks: [{ url: "https://host.example/hook", secret: SECRET }],
  },
};

/** Whose values are secret, or have something secret within. */
const SECRETS = /url|secret|token|database/i;

/** A refusal may name the key that is not in line with the changed one. */
const BESIDE: Record<string, string[]> = {
  agentKeys: ["remoteAgents"],
  computeUnitPrice: ["maxComputeUnitPrice"],
  listen: ["webhookSecret"],
  remoteAgents: ["agentKeys"],
  yellowstoneUrl: ["yellowstoneToken"],
};

type Values = Record<string, unknown>;

/** Each place in a value, with those that it is in. */
function pathsIn(value: unknown, before: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...before, key], ...pathsIn(inner, [...before, key])]);
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...(value as Values) };
  (copy as Values)[key] = replaced((value as Values)[key], rest, by);
  return copy;
}

const HOSTILE: unknown[] = [
  ...[null, true, -1, 0, 0.5, 1e300, 2 ** 53, "", " ", "x".repeat(10_000), "\0", "a\nb: c", "\ud800", "\u202e1"],
  ...[
    "__proto__",
    "../../etc/passwd",
    "'; drop table closes; --",
    "$" + "{HOME}",
    "!!js/function",
    "-1",
    "1e3",
    "0x10",
  ],
  ...[
    "1".repeat(44),
    "http://",
    "http://[",
    "postgres://",
    "https://user:sesame-word@x/y?z",
    "whsec_",
    "٣",
    "18446744073709551616",
  ],
  ...[
    [],
    [[]],
    [null],
    {},
    { ":": null },
    { kind: {} },
    JSON.parse('{"__proto__": {"admin": true}}'),
    { constructor: 1 },
  ],
];
const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.jsonValue(), fc.string({ unit: "binary" }));

describe("a configuration of hostile values", () => {
  const folder = newFolder();
  const file = join(folder, "keeper.json");

  /** What is said of it, without the file's name; null if it is taken. */
  function complaint(values: unknown, environment: NodeJS.ProcessEnv = {}): string | null {
    writeFileSync(file, JSON.stringify(values));
    try {
      loadConfig(file, environment);
      return null;
    } catch (error) {
      expect(error).to.be.instanceOf(ConfigError);
      const { message } = error as Error;
      expect(message.length, message.slice(0, LONGEST)).to.be.below(LONGEST);
      expect(message).to.match(/^\P{C}+$/u);
      return message.replace(`${file}: `, "");
    } finally {
      expect(readdirSync(folder)).to.deep.equal(["keeper.json"]);
      expect({}).to.not.have.property("admin");
    }
  }

  const expectNamed = (said: string | null, keys: readonly string[], place: string): void => {
    // What is within quotation marks may have colons of its own.
    if (said !== null)
      expect(said, place).to.match(new RegExp(`^(${keys.join("|")})\\b(?:"(?:[^"\\\\]|\\\\.)*"|[^:"])*: .`));
    if (SECRETS.test(keys[0]!)) expect(said ?? "", place).to.not.include("sesame-word");
  };

  it("is not the one that has every key", () => {
    expect(Object.keys(WHOLE)).to.have.members(Object.keys(schema.shape));
    expect(complaint(WHOLE)).to.equal(null);
  });

  it("is taken, or refused by the name of the key, wherever the value is", () => {
    const change = fc.record({
      path: fc.constantFrom(...pathsIn(WHOLE)),
      value: hostile,
    });
    const check = ({ path, value }: { path: readonly string[]; value: unknown }): void => {
      const [key] = path as [string];
      const said = complaint(replaced(WHOLE, path, value));
      const beside = said?.includes("subscribing needs it") ? ["agentKeys"] : (BESIDE[key] ?? []);
      expectNamed(said, [key, ...beside], `${path.join(".")}: ${JSON.stringify(value).slice(0, 100)}`);
    };
    for (const path of pathsIn(WHOLE)) for (const value of HOSTILE) check({ path, value });
    fc.assert(fc.property(change, check), { numRuns: RUNS });
  });

  it("is refused by the name of a key that is none", () => {
    const name = fc.string({ minLength: 1, unit: "binary" }).filter((one) => !(one in WHOLE));
    const check = (key: string): void => {
      const said = complaint(JSON.parse(`{${JSON.stringify(key)}: 1, ${JSON.stringify(WHOLE).slice(1)}`));
      expect(said).to.include(": there is no such key");
    };
    for (const key of ["__proto__", "a\nb", "x".repeat(10_000), "rpcURL"]) check(key);
    fc.assert(fc.property(name, check), { numRuns: RUNS / 10 });
  });

  it("is refused by the name of the variable where the environment has it", () => {
    for (const [variable, key] of Object.entries(ENVIRONMENT)) {
      for (const value of HOSTILE.filter((one) => typeof one === "string")) {
        const said = complaint(WHOLE, { [variable]: value });
        expectNamed(said, [variable, ...(BESIDE[key] ?? [])], `${variable}: ${value}`);
      }
    }
  });
});
