import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keyFileText } from "@profit-share/sdk";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { ConfigError, fileAgents, loadConfig, readKeyFile } from "../../src";
import { newFolder } from "../support/database";
import { writeKey } from "../support/process";

const KEEPER = "PStJb5p8CcWcGMfibwgfvzkS2t9xNYFeh58wCjBMYg6";
const LEAST = {
  rpcUrl: "http://127.0.0.1:8899",
  keeper: KEEPER,
  signer: "signer.json",
  database: "database",
};

describe("loadConfig", () => {
  let folder: string;
  let file: string;
  before(() => {
    folder = newFolder();
    file = join(folder, "keeper.json");
  });

  const load = (values: unknown, environment: NodeJS.ProcessEnv = {}) => {
    writeFileSync(file, typeof values === "string" ? values : JSON.stringify(values));
    return loadConfig(file, environment);
  };

  /** What it says about a wrong configuration, without the file's name. */
  const complaint = (values: unknown, environment: NodeJS.ProcessEnv = {}): string => {
    try {
      load(values, environment);
    } catch (error) {
      expect(error).to.be.instanceOf(ConfigError);
      const { message } = error as Error;
      expect(message).not.to.include("\n");
      return message.replace(`${file}: `, "");
    }
    throw new Error("it was accepted");
  };

  it("needs little, and fills in the rest", () => {
    const config = load(LEAST);
    expect({ ...config, watched: null }).to.deep.equal({
      rpcUrl: "http://127.0.0.1:8899",
      wsUrl: null,
      wsConnections: 1,
      wsSubscriptions: 10_000,
      yellowstone: null,
      requestsPerSecond: null,
      rpcUrls: [],
      sendUrls: [],
      watched: null,
      policy: { kind: "immediate" },
      policies: {},
      venueMarginBuffer: 0n,
      minFunding: 1n,
      minSync: 10_000n,
      agentReserve: 0n,
      dailyBudgetPerBot: 5_000_000n,
      lastCallSeconds: 3_600,
      computeUnitPrice: 0n,
      maxComputeUnitPrice: 100_000n,
      maxLookupTables: 4,
      pollIntervalMs: 10_000,
      pollsPerSecond: 8,
      venueTrades: false,
      notifications: null,
      logLevel: "info",
      listen: null,
      webhookSecret: null,
      signer: join(folder, "signer.json"),
      agentKeys: null,
      remoteAgents: null,
      hostTables: null,
      subscribing: null,
      database: join(folder, "database"),
    });
    expect(config.watched.keeper?.toBase58()).to.equal(KEEPER);
    expect(config.watched.bots).to.deep.equal([]);
  });

  it("takes amounts as numbers or as digits, up to a u64", () => {
    const config = load({ ...LEAST, venueMarginBuffer: 250_000_000, minFunding: "18446744073709551615" });
    expect([config.venueMarginBuffer, config.minFunding]).to.deep.equal([250_000_000n, 18_446_744_073_709_551_615n]);
  });

  it("takes YAML as it takes JSON", () => {
    const yaml = [
      "# A comment.",
      "rpcUrl: http://127.0.0.1:8899",
      "rpcUrls:",
      "  - https://second.example",
      "  - { url: https://third.example, requestsPerSecond: 2.5 }",
      `keeper: ${KEEPER}`,
      "signer: signer.json",
      "database: database",
      "policy: { kind: periodic, cron: 0 12 * * 1, timeZone: Europe/Vienna }",
      "logLevel: debug",
    ];
    const json = {
      ...LEAST,
      rpcUrls: ["https://second.example", { url: "https://third.example", requestsPerSecond: 2.5 }],
      policy: { kind: "periodic", cron: "0 12 * * 1", timeZone: "Europe/Vienna" },
      logLevel: "debug",
    };
    expect(load(yaml.join("\n"))).to.deep.equal(load(json));
    expect(load(JSON.stringify(json, null, "\t"))).to.deep.equal(load(json));
  });

  it("takes a whole number that JavaScript does not hold exactly, in either form", () => {
    expect(load(`${JSON.stringify(LEAST).slice(0, -1)}, "minFunding": 9007199254740993}`).minFunding).to.equal(
      9_007_199_254_740_993n,
    );
    const lines = Object.entries(LEAST).map(([key, value]) => `${key}: ${value}`);
    expect(load([...lines, "agentReserve: 18446744073709551615"].join("\n")).agentReserve).to.equal(
      18_446_744_073_709_551_615n,
    );
    for (const amount of ["9007199254740993.0", "1e19", "1_000", "18446744073709551616", "-9007199254740993"]) {
      expect(complaint([...lines, `minFunding: ${amount}`].join("\n")), amount).to.match(/^minFunding: /);
    }
  });

  it("lets the environment override keys, with paths as they are", () => {
    const config = load(LEAST, {
      PROFIT_SHARE_RPC_URL: "https://rpc.example",
      PROFIT_SHARE_WS_URL: "wss://rpc.example",
      PROFIT_SHARE_YELLOWSTONE_URL: "https://grpc.example",
      PROFIT_SHARE_YELLOWSTONE_TOKEN: "token",
      PROFIT_SHARE_SIGNER: "/keys/signer.json",
      PROFIT_SHARE_AGENT_KEYS: "/keys/agents",
      PROFIT_SHARE_DATABASE: "/data",
      PROFIT_SHARE_LOG_LEVEL: "debug",
    });
    expect(config).to.deep.include({
      rpcUrl: "https://rpc.example",
      wsUrl: "wss://rpc.example",
      yellowstone: { url: "https://grpc.example", token: "token" },
      signer: "/keys/signer.json",
      agentKeys: "/keys/agents",
      database: "/data",
      logLevel: "debug",
    });
  });

  it("takes a server's database, from the file or from the host's own variable", () => {
    const [file, host] = [
      "postgres://keeper:secret@127.0.0.1/one",
      "postgresql://host@127.0.0.1:5433/two?sslmode=require",
    ];
    expect(load({ ...LEAST, database: file }).database).to.equal(file);
    expect(load(LEAST, { DATABASE_URL: host }).database).to.equal(host);
    expect(load(LEAST, { DATABASE_URL: host, PROFIT_SHARE_DATABASE: "/data" }).database).to.equal("/data");
  });

  const wrong: [string, unknown, RegExp][] = [
    ["what breaks off", '{\n  "rpcUrl": "x"\n', /^line 3 is no YAML or JSON: Flow map must end with a }$/],
    ["no object", "[]", /^has to hold keys and values, as YAML or as one JSON object$/],
    ["an empty file", "", /^has to hold keys and values, as YAML or as one JSON object$/],
    [
      "a key that is there twice",
      "rpcUrl: a\nsigner: b\nrpcUrl: c\n",
      /^line 3: rpcUrl is there twice: keep one of them$/,
    ],
    ["a tag", "rpcUrl: !env RPC_URL\n", /^line 1 is no YAML or JSON: Unresolved tag: !env$/],
    ["two documents", "rpcUrl: a\n---\nrpcUrl: b\n", /^line 2 is no YAML or JSON: Source contains multiple documents/],
    ["a key that is no text", "? [1]\n: 2\n", /^line 1 is no YAML or JSON: With stringKeys, all keys must be strings$/],
    ["an alias of nothing", "rpcUrl: *node\n", /^is no YAML or JSON: Unresolved alias .*: node$/],
    ["a missing key", { ...LEAST, rpcUrl: undefined }, /^rpcUrl: is missing$/],
    [
      "an unknown key",
      { ...LEAST, rpcURL: "x" },
      /^rpcURL: there is no such key; the keys are rpcUrl, wsUrl, wsConnections, /,
    ],
    [
      "a URL of another kind",
      { ...LEAST, rpcUrl: "ftp://x" },
      /^rpcUrl: has to be a URL with http: or https:, not "ftp:\/\/x"$/,
    ],
    ["no URL", { ...LEAST, wsUrl: "here" }, /^wsUrl: has to be a URL with ws: or wss:, not "here"$/],
    ["no connection", { ...LEAST, wsConnections: 0 }, /^wsConnections: has to be 1 or more$/],
    ["no subscription", { ...LEAST, wsSubscriptions: 0 }, /^wsSubscriptions: has to be 1 or more$/],
    [
      "a token for nothing",
      { ...LEAST, yellowstoneToken: "x" },
      /^yellowstoneToken: there is no yellowstoneUrl that it is for$/,
    ],
    ["no address", { ...LEAST, bots: [KEEPER, "x"] }, /^bots\.1: has to be a base58 address, not "x"$/],
    [
      "a negative amount",
      { ...LEAST, venueMarginBuffer: -1 },
      /^venueMarginBuffer: has to be a whole number of base units, 0 or more$/,
    ],
    ["a fraction", { ...LEAST, minFunding: 0.5 }, /^minFunding: has to be a whole number of base units/],
    ["an amount of 0 to fund", { ...LEAST, minFunding: 0 }, /^minFunding: has to be at least 1 base unit$/],
    ["more than a u64", { ...LEAST, minFunding: "18446744073709551616" }, /^minFunding: does not fit a u64$/],
    [
      "a ceiling below the floor",
      { ...LEAST, computeUnitPrice: 200, maxComputeUnitPrice: 199 },
      /^maxComputeUnitPrice: has to be computeUnitPrice, 200, or more$/,
    ],
    ["an unknown policy", { ...LEAST, policy: { kind: "later" } }, /^policy\.kind: /],
    [
      "an unknown key of a policy",
      { ...LEAST, policy: { kind: "immediate", days: 1 } },
      /^policy\.days: there is no such key/,
    ],
    [
      "times that are none",
      { ...LEAST, policy: { kind: "periodic", cron: "at noon" } },
      /^policy\.cron: "at noon" is no cron expression of five fields, as "0 12 \* \* 1": every Monday at 12:00$/,
    ],
    [
      "times to the second",
      { ...LEAST, policy: { kind: "periodic", cron: "0 0 12 * * *" } },
      /^policy\.cron: .*five fields/,
    ],
    ["a single time", { ...LEAST, policy: { kind: "periodic", cron: "2030-01-01T00:00:00" } }, /^policy\.cron: .*five/],
    [
      "times that never come",
      { ...LEAST, policy: { kind: "periodic", cron: "0 0 30 2 *" } },
      /^policy\.cron: "0 0 30 2 \*" never comes$/,
    ],
    [
      "an unknown time zone",
      { ...LEAST, policy: { kind: "periodic", cron: "0 0 * * *", timeZone: "Vienna" } },
      /^policy\.cron: there is no time zone "Vienna"; one is "Europe\/Vienna"$/,
    ],
    [
      "a negative threshold",
      { ...LEAST, policy: { kind: "threshold", amount: -1 } },
      /^policy\.amount: has to be a whole/,
    ],
    [
      "a policy of what is no bot",
      { ...LEAST, policies: { mine: { kind: "immediate" } } },
      /^policies\.mine: has to be a base58 address, not "mine"$/,
    ],
    ["an unknown policy of a bot", { ...LEAST, policies: { [KEEPER]: { kind: "later" } } }, /^policies\.\w+\.kind: /],
    [
      "an address without a port",
      { ...LEAST, listen: "127.0.0.1" },
      /^listen: has to be a host and a port, as "127\.0\.0\.1:9180", not "127\.0\.0\.1"$/,
    ],
    ["an address with a path", { ...LEAST, listen: "127.0.0.1:1/x" }, /^listen: has to be a host and a port/],
    [
      "a short secret, which it does not repeat",
      { ...LEAST, listen: "127.0.0.1:1", webhookSecret: "whsec_c2hvcnQ=" },
      /^webhookSecret: has to be "whsec_" and 24 bytes or more in base64; make one with: openssl rand -base64 32$/,
    ],
    [
      "a secret for nothing",
      { ...LEAST, webhookSecret: `whsec_${"A".repeat(32)}` },
      /^webhookSecret: there is no listen address that it is for$/,
    ],
    ["a hasty poll", { ...LEAST, pollIntervalMs: 1 }, /^pollIntervalMs: has to be 50 or more$/],
    ["an unknown log level", { ...LEAST, logLevel: "loud" }, /^logLevel: /],
    [
      "a database of another kind",
      { ...LEAST, database: "mysql://127.0.0.1/one" },
      /^database: has to be a folder or a postgres:\/\/ URL$/,
    ],
    ["an empty path", { ...LEAST, database: "" }, /^database: has to be a path$/],
    ["a number for a path", { ...LEAST, signer: 5 }, /^signer: /],
    [
      "nothing to look after",
      { ...LEAST, keeper: undefined },
      /^keeper: nothing to look after: name at least one of keeper, bots, agents or subscriptions$/,
    ],
  ];
  for (const [what, values, message] of wrong) {
    it(`refuses ${what}, naming the key`, () => expect(complaint(values)).to.match(message));
  }

  it("names the variable where the environment is wrong", () => {
    expect(complaint(LEAST, { PROFIT_SHARE_RPC_URL: "x" })).to.match(
      /^PROFIT_SHARE_RPC_URL \(rpcUrl\): has to be a URL/,
    );
  });

  it("reads over a byte order mark before the file", () => {
    expect(load(`\uFEFF${JSON.stringify(LEAST)}`).rpcUrl).to.equal("http://127.0.0.1:8899");
    expect(load(`\uFEFF\r\n${JSON.stringify(LEAST, null, 2)}`).rpcUrl).to.equal("http://127.0.0.1:8899");
    expect(complaint("\uFEFF{")).to.match(/^line 1 is no YAML or JSON: /);
  });

  it("says that there is no file", () => {
    expect(() => loadConfig(join(folder, "none.json"), {})).to.throw(
      ConfigError,
      /there is no such file; pass one with --config FILE$/,
    );
  });
});

