import { expect } from "chai";
import { builtFiles, fetchedAtFirst } from "../support/sizes";
import { describeApp } from "../support/suite";

/** Bytes, gzipped: all that a visit to the first page fetches of the app. */
const BUDGET = 300_000;

describeApp("a first visit", (suite) => {
  it("fetches no more than its budget", async () => {
    const page = await suite.visitor.page(await suite.visitor.context());
    const sizes = await fetchedAtFirst(page, suite.world.url);
    expect(sizes.length).to.be.greaterThan(5);
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.at.most(BUDGET);
  });

  it("shows the shell before the chain's code is there", async () => {
    const page = await suite.visitor.page(await suite.visitor.context());
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const ofTheChain = (await builtFiles()).filter(({ text }) => text.includes("getSignaturesForAddress"));
    expect(ofTheChain.length).to.be.greaterThan(0);
    await page.route(
      (url) => ofTheChain.some(({ name }) => url.pathname.endsWith(name)),
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
