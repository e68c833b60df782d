import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { builtApp } from "@profit-share/app/serve";
import { expect } from "chai";
import { describeApp } from "../support/suite";

/** Bytes, gzipped: all that a visit to the first page fetches of the app. */
const BUDGET = 300_000;

describeApp("a first visit", (suite) => {
  it("fetches no more than its budget", async () => {
    const page = await suite.visitor.page(await suite.visitor.context());
    const bodies: Promise<Buffer>[] = [];
    page.on("response", (response) => {
      if (response.url().startsWith(suite.world.url) && response.ok()) bodies.push(response.body());
    });
    await page.goto(suite.world.url);
    await page.getByText("Estimated creator earnings").first().waitFor();
    await page.waitForLoadState("networkidle");
    const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
    expect(sizes.length).to.be.greaterThan(5);
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.at.most(BUDGET);
  });

  it("shows the shell before the chain's code is there", async () => {
    const page = await suite.visitor.page(await suite.visitor.context());
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const folder = join(await builtApp(), "assets");
    const ofTheChain = readdirSync(folder).filter((name) =>
      readFileSync(join(folder, name), "utf8").includes("getSignaturesForAddress"),
    );
    expect(ofTheChain.length).to.be.greaterThan(0);
    await page.route(
      (url) => ofTheChain.some((name) => url.pathname.endsWith(name)),
      async (route) => {
        await held;
        await route.continue();
      },
    );
    await page.goto(suite.world.url, { waitUntil: "commit" });
    await page.getByRole("button", { name: "Connect wallet" }).waitFor();
    expect(await page.getByRole("heading", { name: "Bots" }).count()).to.equal(0);
    letGo();
    await page.getByRole("heading", { name: "Bots" }).waitFor();
  });
});
