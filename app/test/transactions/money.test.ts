import { formatDollars } from "@profit-share/sdk";
import { anna, ben, DOLLAR } from "@profit-share/testing/chain/market";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { InjectedWallet } from "../support/injected-wallet";
import { describeApp } from "../support/suite";

describeApp("a subscriber's wallet", (suite) => {
  let verified: PublicKey;
  let wallet: InjectedWallet;
  let page: Page;

  before(async () => {
    ({ verified } = await suite.world.join());
  });
  beforeEach(async () => {
    const context = await suite.visitor.context();
    wallet = await InjectedWallet.into(context, anna, ben);
    page = await suite.visitor.page(context);
    await page.goto(`${suite.world.url}/s/${verified}`);
    await page.getByRole("button", { name: "Connect wallet" }).click();
    await page.getByRole("button", { name: "Test wallet" }).click();
  });

  const dialog = () => page.getByRole("dialog");
  const sign = () => dialog().getByRole("button", { name: "Sign in your wallet" }).click();
  const confirmed = async () => {
    await dialog().getByText("Confirmed").waitFor();
    await dialog().getByRole("button", { name: "Done" }).click();
  };
  const withdraw = async (dollars: string) => {
    await page.getByLabel("Dollars to your wallet").fill(dollars);
    await page.getByRole("button", { name: "Review" }).click();
    await dialog().getByRole("button", { name: "Sign in your wallet" }).waitFor();
  };
  const balance = async () => (await suite.world.client.subscription(verified)).balance;
  const purse = () => suite.world.chain.tokens(suite.world.chain.purse(anna.publicKey));
  const line = (name: string) =>
    dialog()
      .locator("dl > div", { has: page.getByText(name, { exact: true }) })
      .locator("dd")
      .textContent();

  it("withdraws what was reviewed, and the page shows what the chain has", async () => {
    const before = purse();
    await withdraw("12.345678");
    expect(await line("Your wallet")).to.equal("+$12.345678");
    expect(await line("The escrow")).to.equal("-$12.345678");
    expect(await line("Network fee")).to.equal("0.000005 SOL");
    expect(wallet.asked).to.equal(0);
    await sign();
    await confirmed();

    expect(purse() - before).to.equal(12_345_678n);
    expect(await balance()).to.equal(87_654_322n);
    await page
      .getByText(formatDollars(await balance()))
      .first()
      .waitFor();
  });

  it("sends nothing where the wallet refuses, and can be asked again", async () => {
    const before = await balance();
    wallet.refusal = "The user rejected the request";
    await withdraw("1");
    await sign();
    await dialog().getByRole("alert").filter({ hasText: "The user rejected the request" }).waitFor();
    expect(await balance()).to.equal(before);

    wallet.refusal = null;
    await sign();
    await confirmed();
    expect(await balance()).to.equal(before - DOLLAR);
  });

  it("does not sign for an account that was switched away from", async () => {
    const before = await balance();
    await withdraw("1");
    await wallet.switchTo(ben);
    await sign();
    await dialog().getByRole("alert").filter({ hasText: "switch it back" }).waitFor();
    expect(wallet.asked).to.equal(0);
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Only the subscriber").waitFor();
    expect(await balance()).to.equal(before);
  });

  it("sends one transaction however often somebody clicks", async () => {
    const before = await balance();
    let letGo = () => {};
    wallet.hold = new Promise((resolve) => {
      letGo = resolve;
    });
    await withdraw("1");
    await dialog().getByRole("button", { name: "Sign in your wallet" }).dblclick();
    await dialog().getByRole("button", { name: "Waiting for your wallet" }).waitFor();
    letGo();
    await confirmed();
    expect(wallet.asked).to.equal(1);
    expect(await balance()).to.equal(before - DOLLAR);
  });

  it("says in words why something cannot be done", async () => {
    await page.getByLabel("Dollars to your wallet").fill("1000");
    await page.getByText("At most $").waitFor();
    expect(await page.getByRole("button", { name: "Review" }).isDisabled()).to.equal(true);

    await page.getByText("Deposit", { exact: true }).click();
    await page.getByLabel("Dollars into the escrow").fill("5000");
    await page.getByRole("button", { name: "Review" }).click();
    await dialog().getByText("The paying token account holds less than the amount").waitFor();
    expect(wallet.asked).to.equal(0);
  });

  it("leaves to the last cent", async () => {
    const [left, held] = [await balance(), purse()];
    await page.getByText("Leave", { exact: true }).click();
    await page.getByText(`${formatDollars(left)} go to the subscriber.`).waitFor();
    await page.getByRole("button", { name: "Review leaving" }).click();
    await sign();
    await confirmed();
    // The account on the venue is flat, so that it ends at once.
    await page.getByRole("button", { name: "Review closing" }).click();
    await sign();
    await confirmed();
    await page.getByText("closed", { exact: true }).waitFor();
    await page.getByText("It ended at its mark.").waitFor();
    expect(purse() - held).to.equal(left);
  });
});