describe("key files", () => {
  it("are read as solana-keygen writes them, and say what is wrong otherwise", () => {
    const folder = newFolder();
    const keypair = Keypair.generate();
    writeKey(join(folder, "good.json"), keypair);
    expect(readKeyFile(join(folder, "good.json")).publicKey.equals(keypair.publicKey)).to.equal(true);

    writeFileSync(join(folder, "marked.json"), `\uFEFF${keyFileText(keypair)}`);
    expect(readKeyFile(join(folder, "marked.json")).publicKey.equals(keypair.publicKey)).to.equal(true);

    expect(() => readKeyFile(join(folder, "none.json"))).to.throw(/none\.json cannot be read: ENOENT$/);
    const secret = Array.from(keypair.secretKey);
    const broken: [string, unknown][] = [
      ["short", secret.slice(1)],
      ["of another key", [...secret.slice(0, 63), (secret[63]! + 1) % 256]],
      ["of no bytes", secret.map((byte) => byte + 256)],
      ["no list", "abc"],
    ];
    for (const [what, content] of broken) {
      const file = join(folder, "broken.json");
      writeFileSync(file, JSON.stringify(content));
      expect(() => readKeyFile(file), what).to.throw(
        /broken\.json is no key file: it has to hold the 64 bytes of a keypair/,
      );
    }
  });

  it("of a folder are the agents that can sign", async () => {
    const folder = newFolder();
    const [one, other] = [Keypair.generate(), Keypair.generate()];
    writeFileSync(join(folder, "one.json"), `\uFEFF${keyFileText(one)}\n`);
    mkdirSync(join(folder, "more"));
    writeFileSync(join(folder, "notes.txt"), "no key");
    const agents = fileAgents(folder);
    expect([agents.has(one.publicKey), agents.has(other.publicKey)]).to.deep.equal([true, false]);
    expect(() => fileAgents(join(folder, "none"))).to.throw(/none cannot be read: ENOENT$/);
    writeKey(join(folder, "other.json"), other);
    expect(agents.has(other.publicKey)).to.equal(false);
    await agents.refresh!();
    expect([agents.has(one.publicKey), agents.has(other.publicKey)]).to.deep.equal([true, true]);
    writeFileSync(join(folder, "bad.json"), "{}");
    expect(() => fileAgents(folder)).to.throw(/bad\.json is no key file/);
  });
});
