import { anna, DOLLAR } from "@profit-share/testing/chain/market";
import {
  ComputeBudgetProgram,
  type MessageV0,
  type PublicKey,
  SystemProgram,
  type TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from "@solana/web3.js";
import { expect } from "chai";
import type { BrowserContext, Page, Route } from "playwright-core";
import { InjectedWallet } from "../support/injected-wallet";
import { describeApp } from "../support/suite";

describeApp("a transaction in doubt", (suite) => {
  let verified: PublicKey;
  let wallet: InjectedWallet;
  let context: BrowserContext;
  let page: Page;

  before(async () => {
    ({ verified } = await suite.world.join());
  });
  beforeEach(async () => {
    context = await suite.visitor.context();
    wallet = await InjectedWallet.into(context, anna);
    page = await suite.visitor.page(context);
    await page.goto(`${suite.world.url}/s/${verified}`);
    await page.getByRole("button", { name: "Connect wallet" }).click();
    await page.getByRole("button", { name: "Test wallet" }).click();
  });

  const balance = async () => (await suite.world.client.subscription(verified)).balance;
  const withdrawDollar = async () => {
    await page.getByLabel("Dollars to your wallet").fill("1");
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByRole("button", { name: "Sign in your wallet" }).click();
  };

  it("is followed on after a reload, and its end is told", async () => {
    const before = await balance();
    const rpc = `${suite.world.chain.localnet.rpcUrl}/`;
    let isMute = true;
    const unlessMute = (route: Route) =>
      isMute && route.request().postData()?.includes("getSignatureStatuses") ? route.abort() : route.continue();
    await context.route(rpc, unlessMute);
    await withdrawDollar();
    await page.getByText("It is not known yet what became of it").waitFor();
    expect(await balance()).to.equal(before - DOLLAR);

    await page.reload();
    await page.getByText("Withdraw $1.00: it is not known yet what became of it").waitFor();
    isMute = false;
    await page.getByRole("button", { name: "Look again" }).click();
    await page.getByText("Withdraw $1.00: confirmed").waitFor();

    await page.reload();
    await page.getByLabel("Dollars to your wallet").waitFor();
    expect(await page.getByText("Withdraw $1.00:").count()).to.equal(0);
  });

  it("is sent as the wallet changed it, if all that was asked for is in it", async () => {
    const before = await balance();
    const price = ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 7 });
    wallet.change = (asked) => rebuilt(asked, (instructions) => [price, ...instructions]);
    await withdrawDollar();
    await page.getByText("Confirmed").waitFor();
    expect(await balance()).to.equal(before - DOLLAR);
  });

  it("is not sent where the wallet put something else in its place", async () => {
    const before = await balance();
    const transfer = SystemProgram.transfer({ fromPubkey: anna.publicKey, toPubkey: verified, lamports: 1 });
    wallet.change = (asked) => rebuilt(asked, () => [transfer]);
    await withdrawDollar();
    await page.getByRole("alert").filter({ hasText: "returned another transaction" }).waitFor();
    expect(await balance()).to.equal(before);
  });
});

function rebuilt(
  { message }: VersionedTransaction,
  change: (instructions: TransactionInstruction[]) => TransactionInstruction[],
): VersionedTransaction {
  const { instructions, ...rest } = TransactionMessage.decompile(message as MessageV0);
  const changed = new TransactionMessage({ ...rest, instructions: change(instructions) });
  return new VersionedTransaction(changed.compileToLegacyMessage());
}
