import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { claimable } from "@profit-share/sdk";
import { creator, DOLLAR } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import { AtWork } from "../support/at-work";
import { describeApp } from "../support/suite";

let index: Server;
/** What it answers; null: it fails. */
let days: object[] | null;

describeApp(
  "days of earnings from an index",
  (suite) => {
    before(async () => {
      await suite.world.join();
      await suite.world.settleAt(100n * DOLLAR);
    });
    after(() => {
      index.close();
      index.closeAllConnections();
    });

    it("are drawn as it tells them, and nothing that is acted on changes", async () => {
      const { client, verified, verifiedBot } = suite.world;
      const day = new Date(Number(await client.time()) * 1_000).toISOString().slice(0, 10);
      days = [{ day, bot: verifiedBot.toBase58(), accrued: "777000000", claimed: "5000000" }];
      const me = await AtWork.of(creator, suite, "/creator");
      expect(await me.figure("settled")).to.equal(777n * DOLLAR);
      await me.page.getByText("as the index of this site tells it").waitFor();
      await me.page.getByText("something was claimed on this day").waitFor();
      expect(await me.figure("claimable")).to.equal(claimable(await client.subscription(verified)));
      await me.press("Claim all");
      await me.dialog.getByRole("button", { name: "Sign in your wallet" }).waitFor();
      expect(await me.line("Your wallet")).to.equal("+$10.00");
    });

    it("come from the chain where the index fails, and the page says so", async () => {
      days = null;
      const me = await AtWork.of(creator, suite, "/creator");
      expect(await me.figure("settled")).to.equal(10n * DOLLAR);
      await me.page.getByText("The index answers 500").waitFor();
    });
  },
  async () => {
    index = createServer(({ url }, response) => {
      const isAsked = url!.startsWith("/v1/creators/") && url!.includes("/earnings?from=");
      const body = isAsked && days !== null ? JSON.stringify({ days }) : "{}";
      response.writeHead(isAsked ? (days === null ? 500 : 200) : 404, {
        "content-type": "application/json",
        "access-control-allow-origin": "*",
      });
      response.end(body);
    });
    index.listen(0, "127.0.0.1");
    await once(index, "listening");
    return { indexerUrl: `http://127.0.0.1:${(index.address() as AddressInfo).port}` };
  },
);
