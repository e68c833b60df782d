import { createKeeper, DEFAULT_SETTINGS, type Keeper, MemoryAgents } from "@profit-share/keeper";
import { formatDollars } from "@profit-share/sdk";
import { agent, creator, DOLLAR } from "@profit-share/testing/chain/market";
import { keyOf } from "@profit-share/testing/keys";
import { expect } from "chai";
import pino from "pino";
import { describeApp } from "../support/suite";

describeApp("beside the real keeper", (suite) => {
  let keeper: Keeper;

  before(async () => {
    const { world } = suite;
    await world.join();
    const { rpcUrl, wsUrl } = world.chain.localnet;
    const watched = { keeper: world.keeper, bots: [world.verifiedBot], agents: [], subscriptions: [] };
    keeper = await createKeeper({
      settings: { ...DEFAULT_SETTINGS, rpcUrl, wsUrl, watched, pollIntervalMs: 200, pollsPerSecond: 50 },
      signer: keyOf("market signer"),
      agents: new MemoryAgents([agent]),
      database: null,
      logger: pino({ level: "silent" }),
      timing: { statusMs: 20, resendMs: 500 },
    });
    keeper.start();
  });
  after(() => keeper?.stop());

  it("a profit on the venue shows as a deduction, and is paid out to the creator, without a reload", async () => {
    const { world } = suite;
    const page = await suite.open(`/s/${world.verified}`);
    await page.getByText("Nothing was settled yet").waitFor();
    const before = world.chain.tokens(world.chain.purse(creator.publicKey));

    await world.realize(80n * DOLLAR);
    await page.getByText("Charged so far: $8.00, at 1 of 1 settlements.").waitFor();
    await page.getByText("Everything", { exact: true }).click();
    await page.getByText("The creator was paid out").waitFor();

    const { balance, claimed } = await world.client.subscription(world.verified);
    expect([balance, claimed]).to.deep.equal([92n * DOLLAR, 8n * DOLLAR]);
    await page.getByText(formatDollars(balance)).first().waitFor();
    expect(world.chain.tokens(world.chain.purse(creator.publicKey)) - before).to.equal(8n * DOLLAR);
  });
});
