import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DOLLAR } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import { describeApp } from "../support/suite";

/** What each path of the lying index answers. */
const LIES: [RegExp, string][] = [
  [
    /^\/v1\/profiles\//,
    JSON.stringify({ number: 1, name: "The safest bot", about: "", links: [], avatar: null, signature: "AAAA" }),
  ],
  [/^\/v1\/terms\//, "You share nothing."],
  [/\/trades/, JSON.stringify({ items: [{ tradeId: "a trade that never was" }], next: null })],
];

let liar: Server;
let asked: string[];

describeApp(
  "an index that lies",
  (suite) => {
    before(async () => {
      await suite.world.join();
      await suite.world.attest(suite.world.attested(0), 10n * DOLLAR);
      asked = [];
    });
    after(() => {
      liar.close();
      liar.closeAllConnections();
    });

    const wereAsked = async (path: RegExp): Promise<void> => {
      while (!asked.some((one) => path.test(one))) await new Promise((done) => setTimeout(done, 20));
    };

    it("gives no bot a name that its owner did not sign, and no terms another text", async () => {
      const page = await suite.open(`/bot/${suite.world.attestedBot}`);
      await page.getByText("Over its life").waitFor();
      await Promise.all([wereAsked(/profiles/), wereAsked(/terms/)]);
      await page.waitForLoadState("networkidle");
      expect(await page.getByText("The safest bot").count()).to.equal(0);
      expect(await page.getByText("Read the text").count()).to.equal(0);
    });

    it("gives no deduction a trade that is not the one on the chain", async () => {
      const page = await suite.open(`/s/${suite.world.attested(0)}`);
      await page.getByText("00000001…").waitFor();
      await wereAsked(/trades/);
      await page.waitForLoadState("networkidle");
      expect(await page.getByText("a trade that never was").count()).to.equal(0);
    });
  },
  async () => {
    liar = createServer((request, response) => {
      const path = request.url ?? "";
      asked.push(path);
      const lie = LIES.find(([one]) => one.test(path));
      response.writeHead(lie ? 200 : 404, { "access-control-allow-origin": "*" });
      response.end(lie?.[1]);
    }).listen(0, "127.0.0.1");
    await once(liar, "listening");
    return { indexerUrl: `http://127.0.0.1:${(liar.address() as AddressInfo).port}` };
  },
);
