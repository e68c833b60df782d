import { claimable, owed, previewVerified, vaultAddress } from "@profit-share/sdk";
import { readBotTotals } from "@profit-share/sdk/listing";
import { anna, ben, creator, DOLLAR } from "@profit-share/testing/chain/market";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { AtWork } from "../support/at-work";
import { describeApp } from "../support/suite";

/** So many claims do not fit into one transaction. */
const ACCOUNTS = 12;

describeApp("a creator", (suite) => {
  const purse = (wallet: PublicKey) => suite.world.chain.tokens(suite.world.chain.purse(wallet));
  const all = Array.from({ length: ACCOUNTS }, (_, index) => index + 1);

  before(async () => {
    const { world } = suite;
    await world.join(9n * DOLLAR);
    // $15 of share, of which the balance pays $9; $5 more are on the venue.
    await world.settleAt(80n * DOLLAR);
    await world.settleAt(150n * DOLLAR);
    await world.realize(200n * DOLLAR);
    for (const close of [20n, -30n, 10n]) await world.attest(world.attested(0), close * DOLLAR);
    await world.send(await world.client.claim(world.attested(0), { amount: DOLLAR }));
  });

  it("sees the money where the SDK sees it", async () => {
    const { client, verifiedBot, attestedBot, verified, chain } = suite.world;
    const bots = await Promise.all([verifiedBot, attestedBot].map((bot) => readBotTotals(client, bot)));
    const sum = (amount: (totals: (typeof bots)[number]) => bigint) =>
      bots.reduce((total, one) => total + amount(one), 0n);
    const vaults = [verifiedBot, attestedBot].reduce((total, bot) => total + chain.tokens(vaultAddress(bot)), 0n);
    const subscription = await client.subscription(verified);
    const preview = previewVerified(subscription, await client.venueUser(subscription), await client.time());

    for (const me of [
      await AtWork.of(creator, suite, "/creator"),
      await AtWork.of(ben, suite, `/creator?wallet=${creator.publicKey}`),
    ]) {
      expect(await me.figure("claimable")).to.equal(sum((totals) => totals.claimable) + vaults);
      expect(await me.figure("estimated")).to.equal(preview!.settlement.share);
      expect(await me.figure("owed")).to.equal(owed(subscription));
      expect(await me.figure("claimed")).to.equal(DOLLAR);
      expect(await me.figure("settled")).to.equal(sum(({ accrued }) => accrued));
    }
  });

  it("who is not the owner can look and not claim", async () => {
    const me = await AtWork.of(ben, suite, `/creator?wallet=${creator.publicKey}`);
    await me.page.getByText("Only that wallet can claim.").waitFor();
    await me.figure("claimable");
    expect(await me.page.getByRole("button", { name: /Claim/ }).count()).to.equal(0);
  });

  it("takes the history along", async () => {
    const me = await AtWork.of(creator, suite, "/creator");
    const [download] = await Promise.all([me.page.waitForEvent("download"), me.press("CSV")]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const rows = Buffer.concat(chunks).toString("utf8").trimEnd().split("\r\n");
    expect(rows[0]).to.equal("time,what,bot,subscription,dollars,signature");
    const told = rows.slice(1).map((row) => row.split(","));
    expect(told.map(([, what, , , dollars]) => `${what} ${dollars}`).sort()).to.deep.equal([
      "Claimed 1.00",
      "Share settled 1.00",
      "Share settled 2.00",
      "Share settled 7.00",
      "Share settled 8.00",
    ]);
  });

  it("sees a settlement when it happens, and not when it is asked for", async () => {
    const { world } = suite;
    const me = await AtWork.of(creator, suite, "/creator");
    const before = await me.figure("claimable");
    await me.page.clock.install();
    await me.page.reload();
    expect(await me.figure("claimable")).to.equal(before);
    await me.page.waitForLoadState("networkidle");
    // The page's clock stands still, and then goes on by less than any question waits before it is asked again.
    await me.page.clock.pauseAt(Date.now() + 60_000);
    await world.attest(world.attested(0), 40n * DOLLAR);
    const shown = me.page.locator(`[data-figure="claimable"] [data-amount="${before + 4n * DOLLAR}"]`).first();
    for (let passed = 0; (await shown.count()) === 0; passed += 5) {
      expect(passed).to.be.lessThan(4_500);
      await me.page.clock.runFor(5);
      await new Promise((done) => setTimeout(done, 20));
    }
  });

  it("claims in as many transactions as it takes, and goes on after a refusal", async () => {
    const { world } = suite;
    const { client } = world;
    for (const accountNo of all) {
      await world.subscribe({ accountNo }, 10n * DOLLAR, anna);
      await world.attest(world.attested(accountNo), 20n * DOLLAR);
    }
    const leaving = world.attested(1);
    await world.send(await client.unsubscribe(leaving));
    world.chain.passDays(8);

    const me = await AtWork.of(creator, suite, "/creator");
    const total = await me.figure("claimable");
    const before = purse(creator.publicKey);
    await me.press("Claim all");
    await me.dialog.getByText("0 of 2 transactions confirmed").waitFor();
    expect(await me.line("Your wallet")).to.equal(`+$${Number(total / 10_000n) / 100}.00`);
    // Meanwhile somebody closes one of them: its transaction is refused whole.
    await world.send(await client.closeSubscription(leaving));
    await me.sign();
    await me.dialog.getByText("1 of 2 transactions confirmed").waitFor();
    await me.dialog.getByText("Nothing of it was moved:").waitFor();
    await me.dialog.getByRole("button", { name: "Done" }).click();
    expect(me.wallet.asked).to.equal(2);
    expect(Number(purse(creator.publicKey) - before)).to.be.within(1, Number(total) - 1);

    // The money of the closed one is in the bot's vault.
    await me.page.getByText("Claimable now").waitFor();
    await me.press("Claim all");
    await me.signed();
    expect(purse(creator.publicKey) - before).to.equal(total);
    await me.page.locator('[data-figure="claimable"] [data-amount="0"]').first().waitFor();
    for (const accountNo of all.slice(1)) {
      expect(claimable(await client.subscription(world.attested(accountNo)))).to.equal(0n);
    }
  });

  it("claims to another address, which is looked at first", async () => {
    const { world } = suite;
    await world.attest(world.attested(2), 30n * DOLLAR);
    const me = await AtWork.of(creator, suite, "/creator");
    await me.page.locator('[data-figure="claimable"] [data-amount="3000000"]').first().waitFor();
    const field = me.page.getByLabel("Wallet or token account");
    await field.fill(world.chain.mint.toBase58());
    await me.page.getByText("This is the token itself, its mint").waitFor();
    await field.fill(world.attestedBot.toBase58());
    await me.page.getByText("This is an account of profit share").waitFor();
    expect(await me.page.getByRole("button", { name: "Review $3.00" }).isDisabled()).to.equal(true);

    const before = purse(ben.publicKey);
    await field.fill(ben.publicKey.toBase58());
    await me.press("Review $3.00");
    await me.signed();
    expect(purse(ben.publicKey) - before).to.equal(3n * DOLLAR);
  });
});
