import { settleBatch } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { attestedRow, skippedIn } from "@profit-share/testing/svm/batch";
import { Time } from "@profit-share/testing/svm/constants";
import { expect } from "chai";

const { marketplace, keeperSigner, subscriber, sponsor } = ACTORS;

/** Whoever stole it states profits that nobody made. The cap is $100 of share a day. */
describe("lifecycle: the keeper's signer is stolen", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
    a.world.send(a.deposit({ amount: 450_000_000n }), subscriber);
  });

  const steal = () => a.world.send(a.settle(1_000_000_000_000n), keeperSigner);
  const rotate = () => a.world.send(a.setKeeperSigner(sponsor.publicKey), marketplace);

  it("should accrue no more than the cap a day, however often it settles", () => {
    for (let day = 1n; day <= 3n; day += 1n) {
      for (let times = 0; times < 3; times += 1) steal();
      expect(a.money().accrued).to.equal(day * 100_000_000n);
      a.world.pass(Time.DAY);
    }
    expect(a.money().balance).to.equal(200_000_000n);
  });

  it("should be powerless from the rotation on, alone and in a batch", () => {
    steal();
    a.world.pass(Time.DAY);
    const keeper = { address: a.keeper, signer: keeperSigner.publicKey };
    const batch = settleBatch({ keeper, rows: [attestedRow(a, 1_000_000_000n)] });
    rotate();
    expect(a.world.refusal(a.settle(1_000_000_000n), keeperSigner)).to.equal("NotKeeperSigner");
    expect(skippedIn(a.world.send(batch, keeperSigner))).to.deep.equal([{ row: 0, error: "NotKeeperSigner" }]);
    expect(a.money().accrued).to.equal(100_000_000n);
  });

  it("should leave nothing chargeable behind: what the cap cut off is dropped", () => {
    steal();
    rotate();
    a.world.pass(Time.DAY);
    a.world.send(a.settle(0n, { signer: sponsor.publicKey }), sponsor);
    expect(a.money().accrued).to.equal(100_000_000n);
    a.world.send(a.settle(10_000_000n, { signer: sponsor.publicKey }), sponsor);
    expect(a.money().accrued).to.equal(101_000_000n);
  });

  it("should not keep the subscriber from leaving with the rest", () => {
    steal();
    a.leave();
    a.world.pass(Time.ATTESTED_CLOSING);
    expect(a.world.refusal(a.settle(1_000_000_000n), keeperSigner)).to.equal("SubscriptionEnded");
    a.world.send(a.close());
    expect(a.world.tokens(a.world.purse(subscriber.publicKey))).to.equal(900_000_000n);
  });

  it("should not let it hand the keeper over", () => {
    const instruction = a.transferKeeper(keeperSigner.publicKey, { admin: keeperSigner.publicKey });
    expect(a.world.refusal(instruction, keeperSigner)).to.equal("NotKeeperAdmin");
  });
});
