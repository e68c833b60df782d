import { owed } from "@profit-share/sdk";
import { ben, creator, DOLLAR } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import { AtWork } from "../support/at-work";
import { describeApp } from "../support/suite";

describeApp("a bot's owner", (suite) => {
  before(async () => {
    await suite.world.join(2n * DOLLAR);
    await suite.world.settleAt(50n * DOLLAR);
  });

  const bot = () => suite.world.client.bot(suite.world.verifiedBot);
  const open = (key = creator) => AtWork.of(key, suite, `/creator/${suite.world.verifiedBot}`);

  it("changes the terms, which touch nobody who has subscribed", async () => {
    const me = await open();
    await me.page.getByText("The one living subscription keeps what it agreed to, for good.").waitFor();
    await me.page.getByLabel("Share of profit, in percent").fill("5.25");
    await me.press("Review new terms");
    await me.dialog.getByText("They touch nobody who has subscribed").waitFor();
    await me.signed();
    await me.page.getByRole("heading", { name: "Terms, version 2" }).waitFor();
    expect((await bot()).terms).to.include({ version: 2, profitShareBps: 525 });
    const { terms } = await suite.world.client.subscription(suite.world.verified);
    expect(terms).to.include({ version: 1, profitShareBps: 1_000 });
  });

  it("cannot have payouts go where nobody could spend them", async () => {
    const { chain, verifiedBot } = suite.world;
    const me = await open();
    const field = me.page.getByLabel("Payout wallet");
    const refused = {
      "This is the token itself, its mint": chain.mint,
      "This is a token account. Give its owner's wallet": chain.purse(ben.publicKey),
      "This is an account of profit share": verifiedBot,
      "This is a program": suite.world.client.programId,
    };
    for (const [words, address] of Object.entries(refused)) {
      await field.fill(address.toBase58());
      await me.page.getByText(words).waitFor();
      expect(await me.page.getByRole("button", { name: "Review", exact: true }).isDisabled()).to.equal(true);
    }
    await field.fill(ben.publicKey.toBase58());
    await me.press("Review");
    await me.signed();
    expect((await bot()).payoutWallet.equals(ben.publicKey)).to.equal(true);
  });

  it("waives what is owed", async () => {
    const me = await open();
    expect(owed(await suite.world.client.subscription(suite.world.verified))).to.equal(3n * DOLLAR);
    await me.press(/^Waive/);
    await me.signed();
    expect(owed(await suite.world.client.subscription(suite.world.verified))).to.equal(0n);
    expect(await me.figure("claimable")).to.equal(2n * DOLLAR);
  });

  it("closes it to new subscribers", async () => {
    const me = await open();
    await me.press("Close to new subscribers");
    await me.signed();
    expect((await bot()).open).to.equal(false);
    await me.page.getByRole("heading", { name: "Takes no new subscribers" }).waitFor();
  });

  it("hands it over, and only then it is somebody else's", async () => {
    const me = await open();
    await me.page.getByLabel("Wallet of the owner to be").fill(ben.publicKey.toBase58());
    await me.press("Review the offer");
    await me.signed();
    expect((await bot()).owner.equals(creator.publicKey)).to.equal(true);

    const other = await AtWork.of(ben, suite, "/creator");
    await other.page.getByRole("heading", { name: "Offered to you" }).waitFor();
    await other.page.getByRole("link", { name: "Look at it" }).click();
    await other.press("Review taking it over");
    await other.signed();
    expect((await bot()).owner.equals(ben.publicKey)).to.equal(true);
    await other.press("Open to new subscribers");
    await other.signed();
    expect((await bot()).open).to.equal(true);
  });

  it("nobody else can do anything here", async () => {
    const me = await open(creator);
    await me.page.getByText("Only the owner").waitFor();
    for (const name of ["Close to new subscribers", "Review new terms", "Review the offer"]) {
      expect(await me.page.getByRole("button", { name }).isDisabled(), name).to.equal(true);
    }
  });
});
