import { PROGRAM_ID, settleBatch } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { attestedRow, skippedIn } from "@profit-share/testing/svm/batch";
import { Time } from "@profit-share/testing/svm/constants";
import { firstHead, referenceOf } from "@profit-share/testing/svm/history";
import { fieldAt } from "@profit-share/testing/svm/idl";
import { Verified } from "@profit-share/testing/svm/verified";
import { expect } from "chai";

const { subscriber, agent, keeperSigner } = ACTORS;

const PROFIT = 100_000_000n;

describe("lifecycle: subscribing again at the same address", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
    a.earn(PROFIT);
    a.leave();
    a.world.pass(Time.ATTESTED_CLOSING);
  });

  const again = () => {
    a.world.send(a.close());
    a.start();
  };

  it("should be refused before the old one is closed", () => {
    expect(a.world.refusal(a.subscribe(), subscriber, agent)).to.equal("AlreadySubscribed");
  });

  it("should be the next instance, with a ledger and a history of its own", () => {
    again();
    expect(a.read()).to.include({ instance: 2n, state: "active", sequence: 0n, last: 0n, mark: 0n, closingAt: 0n });
    expect(a.money()).to.deep.equal({
      profitTotal: 0n,
      accrued: 0n,
      credited: 0n,
      claimed: 0n,
      waived: 0n,
      balance: 50_000_000n,
    });
    expect(a.readBot()).to.include({ subscriptions: 2n, closed: 1n });
    const { data } = a.world.account(a.subscription);
    const { offset } = fieldAt("Subscription", "terms");
    const at = { program: PROGRAM_ID, subscription: a.subscription, bot: a.bot, instance: 2n };
    expect(Buffer.from(a.read().head)).to.deep.equal(firstHead(at, data.subarray(offset, offset + 120)));
  });

  it("should refuse a deposit, a cap and a close that were meant for the old one", () => {
    const old = [a.deposit(), a.setCap(2_000_000n)];
    again();
    for (const instruction of old) expect(a.world.refusal(instruction, subscriber)).to.equal("InstanceMismatch");
    expect(a.world.refusal(a.settle(PROFIT, { instance: 1n }), keeperSigner)).to.equal("InstanceMismatch");
    expect(a.money()).to.include({ balance: 50_000_000n, accrued: 0n });
  });

  it("should skip a row of a batch that was meant for the old one", () => {
    again();
    const keeper = { address: a.keeper, signer: keeperSigner.publicKey };
    const rows = [attestedRow(a, PROFIT, { instance: 1n })];
    const sent = a.world.send(settleBatch({ keeper, rows }), keeperSigner);
    expect(skippedIn(sent)).to.deep.equal([{ row: 0, error: "InstanceMismatch" }]);
  });

  it("should take the same under its own instance", () => {
    again();
    a.world.send(a.deposit({ instance: 2n }), subscriber);
    a.world.send(a.setCap(150_000_000n, { instance: 2n }), subscriber);
    // The reference is the old one's first; this history knows nothing of it.
    a.world.send(a.settle(PROFIT, { instance: 2n, reference: referenceOf("trade 1") }), keeperSigner);
    expect(a.money()).to.include({ balance: 41_000_000n, accrued: 10_000_000n });
  });

  it("should refuse what was meant for another bot at that address", () => {
    a.world.send(a.close());
    const other = new Attested(a.world, { botId: "attested-bot-002" }).publish().start();
    expect(other.subscription.equals(a.subscription)).to.equal(true);
    expect(a.world.refusal(a.deposit(), subscriber)).to.equal("BotMismatch");
    expect(a.world.refusal(a.settle(PROFIT), keeperSigner)).to.equal("BotMismatch");
    expect(a.world.refusal(a.setCap(2_000_000n), subscriber)).to.equal("BotMismatch");
  });

  it("should work in the transaction that closes the old one", () => {
    a.world.send([a.close(), a.subscribe()], subscriber, agent);
    expect(a.read()).to.include({ instance: 2n, state: "active" });
    expect(a.money().balance).to.equal(50_000_000n);
    expect(a.world.tokens(a.escrow)).to.equal(50_000_000n);
  });

  it("should begin a verified one at what is realized by then", () => {
    const v = Verified.running();
    v.realize(PROFIT);
    v.leave();
    v.world.send(v.close());
    v.realize(300_000_000n);
    v.start();
    expect(v.read()).to.include({ instance: 2n, mark: 300_000_000n, last: 300_000_000n, peak: 300_000_000n });
    v.earn(PROFIT);
    expect(v.money().accrued).to.equal(10_000_000n);
  });
});
