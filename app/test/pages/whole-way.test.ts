import { claimable } from "@profit-share/sdk";
import { ben, creator, DOLLAR } from "@profit-share/testing/chain/market";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { AtWork } from "../support/at-work";
import { describeWithKeeper } from "../support/suite";

const HASH = "ab".repeat(32);

describeWithKeeper("from a bot to its creator's wallet", (suite) => {
  let bot: PublicKey;

  it("a creator publishes a bot", async () => {
    const me = await AtWork.of(creator, suite, "/creator/new");
    await me.page.getByLabel("sha256 of the terms' text").fill(HASH);
    // So much that the keeper leaves claiming to the creator.
    await me.page.getByLabel("Least payout, dollars").fill("500");
    const announced = await me.page.getByText("Its address will be").textContent();
    bot = new PublicKey(announced!.split(" ").at(-1)!);
    await me.press("Review");
    await me.signed();
    await me.page.getByText("The bot is published").waitFor();

    const { terms, owner, minPayout } = await suite.world.client.bot(bot);
    expect([terms.source, terms.feeBasis, terms.profitShareBps]).to.deep.equal(["drift", "high_water_mark", 1_000]);
    expect([terms.minBalance, terms.minDailyCap, minPayout]).to.deep.equal([0n, DOLLAR, 500n * DOLLAR]);
    expect(Buffer.from(terms.hash).toString("hex")).to.equal(HASH);
    expect(terms.mint.equals(suite.world.chain.mint)).to.equal(true);
    expect(owner.equals(creator.publicKey)).to.equal(true);
  });

  it("somebody subscribes with two signatures, the wallet's first", async () => {
    const { world } = suite;
    const me = await AtWork.of(ben, suite, `/bot/${bot}/subscribe`);
    const before = world.chain.tokens(world.chain.purse(ben.publicKey));
    await me.page.getByLabel("Daily cap, dollars").fill("50");
    await me.page.getByLabel("Deposit, dollars").fill("20");
    await me.page.getByLabel("Your agent's account on Drift").fill(world.venueUser.toBase58());
    await me.press("Prepare");
    await me.page
      .getByText("Your signature agrees to the terms, version 1, and lets $20.00 go into the escrow.")
      .waitFor();

    me.wallet.refusal = "The user rejected the request";
    await me.press("Sign in your wallet");
    await me.page.getByRole("alert").filter({ hasText: "The user rejected the request" }).waitFor();
    expect(world.chain.tokens(world.chain.purse(ben.publicKey))).to.equal(before);

    me.wallet.refusal = null;
    await me.press("Sign in your wallet");
    await me.page.getByText("You are subscribed.").waitFor();
    const subscription = await world.client.subscription(world.verified);
    expect([subscription.balance, subscription.dailyCap]).to.deep.equal([20n * DOLLAR, 50n * DOLLAR]);
    expect(subscription.bot.equals(bot)).to.equal(true);
    expect(before - world.chain.tokens(world.chain.purse(ben.publicKey))).to.equal(20n * DOLLAR);
  });

  it("a second subscription of the same account is refused in words", async () => {
    const me = await AtWork.of(ben, suite, `/bot/${bot}/subscribe`);
    await me.page.getByLabel("Daily cap, dollars").fill("50");
    await me.page.getByLabel("Deposit, dollars").fill("1");
    await me.page.getByLabel("Your agent's account on Drift").fill(suite.world.venueUser.toBase58());
    await me.press("Prepare");
    await me.page.getByRole("alert").filter({ hasText: "Something is otherwise by now" }).waitFor();
    expect(me.wallet.asked).to.equal(0);
  });

  it("a profit becomes claimable without a reload, and is claimed to the creator's balance", async () => {
    const { world } = suite;
    const { client, chain } = world;
    const me = await AtWork.of(creator, suite, `/creator/${bot}`);
    expect(await me.figure("claimable")).to.equal(0n);
    await world.realize(80n * DOLLAR);
    await me.page.locator('[data-figure="claimable"] [data-amount="8000000"]').first().waitFor();
    expect(claimable(await client.subscription(world.verified))).to.equal(8n * DOLLAR);

    const before = chain.tokens(chain.purse(creator.publicKey));
    await me.press("Claim all");
    await me.dialog.getByText("0 of 1 transaction confirmed").waitFor();
    expect(await me.line("Your wallet")).to.equal("+$8.00");
    await me.signed();
    await me.page.locator('[data-figure="claimed"] [data-amount="8000000"]').first().waitFor();
    expect(chain.tokens(chain.purse(creator.publicKey)) - before).to.equal(8n * DOLLAR);
    expect(claimable(await client.subscription(world.verified))).to.equal(0n);
  });
});
