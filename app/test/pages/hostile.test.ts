import { anna } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import { InjectedWallet } from "../support/injected-wallet";
import { describeApp } from "../support/suite";

const HOSTILE = `<img src=x onerror="globalThis.harmed=true"><script>globalThis.harmed=true</script>`;

describeApp("text that comes from somebody else", (suite) => {
  it("stays text where a link has it", async () => {
    const page = await suite.open(`/s/${encodeURIComponent(HOSTILE)}`);
    await page.getByText("This is no address").waitFor();
    await page.getByText(HOSTILE).waitFor();
    expect(await page.evaluate("globalThis.harmed")).to.equal(undefined);
  });

  it("stays text where a wallet says it", async () => {
    const context = await suite.visitor.context();
    const wallet = await InjectedWallet.into(context, anna);
    wallet.refusal = HOSTILE;
    const { verified } = await suite.world.join();
    const page = await suite.visitor.page(context);
    await page.goto(`${suite.world.url}/s/${verified}`);
    await page.getByRole("button", { name: "Connect wallet" }).click();
    await page.getByRole("button", { name: "Test wallet" }).click();
    await page.getByLabel("Dollars to your wallet").fill("1");
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByRole("button", { name: "Sign in your wallet" }).click();
    await page.getByRole("alert").filter({ hasText: HOSTILE }).waitFor();
    expect(await page.evaluate("globalThis.harmed")).to.equal(undefined);
  });

  it("cannot become code or style: the policy refuses both", async () => {
    const page = await suite.open("/verify");
    await page.getByText("Address of the subscription").waitFor();
    const refused = await page.evaluate(() => {
      const { document } = globalThis as unknown as { document: { body: { innerHTML: string } } };
      try {
        document.body.innerHTML = "<b>text</b>";
        return null;
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(refused).to.equal("TypeError");
    suite.visitor.complaints.splice(0);
  });
});
