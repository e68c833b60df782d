import { DRIFT_PROGRAM_ID, settleBatch, VELOCITY_PROGRAM_ID } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { attestedRow, skippedIn, verifiedRow } from "@profit-share/testing/svm/batch";
import { Amount, I64_MAX, Status, Time } from "@profit-share/testing/svm/constants";
import { expectClosed, expectNoRecord } from "@profit-share/testing/svm/records";
import { OPEN_POSITION, Verified } from "@profit-share/testing/svm/verified";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";

const { creator, subscriber, keeperSigner, sponsor, eve } = ACTORS;

/** A position stays open, so no settlement ends the subscription: the clock of closing does. */
describe("lifecycle: the clock of closing runs out", () => {
  let v: Verified;
  beforeEach(() => {
    v = Verified.running();
    v.placeUser({ perpPositions: [OPEN_POSITION] });
  });

  const purse = () => v.world.tokens(v.world.purse(subscriber.publicKey));
  const leaveAndWait = (seconds: bigint = Time.VERIFIED_CLOSING) => {
    v.leave();
    v.world.pass(seconds);
  };
  /** Of a subscription that nothing was ever charged in. */
  const uncharged = () => ({
    subscription: v.subscription,
    bot: v.bot,
    instance: 1n,
    // 1,728,003,600 + 30 days, whenever it is closed
    endedAt: 1_730_595_600n,
    sequence: 0n,
    head: v.read().head,
    profitTotal: 0n,
    accrued: 0n,
    credited: 0n,
    claimed: 0n,
    waived: 0n,
    writtenOff: 0n,
    toVault: 0n,
    toSubscriber: 50_000_000n,
  });
  /** Closes, and finds that nothing was settled for it. */
  const expectUncharged = (change: { toSubscriber?: bigint } = {}) => {
    const expected = { ...uncharged(), ...change };
    const sent = v.world.send(v.close());
    expect(sent.settled).to.deep.equal([]);
    expectClosed(sent, expected);
    expect(purse()).to.equal(1_000_000_000n);
  };

  describe("without a profit", () => {
    it("should close at once, without a settlement", () => {
      leaveAndWait();
      expectUncharged();
    });
  });

  describe("with profit made after the end", () => {
    for (const [what, later, profit] of [
      ["in the second of the end", 0n, 1n],
      ["a day later", Time.DAY, 100_000_000n],
      ["300 days later", 300n * Time.DAY, 450_000_000n],
      ["300 days later, more than the balance covers", 300n * Time.DAY, 4_500_000_000n],
    ] as const) {
      it(`should charge nothing of ${profit} when it is closed ${what}`, () => {
        leaveAndWait(Time.VERIFIED_CLOSING + later);
        v.realize(profit);
        expectUncharged();
      });
    }

    it("should charge nothing of it, who ever settles before the close", () => {
      leaveAndWait();
      v.realize(450_000_000n);
      expectNoRecord(v, () => v.world.send(v.settle()));
      expectNoRecord(v, () => v.world.send(settleBatch({ rows: [verifiedRow(v)] })));
      expectUncharged();
    });

    it("should charge the same whether or not the subscriber withdraws before the close", () => {
      leaveAndWait();
      v.realize(450_000_000n);
      expectNoRecord(v, () => v.world.send(v.withdraw({ amount: 50_000_000n }), subscriber));
      expectUncharged({ toSubscriber: 0n });
    });

    it("should leave what was charged before as it was", () => {
      v.earn(100_000_000n);
      leaveAndWait(330n * Time.DAY);
      v.realize(550_000_000n);
      v.world.send(v.close());
      expect(v.world.tokens(v.vault)).to.equal(10_000_000n);
      expect(purse()).to.equal(990_000_000n);
    });
  });

  describe("with profit made before the end that nobody settled", () => {
    it("should charge it a second before the end", () => {
      leaveAndWait(Time.VERIFIED_CLOSING - 1n);
      v.realize(100_000_000n);
      v.world.send(v.settle());
      v.world.pass(1n);
      v.world.send(v.close());
      expect(v.world.tokens(v.vault)).to.equal(10_000_000n);
    });

    it("should not charge it from then on", () => {
      v.leave();
      v.realize(100_000_000n);
      v.world.pass(Time.VERIFIED_CLOSING);
      expectNoRecord(v, () => v.world.send(v.settle()));
      expectUncharged();
    });

    it("should not charge what the cap still cut off", () => {
      v.patch({ daily_cap: Amount.MIN_DAILY_CAP });
      v.earn(400_000_000n);
      v.leave();
      for (let day = 1; day < 30; day++) {
        v.world.pass(Time.DAY);
        v.world.send(v.settle());
      }
      v.world.pass(Time.DAY);
      expectNoRecord(v, () => v.world.send(v.settle()));
      v.world.send(v.close());
      // Thirty days of $1, out of $40.
      expect(v.world.tokens(v.vault)).to.equal(30_000_000n);
      expect(purse()).to.equal(970_000_000n);
    });

    it("should not be a debt", () => {
      v.leave();
      // $60 of share, $50 of balance.
      v.realize(600_000_000n);
      v.world.pass(Time.VERIFIED_CLOSING);
      expectUncharged();
    });
  });

  describe("whatever happened to the venue account", () => {
    const user = () => v.world.account(v.venueUser).data;
    const broken = () => {
      const data = user();
      data[0]! ^= 1;
      return data;
    };
    const grown = (length: number) => Buffer.concat([user(), Buffer.alloc(length - 4_376)]);
    const cases: [string, () => void][] = [
      ["is gone", () => v.world.setAccount(v.venueUser, null)],
      ["belongs to eve", () => v.world.setAccount(v.venueUser, { owner: eve.publicKey, data: user() })],
      ["belongs to another venue", () => v.world.setAccount(v.venueUser, { owner: VELOCITY_PROGRAM_ID, data: user() })],
      [
        "belongs to the system program",
        () => v.world.setAccount(v.venueUser, { owner: PublicKey.default, data: user() }),
      ],
      ["grew by a byte", () => v.world.setAccount(v.venueUser, { owner: DRIFT_PROGRAM_ID, data: grown(4_377) })],
      [
        "grew to the fork's length",
        () => v.world.setAccount(v.venueUser, { owner: DRIFT_PROGRAM_ID, data: grown(4_496) }),
      ],
      ["is a byte long", () => v.world.setAccount(v.venueUser, { owner: DRIFT_PROGRAM_ID, data: Buffer.alloc(1) })],
      ["has another discriminator", () => v.world.setAccount(v.venueUser, { owner: DRIFT_PROGRAM_ID, data: broken() })],
      ["is bankrupt", () => v.placeUser({ status: Status.BANKRUPT })],
      [
        "was created again",
        () => v.placeUser({ nextLiquidationId: 0, totalDeposits: 0n, settledPerpPnl: 900_000_000n }),
      ],
    ];

    for (const [what, change] of cases) {
      it(`should close the same when it ${what}: the instruction does not name it`, () => {
        leaveAndWait();
        change();
        expect(v.close().keys.some(({ pubkey }) => pubkey.equals(v.venueUser))).to.equal(false);
        expectUncharged();
      });
    }

    it("should let the subscriber go by the clock who could not be settled at all", () => {
      v.world.setAccount(v.venueUser, { owner: eve.publicKey, data: user() });
      v.leave();
      expect(v.world.refusal(v.settle())).to.equal("VenueOwner");
      v.world.pass(Time.VERIFIED_CLOSING);
      expectUncharged();
    });
  });

  describe("with debt", () => {
    beforeEach(() => {
      // $60 of share, of which the balance covered $50.
      v.earn(600_000_000n);
      leaveAndWait();
    });

    it("should be refused until seven days after the end, then written off", () => {
      expect(v.world.refusal(v.close())).to.equal("DebtOutstanding");
      v.world.pass(7n * Time.DAY - 1n);
      expect(v.world.refusal(v.close())).to.equal("DebtOutstanding");
      v.world.pass(1n);
      const expected = {
        ...uncharged(),
        sequence: 1n,
        profitTotal: 600_000_000n,
        accrued: 60_000_000n,
        credited: 50_000_000n,
        writtenOff: 10_000_000n,
        toVault: 50_000_000n,
        toSubscriber: 0n,
      };
      expectClosed(v.world.send(v.close({ destination: null })), expected);
    });

    it("should close at once when it is deposited, waived or donated", () => {
      v.world.send(v.deposit({ amount: 3_000_000n }), subscriber);
      v.world.send(v.waive({ amount: 3_000_000n }), creator);
      expect(v.world.refusal(v.close())).to.equal("DebtOutstanding");
      v.world.setTokens(v.escrow, v.subscription, 58_000_000n);
      v.world.send(v.close());
      // 53 paid before, 4 of the 5 donated.
      expect(v.world.tokens(v.vault)).to.equal(57_000_000n);
      expect(purse()).to.equal(948_000_000n);
    });
  });
});

