import { InvalidInput } from "@profit-share/sdk";
import { expect } from "chai";
import { chooseCluster, placeOf } from "../../src/input/cluster";

const CONFIG = { file: "/home/anna/config.yml", url: "https://of.config", keyFile: null };
const ENV = { PROFIT_SHARE_URL: "https://of.environment" };

describe("the cluster", () => {
  describe("is chosen by", () => {
    it("what was typed, before all else", () => {
      const chosen = chooseCluster("https://typed", ENV, CONFIG);
      expect(chosen).to.deep.equal({ url: "https://typed", chosenBy: null });
    });

    it("the environment, before Solana's settings", () => {
      const chosen = chooseCluster(undefined, ENV, CONFIG);
      expect(chosen).to.deep.equal({ url: "https://of.environment", chosenBy: "from PROFIT_SHARE_URL" });
    });

    it("Solana's settings, where the environment says nothing", () => {
      const ofConfig = { url: "https://of.config", chosenBy: "from /home/anna/config.yml" };
      expect(chooseCluster(undefined, {}, CONFIG)).to.deep.equal(ofConfig);
      expect(chooseCluster(undefined, { PROFIT_SHARE_URL: "" }, CONFIG)).to.deep.equal(ofConfig);
    });

    it("nobody: then it is the local one", () => {
      const local = { url: "http://127.0.0.1:8899", chosenBy: "the default" };
      expect(chooseCluster(undefined, {}, null)).to.deep.equal(local);
      expect(chooseCluster(undefined, {}, { ...CONFIG, url: null })).to.deep.equal(local);
    });
  });

  const monikers: [string, string][] = [
    ["mainnet-beta", "https://api.mainnet-beta.solana.com"],
    ["m", "https://api.mainnet-beta.solana.com"],
    ["testnet", "https://api.testnet.solana.com"],
    ["t", "https://api.testnet.solana.com"],
    ["devnet", "https://api.devnet.solana.com"],
    ["d", "https://api.devnet.solana.com"],
    ["localhost", "http://127.0.0.1:8899"],
    ["l", "http://127.0.0.1:8899"],
  ];
  for (const [moniker, url] of monikers) {
    it(`${moniker} is ${url}, wherever it is written`, () => {
      expect(chooseCluster(moniker, {}, null).url).to.equal(url);
      expect(chooseCluster(undefined, { PROFIT_SHARE_URL: moniker }, null).url).to.equal(url);
      expect(chooseCluster(undefined, {}, { ...CONFIG, url: moniker }).url).to.equal(url);
    });
  }

  describe("is refused, and it is said where it is written", () => {
    for (const wrong of ["x", "dev", "Devnet", "ftp://a", "http://", "http://a b"]) {
      it(`"${wrong}"`, () => {
        const refused = (typed: string | undefined, env: Record<string, string>, config: typeof CONFIG | null) =>
          expect(() => chooseCluster(typed, env, config));
        refused(wrong, {}, null).to.throw(
          InvalidInput,
          `--url "${wrong}" is no address of a JSON-RPC node: pass one like`,
        );
        refused(undefined, { PROFIT_SHARE_URL: wrong }, null).to.throw(`PROFIT_SHARE_URL "${wrong}" is no address`);
        refused(undefined, {}, { ...CONFIG, url: wrong }).to.throw(
          `json_rpc_url "${wrong}" of /home/anna/config.yml is no address`,
        );
      });
    }
  });

  it("is shown without what may be an access key", () => {
    const url = "https://anna:secret@node.example:444/v2/secret?api-key=secret";
    expect(placeOf({ url, chosenBy: null })).to.equal("https://node.example:444");
  });
});
