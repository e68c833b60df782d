import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DOLLAR } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import { describeApp } from "../support/suite";

/** What each path of the lying index answers. */
const LIES: [RegExp, () => unknown][] = [
  [/^\/v1\/bots\?/, () => listed({ bot, name: "The safest bot", month: WINDOW, week: WINDOW, sparkline: [] })],
  [
    /^\/v1\/profiles\//,
    () => ({ number: 1, name: "The safest bot", about: "", links: [], avatar: null, signature: "AAAA" }),
  ],
  [/^\/v1\/terms\//, () => "You share nothing."],
  [/^\/v1\/status/, () => ({ kept: true })],
  [/\/trades/, () => listed({ tradeId: "a trade that never was" })],
];
const WINDOW = { accrued: "9", days: 30, sinceItBegan: false };
const listed = (item: object) => ({ items: [item], next: null });

let bot: string;
let liar: Server;
let asked: string[];

describeApp(
  "an index that lies",
  (suite) => {
    before(async () => {
      bot = suite.world.attestedBot.toBase58();
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
      const page = await suite.open(`/bot/${bot}`);
      await page.getByText("Over its life").waitFor();
      await wereAsked(/profiles/);
      await page.getByText("Read the text, whose hash this is").click();
      await page.getByText("The index has no text with this hash.").waitFor();
      await page.waitForLoadState("networkidle");
      expect(await page.getByText("The safest bot").count()).to.equal(0);
      expect(await page.getByText("You share nothing.").count()).to.equal(0);
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
      response.end(JSON.stringify(lie?.[1]()));
    }).listen(0, "127.0.0.1");
    await once(liar, "listening");
    return { indexerUrl: `http://127.0.0.1:${(liar.address() as AddressInfo).port}` };
  },
);
