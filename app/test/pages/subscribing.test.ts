import { ben, creator, DOLLAR } from "@profit-share/testing/chain/market";
import { ComputeBudgetProgram, MessageV0, TransactionMessage, VersionedTransaction } from "@solana/web3.js";
import { expect } from "chai";
import { AtWork } from "../support/at-work";
import { describeWithKeeper } from "../support/suite";

describeWithKeeper("subscribing through a keeper", (suite) => {
  const path = () => `/bot/${suite.world.attestedBot}/subscribe`;
  const choose = async (me: AtWork, deposit = "20") => {
    await me.page.getByLabel("Daily cap, dollars").fill("50");
    await me.page.getByLabel("Deposit, dollars").fill(deposit);
    await me.press("Prepare");
  };
  const alert = (me: AtWork, words: string) => me.page.getByRole("alert").filter({ hasText: words }).waitFor();

  it("says what is wrong before anybody is asked", async () => {
    const me = await AtWork.of(ben, suite, path());
    await me.page.getByText("Your wallet has $1,000.00.").waitFor();
    await me.page.getByLabel("Deposit, dollars").fill("1001");
    await me.page.getByText("At most $1,000.00").waitFor();
    await me.page.getByLabel("Which account of your agent").fill("70000");
    await me.page.getByText("A number from 0 to 65535").waitFor();
    expect(await me.page.getByRole("button", { name: "Prepare" }).isDisabled()).to.equal(true);
  });

  it("has words for a wallet without an agent", async () => {
    const me = await AtWork.of(creator, suite, path());
    await choose(me);
    await alert(me, "The keeper has no agent for your wallet");
  });

  it("has words for each refusal of the keeper", async () => {
    const answers = {
      "Something is otherwise by now: it changed": {
        status: 409,
        json: { error: "it changed", reason: "terms_changed" },
      },
      "Not like this: the deposit is too low": { status: 422, json: { error: "the deposit is too low" } },
      "You asked too often. Wait 7 s": { status: 429, json: { error: "slow" }, headers: { "retry-after": "7" } },
      "The keeper cannot do it now: later": { status: 503, json: { error: "later" } },
    };
    const me = await AtWork.of(ben, suite, path());
    for (const [words, answer] of Object.entries(answers)) {
      await me.page.route("**/keeper/v1/subscriptions/prepare", (route) => route.fulfill(answer), { times: 1 });
      await choose(me);
      await alert(me, words);
    }
    expect(me.wallet.asked).to.equal(0);
  });

  it("asks no wallet to sign what the keeper made up", async () => {
    const me = await AtWork.of(ben, suite, path());
    await me.page.route("**/keeper/v1/subscriptions/prepare", async (route) => {
      const given = route.request().postDataJSON() as { deposit: string };
      const response = await route.fetch({ postData: { ...given, deposit: "900000000" } });
      await route.fulfill({ response });
    });
    await choose(me);
    await alert(me, "The keeper prepared another transaction than what you chose");
    expect(me.wallet.asked).to.equal(0);
  });

  it("goes on after a reload with what the wallet has signed", async () => {
    const { world } = suite;
    const me = await AtWork.of(ben, suite, path());
    const cosign = "**/keeper/v1/subscriptions/cosign";
    // The keeper does it, and its answer is lost.
    await me.page.route(cosign, (route) => route.fetch().then(() => route.abort()), { times: 1 });
    await me.page.getByLabel("Which account of your agent").fill("7");
    await choose(me, "3");
    await me.press("Sign in your wallet");
    await alert(me, "It is not known yet what became of it");

    await me.page.reload();
    await me.page.getByText("You are subscribed.").waitFor();
    expect(me.wallet.asked).to.equal(1);
    expect((await world.client.subscription(world.attested(7))).balance).to.equal(3n * DOLLAR);

    await me.page.reload();
    await me.page.getByRole("button", { name: "Prepare" }).waitFor();
  });

  it("begins again where the keeper refuses what was signed before a reload", async () => {
    const me = await AtWork.of(ben, suite, path());
    const cosign = "**/keeper/v1/subscriptions/cosign";
    await me.page.route(cosign, (route) => route.abort(), { times: 1 });
    await me.page.getByLabel("Which account of your agent").fill("8");
    await choose(me, "3");
    await me.press("Sign in your wallet");
    await alert(me, "It is not known yet what became of it");

    const refusal = { status: 409, json: { error: "its blockhash is too old", reason: "expired" } };
    await me.page.route(cosign, (route) => route.fulfill(refusal), { times: 1 });
    await me.page.reload();
    await alert(me, "Something is otherwise by now: its blockhash is too old");
    await me.page.reload();
    await me.page.getByRole("button", { name: "Prepare" }).waitFor();
    expect(await me.page.getByRole("alert").count()).to.equal(0);
  });

  it("works with a wallet that adds a priority fee", async () => {
    const { world } = suite;
    const me = await AtWork.of(ben, suite, path());
    me.wallet.change = ({ message }) => {
      const { instructions, payerKey, recentBlockhash } = TransactionMessage.decompile(message);
      const price = ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1_000 });
      return new VersionedTransaction(
        MessageV0.compile({ payerKey, recentBlockhash, instructions: [price, ...instructions] }),
      );
    };
    await choose(me);
    await me.press("Sign in your wallet");
    await me.page.getByText("You are subscribed.").waitFor();
    const { balance, subscriber } = await world.client.subscription(world.attested(0));
    expect(balance).to.equal(20n * DOLLAR);
    expect(subscriber.equals(ben.publicKey)).to.equal(true);
    await me.page.getByRole("link", { name: "Go to your subscription" }).click();
    await me.page.getByRole("heading", { name: "The escrow" }).waitFor();
  });
});
