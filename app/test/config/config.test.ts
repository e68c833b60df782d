import { expect } from "chai";
import { parseConfig } from "../../src/config/config";

const RIGHT = { cluster: "localnet", rpcUrl: "http://127.0.0.1:8899" };

describe("the app's configuration", () => {
  it("needs a cluster and a node, and nothing else", () => {
    const nothing = { wsUrl: null, programId: null, keeperUrl: null, indexerUrl: null, explorer: null };
    expect(parseConfig(RIGHT)).to.deep.equal({ ...nothing, ...RIGHT });
  });

  it("takes paths of its own site, and templates of an explorer", () => {
    const explorer = { transaction: "https://explorer.test/tx/{}", address: "https://explorer.test/address/{}" };
    const config = parseConfig({
      ...RIGHT,
      wsUrl: "wss://node.test",
      keeperUrl: "/keeper",
      indexerUrl: "https://index.test",
      explorer,
    });
    expect(config).to.deep.include({ wsUrl: "wss://node.test", keeperUrl: "/keeper", explorer });
  });

  const WRONG: [string, unknown, string][] = [
    ["no object", [], "has to be an object"],
    [
      "an unknown cluster",
      { ...RIGHT, cluster: "moon" },
      'cluster has to be one of mainnet, devnet, testnet, localnet, not "moon"',
    ],
    ["no node", { cluster: "devnet" }, "rpcUrl has to be the http or https URL of a node, not undefined"],
    ["a script for a node", { ...RIGHT, rpcUrl: "javascript:alert(1)" }, "rpcUrl has to be"],
    [
      "a path to another site",
      { ...RIGHT, keeperUrl: "//evil.test" },
      "keeperUrl has to be a URL, or a path of this site",
    ],
    [
      "an explorer without a place for the address",
      { ...RIGHT, explorer: { transaction: "https://a.test/{}", address: "https://a.test" } },
      "explorer has to be",
    ],
    ["an unknown key", { ...RIGHT, rpcURL: "x" }, "rpcURL is not known"],
  ];
  for (const [name, given, words] of WRONG) {
    it(`is refused with ${name}`, () => {
      expect(() => parseConfig(given)).to.throw(words);
    });
  }

  it("names everything that is wrong at once", () => {
    expect(() => parseConfig({ cluster: 1, rpcUrl: 2 })).to.throw(/cluster has to .*; rpcUrl has to /);
  });
});
