/** Blocks that were confirmed and are not there any more: what was entered of them goes with them. */
import { anna, DOLLAR } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import { onEachDatabase } from "../support/database";
import { Followed, type Index } from "../support/followed";

onEachDatabase("the index of a chain that forks", (newPlace) => {
  let followed: Followed;
  let index: Index;
  before(async () => {
    followed = await Followed.open();
    followed.weather.unfinal = 100;
    index = await followed.index(await newPlace());
  });
  after(async () => {
    await index.close();
    await followed.close();
  });

  const onAFork = (play: () => Promise<unknown>) => index.onAFork(play);

  it("is the chain's after each", async () => {
    const { market } = followed;
    const { client } = market;
    const one = market.attested(1);
    await market.subscribe({ accountNo: 1 }, 20n * DOLLAR);
    await market.attest(one, 30n * DOLLAR);
    await index.pass();
    const settled = await index.answers();

    // Nothing comes instead.
    await onAFork(async () => {
      await market.attest(one, 40n * DOLLAR);
      await market.subscribe({ accountNo: 2 }, 3n * DOLLAR);
    });
    await index.pass();
    expect(await index.answers()).to.deep.equal(settled);

    // Something else comes instead, and another subscription has its address.
    await onAFork(async () => {
      await market.send(await client.payout(one));
      await market.send(await client.unsubscribe(one));
      market.chain.passDays(40);
      await market.send(await client.closeSubscription(one));
      await market.subscribe({ accountNo: 1 }, DOLLAR);
    });
    await market.attest(one, 50n * DOLLAR);
    await market.send(await client.deposit(one, { owner: anna.publicKey, amount: 9n }));
    await index.pass();
    await index.expectAsOnChain();
  });

  it("answers as one that never saw the forks", async () => {
    const anew = await followed.index(await newPlace());
    await anew.pass();
    expect(await index.answers()).to.deep.equal(await anew.answers());
    await anew.close();
  });
});
