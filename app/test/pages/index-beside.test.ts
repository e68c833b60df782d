import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eventAuthorityAddress, PROGRAM_ID } from "@profit-share/sdk";
import { DOLLAR } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import { describeApp } from "../support/suite";

let index: Server;
/** What it answers, by the beginning of a path. */
const answers: Record<string, object> = {};

describeApp(
  "an index beside the chain",
  (suite) => {
    after(() => {
      index.close();
      index.closeAllConnections();
    });

    it("draws how it went between the records, marked as kept", async () => {
      const { world } = suite;
      await world.join();
      await world.settleAt(100n * DOLLAR);
      const noted = Number(await world.client.time()) + 3_600;
      world.chain.passDays(1);
      await world.settleAt(120n * DOLLAR);
      answers["/v1/status"] = { kept: true };
      answers[`/v1/subscriptions/${world.verified}/observations?instance=1&`] = {
        items: [{ time: noted, realized: (30n * DOLLAR).toString() }],
        next: null,
      };
      const page = await suite.open(`/s/${world.verified}`);
      await page.getByText("kept: as a keeper noted it, not proven").waitFor();
      // Down to $30 and up again: two stretches, beside what is proven.
      expect(await page.locator("svg path.stroke-warn").getAttribute("d")).to.match(/^M[^M]+M[^M]+$/);
      await page.getByText("Charged so far: $12.00, at 2 of 2 settlements.").waitFor();
      await page.getByText("The bot is at its mark").waitFor();
    });

    it("estimates what creators earn where the chain does not tell, and the page says so", async () => {
      const { world } = suite;
      const window = { days: 30, sinceItBegan: false };
      const bot = { bot: world.verifiedBot.toBase58(), name: null, sparkline: ["1", "2"] };
      const [month, week] = ["777000000", "5000000"].map((accrued) => ({ ...window, accrued }));
      answers["/v1/bots?"] = { items: [{ ...bot, month, week }], next: null };
      const page = await suite.visitor.page(await suite.visitor.context());
      const authority = eventAuthorityAddress(PROGRAM_ID).toBase58();
      await page.route(`${world.chain.localnet.rpcUrl}/`, (route) =>
        route.request().postData()?.includes(authority) ? route.abort() : route.continue(),
      );
      await page.goto(world.url);
      await page.getByText("The index of this site tells them").waitFor();
      const row = page.locator("tr", { has: page.locator(`a[href="/bot/${world.verifiedBot}"]`) });
      expect(await row.locator("[data-amount]").last().getAttribute("data-amount")).to.equal("777000000");
    });
  },
  async () => {
    index = createServer(({ url }, response) => {
      const found = Object.keys(answers).find((path) => url!.startsWith(path));
      response.writeHead(found === undefined ? 404 : 200, { "access-control-allow-origin": "*" });
      response.end(JSON.stringify(found === undefined ? {} : answers[found]));
    }).listen(0, "127.0.0.1");
    await once(index, "listening");
    return { indexerUrl: `http://127.0.0.1:${(index.address() as AddressInfo).port}` };
  },
);
