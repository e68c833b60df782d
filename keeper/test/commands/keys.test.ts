import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { ConfigError, loadConfig } from "../../src";
import { keysOf } from "../../src/commands/keys";
import { Market } from "../support/market";
import { Installation } from "../support/process";

const TOKEN = "sesame-0123456789";

describe("agents' keys that a configuration puts behind HTTP", () => {
  const agent = Keypair.generate().publicKey;
  let market: Market;
  let service: Server;
  let url: string;

  before(async () => {
    market = await Market.open();
    service = createServer(({ headers }, response) => {
      const known = headers.authorization === `Bearer ${TOKEN}`;
      response.writeHead(known ? 200 : 401).end(JSON.stringify({ agents: [agent.toBase58()] }));
    });
    service.listen(0, "127.0.0.1");
    await once(service, "listening");
    url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  });
  after(async () => {
    service.close();
    await market.close();
  });

  const keys = (remoteAgents: object, environment: NodeJS.ProcessEnv = {}) =>
    keysOf(loadConfig(new Installation(market, { agentKeys: null, remoteAgents }).config, environment));

  it("should be asked for there, with the token of the environment", async () => {
    const { agents } = await keys({ url }, { PROFIT_SHARE_REMOTE_AGENTS_TOKEN: TOKEN });
    expect(agents.has(agent)).to.equal(true);
  });

  for (const [what, remote, words] of [
    ["does not take the token", () => ({ url, token: "another-sesame" }), /does not take the token \(401\)$/],
    ["cannot be reached", () => ({ url: "http://127.0.0.1:1", token: TOKEN }), /cannot be reached$/],
    ["would get it in the clear", () => ({ url: "http://signer.example", token: TOKEN }), /use https$/],
  ] as const) {
    it(`should be said to be wrong, by the key, if the service ${what}`, async () => {
      const error = await keys(remote()).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(ConfigError);
      expect((error as Error).message)
        .to.match(/^remoteAgents: The remote signer /)
        .and.match(words);
      expect((error as Error).message).to.not.include("sesame");
    });
  }
});
