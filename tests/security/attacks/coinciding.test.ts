import {
  attestedSubscriptionAddress,
  botAddress,
  claim,
  closeSubscription,
  decodeSubscription,
  escrowAddress,
  keeperAddress,
  publishBot,
  registerKeeper,
  settleAttested,
  subscribe,
  unsubscribe,
} from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Amount } from "@profit-share/testing/svm/constants";
import { referenceOf } from "@profit-share/testing/svm/history";
import { expect } from "chai";
import { idOf, Scene } from "../support/scene";

const { eve } = ACTORS;
const key = eve.publicKey;

/** One key in every part: creator, owner, payout wallet, keeper admin and signer, subscriber, agent, payer, depositor. */
describe("security: parties that coincide", () => {
  it("should leave a party that deals with itself with what it had", () => {
    const scene = new Scene();
    const { world } = scene;
    const [purse, id] = [world.purse(key), idOf("self")];
    const [keeper, bot] = [keeperAddress(key, id), botAddress(key, id)];
    const subscription = attestedSubscriptionAddress(key, 7);
    const terms = scene.terms("attested", keeper);
    const start = { tokens: world.tokens(purse), lamports: world.account(key).lamports };

    scene.send(registerKeeper({ creator: key, id, signer: key }));
    scene.send(publishBot({ creator: key, id, terms, minPayout: 1n, payoutWallet: key }));
    const made = start.lamports - world.account(key).lamports;
    scene.send(
      subscribe({
        subscriber: key,
        agent: key,
        depositFrom: purse,
        bot,
        terms,
        account: { accountNo: 7 },
        dailyCap: Amount.DAILY_CAP,
        deposit: Amount.DEPOSIT,
      }),
    );
    const close = { sequence: 1n, closePnl: 100_000_000n, reference: referenceOf("own trade") };
    scene.send(settleAttested({ signer: key, keeper, subscription, bot, instance: 1n, ...close }));
    scene.send(claim({ owner: key, bot, subscription, instance: 1n, destination: purse, amount: 4_000_000n }));
    expect(decodeSubscription(world.account(subscription).data)).to.include({
      balance: 40_000_000n,
      credited: 10_000_000n,
      claimed: 4_000_000n,
    });
    scene.send(unsubscribe({ signer: key, subscription, bot, instance: 1n, venueUser: null }));
    world.pass(7n * 86_400n);
    scene.send(
      closeSubscription({ subscription, bot, instance: 1n, rentPayer: key, subscriber: key, destination: purse }),
    );
    expect([world.exists(subscription), world.exists(escrowAddress(subscription))]).to.deep.equal([false, false]);
    // $6 lie in the vault; the rent of subscription and escrow is back.
    expect(start.tokens - world.tokens(purse)).to.equal(6_000_000n);
    expect(start.lamports - world.account(key).lamports).to.equal(made);
  });

  it("should refuse one token account as both ends of a transfer", () => {
    const scene = new Scene();
    const { world, eves } = scene;
    const both = claim({ ...eves.attested, owner: key, destination: eves.attested.escrow, amount: 1n });
    expect(world.refusal(both, eve)).to.equal("ConstraintDuplicateMutableAccount");
  });

  it("should give the creator nothing when it subscribes to its own bot through a keeper of its own", () => {
    const scene = new Scene();
    const { world, eves } = scene;
    const before = world.tokens(world.purse(key));
    // Within the day's cap of $100, of which $10 are used.
    scene.realize(eves.attested, 0n, 2n);
    scene.realize(eves.attested, 900_000_000n, 3n);
    const { credited, balance } = scene.ledger(eves.attested);
    expect([credited, balance]).to.deep.equal([50_000_000n, 0n]);
    scene.send(claim({ ...eves.attested, owner: key, destination: world.purse(key), amount: 1_000_000_000n }));
    expect(world.tokens(world.purse(key)) - before).to.equal(50_000_000n);
    // Her own deposit, and of all others' escrows nothing.
    for (const { escrow, people } of scene.deals)
      if (people.owner !== eve) expect(world.tokens(escrow)).to.equal(51_000_000n);
  });
});
