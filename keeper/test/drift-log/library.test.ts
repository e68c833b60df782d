import Module from "node:module";
import { expect } from "chai";
import { loadConfig } from "../../src";
import { doctor } from "../../src/commands/doctor";
import { runKeeper } from "../../src/commands/run";
import { ConfigError } from "../../src/config/error";
import { loadDriftLog } from "../../src/drift-log/library";
import { silent } from "../support/keeper";
import { Market } from "../support/market";
import { Installation } from "../support/process";

const resolver = Module as unknown as { _resolveFilename: (name: string, ...rest: unknown[]) => string };

describe("Drift's package, where it is not installed", () => {
  const resolve = resolver._resolveFilename;
  let market: Market;

  before(async () => {
    market = await Market.open();
  });

  after(() => market.close());

  beforeEach(() => {
    resolver._resolveFilename = (name, ...rest) => {
      if (name.startsWith("@drift-labs/sdk")) throw new Error(`Cannot find module '${name}'`);
      return resolve(name, ...rest);
    };
  });

  afterEach(() => {
    resolver._resolveFilename = resolve;
  });

  it("is named, with what to do", () => {
    expect(loadDriftLog).to.throw(
      Error,
      "Trades on Drift are read with the package @drift-labs/sdk 2.156 (npm install @drift-labs/sdk@2.156.0)",
    );
  });

  it("lets a keeper that is to read trades not start, and another one start", async () => {
    const run = async (venueTrades: boolean) => {
      const installation = await Installation.withDatabase(market, { venueTrades });
      const config = loadConfig(installation.config, {});
      return runKeeper({ config, once: true, logger: silent }).catch((error: unknown) => error);
    };
    const refused = await run(true);
    expect(refused).to.be.instanceOf(ConfigError);
    expect((refused as Error).message).to.match(/^venueTrades: Trades on Drift are read with the package/);
    expect(await run(false)).to.equal(0);
  });

  it("is missed by the doctor", async () => {
    const { config } = await Installation.withDatabase(market, { venueTrades: true });
    const found = (await doctor(loadConfig(config, {}))).filter(({ subject }) => subject === "venueTrades");
    resolver._resolveFilename = resolve;
    found.push(...(await doctor(loadConfig(config, {}))).filter(({ subject }) => subject === "venueTrades"));
    expect(found.map(({ state }) => state)).to.deep.equal(["bad", "good"]);
  });
});
