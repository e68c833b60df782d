import { PROGRAM_ID, settleBatch } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { attestedRow, skippedIn } from "@profit-share/testing/svm/batch";
import { Time } from "@profit-share/testing/svm/constants";
import { firstHead, referenceOf } from "@profit-share/testing/svm/history";
import { fieldAt } from "@profit-share/testing/svm/idl";
import { Verified } from "@profit-share/testing/svm/verified";
import type { Keypair, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";

const { creator, subscriber, agent, keeperSigner, eve } = ACTORS;

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

  describe("when an instruction was made for the old one", () => {
    /** Each instruction that names the agreement it is for, as it was made then, and who signs it. */
    const made: [string, () => TransactionInstruction, Keypair[]][] = [
      ["deposit", () => a.deposit(), [subscriber]],
      ["set_cap", () => a.setCap(2_000_000n), [subscriber]],
      ["withdraw", () => a.withdraw(), [subscriber]],
      ["unsubscribe of the subscriber", () => a.unsubscribe(), [subscriber]],
      ["unsubscribe of the agent", () => a.unsubscribe({ signer: agent.publicKey }), [agent]],
      ["claim", () => a.claim(), [creator]],
      ["waive", () => a.waive({ amount: 40_000_000n }), [creator]],
      ["settle_attested", () => a.settle(PROFIT, { sequence: 2n }), [keeperSigner]],
      ["close_subscription", () => a.close(), []],
      [
        "close_subscription to where the subscriber said",
        () => a.close({ destination: a.world.purse(eve.publicKey), subscriberSigns: true }),
        [subscriber],
      ],
    ];

    /** $100 of share, of which the balance covered $50: something to claim and to waive. */
    const busy = () => a.world.send(a.settle(1_000_000_000n, { instance: 2n }), keeperSigner);

    for (const [name, make, signers] of made) {
      it(`should refuse a ${name} while the new one is active`, () => {
        const old = make();
        again();
        busy();
        expect(a.world.refusal(old, ...signers)).to.equal("InstanceMismatch");
      });

      it(`should refuse a ${name} after the new one has ended`, () => {
        const old = make();
        again();
        a.world.send(a.unsubscribe({ instance: 2n }), subscriber);
        a.world.pass(Time.ATTESTED_CLOSING);
        expect(a.world.refusal(old, ...signers)).to.equal("InstanceMismatch");
      });

      it(`should refuse a ${name} when another bot is subscribed to at that address`, () => {
        const old = make();
        a.world.send(a.close());
        const other = new Attested(a.world, { botId: "attested-bot-002" }).publish().start();
        expect(other.subscription.equals(a.subscription)).to.equal(true);
        expect(a.world.refusal(old, ...signers)).to.equal("BotMismatch");
      });
    }
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
    a.world.send(a.withdraw({ instance: 2n }), subscriber);
    a.world.send(a.claim({ instance: 2n }), creator);
    expect(a.money()).to.include({ balance: 40_000_000n, accrued: 10_000_000n, claimed: 1_000_000n });
    a.world.send(a.settle(1_000_000_000n, { instance: 2n }), keeperSigner);
    a.world.send(a.waive({ instance: 2n, amount: 60_000_000n }), creator);
    a.world.send(a.unsubscribe({ instance: 2n }), subscriber);
    a.world.pass(Time.ATTESTED_CLOSING);
    a.world.send(a.close({ instance: 2n, destination: null }));
    expect(a.readBot()).to.include({ closed: 2n, closedWaived: 60_000_000n });
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
    expect(v.read()).to.include({ instance: 2n, mark: 300_000_000n, last: 300_000_000n, loss: 0n });
    v.earn(PROFIT);
    expect(v.money().accrued).to.equal(10_000_000n);
  });
});
