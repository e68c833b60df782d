import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ed25519 } from "@noble/curves/ed25519";
import { type Indexer, startIndexer } from "@profit-share/indexer";
import { PROGRAM_ID } from "@profit-share/sdk";
import { type Profile, profileMessage } from "@profit-share/sdk/profiles";
import { creator } from "@profit-share/testing/chain/market";
import { freePort } from "@profit-share/testing/free-port";
import { expect } from "chai";
import pino from "pino";
import { describeApp } from "../support/suite";

const HOSTILE = "<img src=x onerror=harmed()>";
const TERMS = `${HOSTILE}\nYou share a tenth of your profits.\n`;
let port: number;

describeApp(
  "what a creator publishes beside the real index",
  (suite) => {
    const folder = mkdtempSync(join(tmpdir(), "profit-share-app-"));
    let indexer: Indexer;

    before(async () => {
      const { world } = suite;
      const { rpcUrl, wsUrl } = world.chain.localnet;
      const http = { host: "127.0.0.1", port, origins: [world.url], requestsPerMinute: 6_000, trustedProxies: [] };
      const places = { database: join(folder, "index"), published: join(folder, "published"), keeperDatabase: null };
      const asking = { notifications: { url: wsUrl }, requestsPerSecond: 1_000, pollMs: 200 };
      indexer = await startIndexer({ rpcUrl, ...asking, ...places, http }, pino({ level: "silent" }));

      const hash = createHash("sha256").update(TERMS).digest();
      await world.send(await world.client.updateTerms(world.verifiedBot, { hash }));
      await untilTaken(() =>
        fetch(`${indexer.address}/v1/terms/${hash.toString("hex")}`, {
          method: "PUT",
          headers: { "content-type": "application/octet-stream" },
          body: TERMS,
        }),
      );
      const profile = {
        number: 1,
        name: `Tide ${HOSTILE}`,
        about: "Buys what rises",
        links: ["https://example.com/"],
        avatar: null,
      };
      await untilTaken(async () =>
        fetch(`${indexer.address}/v1/profiles/${world.verifiedBot}`, {
          method: "PUT",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ ...profile, signature: await signed({ bot: world.verifiedBot, ...profile }) }),
        }),
      );
    });
    after(async () => {
      await indexer?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    /** The index has to have heard of the bot first. */
    async function untilTaken(put: () => Promise<Response>): Promise<void> {
      for (;;) {
        const { status } = await put();
        if (status === 204) return;
        expect(status).to.be.oneOf([400, 404]);
        await new Promise((done) => setTimeout(done, 50));
      }
    }

    async function signed(profile: Profile): Promise<string> {
      const genesisHash = await suite.world.chain.connection.getGenesisHash();
      const message = new TextEncoder().encode(profileMessage(profile, { programId: PROGRAM_ID, genesisHash }));
      return Buffer.from(ed25519.sign(message, creator.secretKey.slice(0, 32))).toString("base64");
    }

    it("shows the name among all bots, as text", async () => {
      const page = await suite.open("/");
      await page.getByText(`Tide ${HOSTILE}`).waitFor();
    });

    it("shows profile and terms of the bot, as text", async () => {
      const page = await suite.open(`/bot/${suite.world.verifiedBot}`);
      await page.getByText("Buys what rises").waitFor();
      expect(await page.getByRole("link", { name: "https://example.com/" }).getAttribute("rel")).to.include(
        "noreferrer",
      );
      await page.getByText("Read the text, whose hash this is").click();
      await page.getByText("You share a tenth of your profits.").waitFor();
      expect(await page.locator("img[src='x']").count()).to.equal(0);
    });

    it("is asked for nothing that the index does not have", async () => {
      const { world } = suite;
      await world.join();
      for (const path of ["/", `/bot/${world.attestedBot}`, `/s/${world.attested(0)}`, `/s/${world.verified}`]) {
        const page = await suite.visitor.page(await suite.visitor.context());
        const refused: string[] = [];
        page.on("response", (response) => {
          if (response.status() >= 400) refused.push(`${response.status()} ${response.url()}`);
        });
        await page.goto(world.url + path);
        await page.waitForLoadState("networkidle");
        expect(refused, path).to.deep.equal([]);
      }
    });

    it("goes on without the index, and nothing that matters is missing", async () => {
      const page = await suite.visitor.page(await suite.visitor.context());
      await page.route(`${indexer.address}/**`, (route) => route.abort());
      await page.goto(`${suite.world.url}/bot/${suite.world.verifiedBot}`);
      await page.getByText("What subscribers realized").waitFor();
      await page.getByText("Over its life").waitFor();
      expect(await page.getByText("Buys what rises").count()).to.equal(0);
    });
  },
  async () => {
    port = await freePort();
    return { indexerUrl: `http://127.0.0.1:${port}` };
  },
);
