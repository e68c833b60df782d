import { DOLLAR } from "@profit-share/testing/chain/market";
import { keyOf } from "@profit-share/testing/keys";
import { expect } from "chai";
import { describeApp } from "../support/suite";

describeApp("the lab", (suite) => {
  before(() => suite.world.join());

  const open = () => suite.open("/lab");

  it("makes a wallet of a name, which is the same everywhere, and gives it money", async () => {
    const { world } = suite;
    const { publicKey } = keyOf("somebody new");
    const page = await open();
    await page.getByLabel("Or any other name").fill("somebody new");
    await page.getByRole("button", { name: "Be it" }).click();
    await page.getByText("You are somebody new now").waitFor();
    await page.getByRole("button", { name: "Connect wallet" }).click();
    await page.getByRole("button", { name: "Lab wallet" }).click();
    await page.getByText("· connected").waitFor();

    const supply = async () => BigInt((await world.client.connection.getTokenSupply(world.chain.mint)).value.amount);
    const before = await supply();
    await page.getByRole("button", { name: "10 SOL" }).click();
    await page.getByText(`10 SOL given to ${publicKey}.`).waitFor();
    for (const expected of [1_000n, 2_000n]) {
      await page.getByRole("button", { name: "$1,000" }).click();
      await page.getByText(`$1,000 given to ${publicKey}.`).waitFor();
      await page.getByRole("button", { name: "$1,000" }).isEnabled();
      await expectSoon(() => world.chain.tokens(world.chain.purse(publicKey)), expected * DOLLAR);
    }
    expect(await world.client.connection.getBalance(publicKey)).to.equal(10 * 1e9);
    expect(await supply()).to.equal(before + 2_000n * DOLLAR);

    await page.reload();
    await page.getByText("· connected").waitFor();
  });

  it("replays closes, which are settled one by one", async () => {
    const { world } = suite;
    const page = await open();
    await page.getByRole("button", { name: "Replay" }).click();
    await page.getByText("+$100.00, -$40.00, +$70.00: closed and settled.").waitFor();
    const { last, mark, accrued } = await world.client.subscription(world.verified);
    expect([last, mark, accrued]).to.deep.equal([130n * DOLLAR, 130n * DOLLAR, 13n * DOLLAR]);
  });

  it("lets time go by on the chain", async () => {
    const { client } = suite.world;
    const page = await open();
    const before = await client.time();
    await page.getByRole("button", { name: "7 days" }).click();
    await page.getByText("7 days went by.").waitFor();
    expect(Number((await client.time()) - before)).to.be.within(7 * 86_400, 7 * 86_400 + 3_600);
  });
});

/** What a click leads to is there a moment later. */
async function expectSoon(value: () => bigint, wanted: bigint): Promise<void> {
  while (value() !== wanted) await new Promise((again) => setTimeout(again, 20));
}