describe("lifecycle: an attested subscription whose keeper never came", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  describe("with debt", () => {
    it("should be refused until seven days after the end, then written off", () => {
      a.earn(600_000_000n);
      const { head } = a.read();
      a.leave();
      a.world.pass(Time.ATTESTED_CLOSING);
      expect(a.world.refusal(a.close())).to.equal("DebtOutstanding");
      a.world.pass(7n * Time.DAY - 1n);
      expect(a.world.refusal(a.close())).to.equal("DebtOutstanding");
      a.world.pass(1n);
      const sent = a.world.send(a.close({ destination: null }));
      expect(sent.settled).to.deep.equal([]);
      expectClosed(sent, {
        subscription: a.subscription,
        bot: a.bot,
        instance: 1n,
        // 1,728,003,600 + 7 days
        endedAt: 1_728_608_400n,
        sequence: 1n,
        head,
        profitTotal: 600_000_000n,
        accrued: 60_000_000n,
        credited: 50_000_000n,
        claimed: 0n,
        waived: 0n,
        writtenOff: 10_000_000n,
        toVault: 50_000_000n,
        toSubscriber: 0n,
      });
    });
  });

  describe("with a close after the end", () => {
    it("should be refused, in a batch, too", () => {
      a.leave();
      a.world.pass(Time.ATTESTED_CLOSING);
      expect(a.world.refusal(a.settle(450_000_000n), keeperSigner)).to.equal("SubscriptionEnded");
      const keeper = { address: a.keeper, signer: keeperSigner.publicKey };
      const sent = a.world.send(settleBatch({ keeper, rows: [attestedRow(a, 450_000_000n)] }), keeperSigner);
      expect(skippedIn(sent)).to.deep.equal([{ row: 0, error: "SubscriptionEnded" }]);
      a.world.send(a.close());
      expect(a.world.tokens(a.vault)).to.equal(0n);
    });
  });

  describe("at the end of the clock", () => {
    it("should not end before it, though no week is left", () => {
      a.world.setTime(I64_MAX - 1n);
      a.leave();
      a.earn(100_000_000n);
      expect(a.money().accrued).to.equal(10_000_000n);
    });

    it("should not write a debt off before it", () => {
      a.earn(600_000_000n);
      a.world.setTime(I64_MAX - 1n);
      a.leave();
      a.world.send(a.settle(0n, { isFinal: true }), keeperSigner);
      expect(a.world.refusal(a.close())).to.equal("DebtOutstanding");
    });
  });

  describe("with everything to the end", () => {
    it("should leave no token and no account behind, and all money where it belongs", () => {
      a.earn(100_000_000n);
      a.leave();
      a.world.send(a.settle(50_000_000n, { isFinal: true }), keeperSigner);
      // After the end money still moves.
      a.world.send(a.deposit({ amount: 2_000_000n }), subscriber);
      a.world.send(a.claim({ amount: 5_000_000n }), creator);
      a.world.send(a.withdraw({ amount: 7_000_000n }), subscriber);
      a.world.setTokens(a.escrow, a.subscription, a.world.tokens(a.escrow) + 1_000_000n);
      a.world.send(a.close());
      a.world.send(a.claimVault(), creator);
      // 50 + 2 deposited, 15 of share, 1 donated.
      expect(a.world.tokens(a.world.purse(subscriber.publicKey))).to.equal(986_000_000n);
      expect(a.world.tokens(a.world.purse(creator.publicKey))).to.equal(1_015_000_000n);
      expect(a.world.tokens(a.vault)).to.equal(0n);
      expect([a.world.exists(a.escrow), a.world.exists(a.subscription)]).to.deep.equal([false, false]);
    });

    it("should bring the vault to who owns the bot by then", () => {
      a.earn(100_000_000n);
      a.leave();
      a.world.send(a.transferBot(sponsor.publicKey), creator);
      a.world.pass(Time.ATTESTED_CLOSING);
      a.world.send(a.close());
      a.world.send(a.acceptBot(sponsor.publicKey), sponsor);
      expect(a.world.refusal(a.claimVault(), creator)).to.equal("NotOwner");
      const destination = a.world.purse(sponsor.publicKey);
      a.world.send(a.claimVault({ owner: sponsor.publicKey, destination }), sponsor);
      expect(a.world.tokens(destination)).to.equal(1_010_000_000n);
    });
  });
});
