/** Blocks that were confirmed and are not there any more: what was entered of them goes with them. */
import { PROGRAM_ID, TOKEN_PROGRAM_ID } from "@profit-share/sdk";
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

  /** What happens is taken back when it has been indexed. */
  async function onAFork(play: () => Promise<unknown>): Promise<void> {
    const { chain } = followed;
    const owners = [PROGRAM_ID, TOKEN_PROGRAM_ID].map((owner) => owner.toBase58());
    const accounts = () => new Map(owners.flatMap((owner) => [...chain.accountsOwnedBy(owner)]));
    const [before, slot] = [accounts(), chain.slots.slot];
    // What lands in the slot itself stays.
    chain.advanceSlots();
    await play();
    await index.pass();
    await index.expectAsOnChain();
    chain.rewind(slot);
    for (const key of accounts().keys()) if (!before.has(key)) chain.setAccount(key, null);
    for (const [key, account] of before) chain.setAccount(key, account);
    // Until a node is as far as what it does not list, its list may be an old one.
    chain.advanceSlots(20);
  }

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
