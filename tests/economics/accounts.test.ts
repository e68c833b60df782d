import { driftSimulation } from "@profit-share/localnet";
import { driftInstructions, driftUserAddress } from "@profit-share/sdk/drift";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { State, Time } from "@profit-share/testing/svm/constants";
import { Traded } from "@profit-share/testing/svm/traded";
import { expect } from "chai";

const { agent, subscriber, creator } = ACTORS;

describe("economics: what happens to the venue account", () => {
  let t: Traded;
  beforeEach(() => {
    t = Traded.trading();
  });

  const settled = () => {
    t.world.send(t.settle());
    const { last, mark, loss, accrued } = t.read();
    return { last, mark, loss, accrued };
  };

  describe("given a liquidation that takes the deposit for a loss", () => {
    beforeEach(() => {
      t.depositOnVenue(5_000_000n);
      // +25 in market 1, settled here and there: the deposit is 30. Then −40 in market 2.
      t.earn(25_000_000n);
      t.settlePnl();
      t.lose(40_000_000n, 2);
    });

    it("should not take the loss that went away for a profit", () => {
      expect(settled()).to.deep.equal({
        last: -15_000_000n,
        mark: 25_000_000n,
        loss: 40_000_000n,
        accrued: 2_500_000n,
      });
      t.liquidate(2);
      // The deposit of 30 was taken for 30 of the loss: realized PnL rises from −15 to 15, and the mark with it.
      expect(settled()).to.deep.equal({
        last: 15_000_000n,
        mark: 55_000_000n,
        loss: 10_000_000n,
        accrued: 2_500_000n,
      });
    });

    it("should charge what is earned afterwards above that", () => {
      settled();
      t.liquidate(2);
      settled();
      t.world.send(driftSimulation.exitLiquidation(t.venueUser));
      settled();
      t.earn(50_000_000n);
      // 15 + 50 = 65, ten above 55
      expect(t.read()).to.include({ last: 65_000_000n, mark: 65_000_000n, accrued: 3_500_000n });
    });

    it("should forgive nothing of a loss that was never settled", () => {
      t.liquidate(2);
      // Seen: 25, then 15. No loss lies on record that could be forgiven, and nothing was earned.
      expect(settled()).to.deep.equal({
        last: 15_000_000n,
        mark: 25_000_000n,
        loss: 10_000_000n,
        accrued: 2_500_000n,
      });
    });
  });

  /** Settled after each step, except where it says otherwise. Profits are made in market 1. */
  describe("given liquidations between profits", () => {
    beforeEach(() => {
      t.depositOnVenue(900_000_000n);
      t.earn(100_000_000n);
    });

    const lose = (loss: bigint, market = 2) => {
      t.lose(loss, market);
      settled();
    };
    const take = (loss: bigint, market = 2) => {
      t.liquidate(market, loss);
      settled();
    };
    const earn = (...pnls: bigint[]) => {
      for (const pnl of pnls) t.earn(pnl);
    };
    const accrued = () => t.money().accrued;

    for (const [gain, units, rounds, expected] of [
      [40_000_000n, 1n, 3, 18_000_000n],
      // 100 − 40 + 5 · 40 = 260
      [40_000_000n, 1n, 5, 26_000_000n],
      // 100 − 40 + 3 · 40, beside 3 · 100 units
      [40_000_000n, 100n, 3, 18_000_000n],
      // 100 − 40 + 4 · 15 = 120
      [15_000_000n, 2n, 4, 12_000_000n],
    ] as const) {
      it(`should forgive ${rounds} times ${units} units and none of the ${rounds} profits of ${gain} beside them`, () => {
        lose(40_000_000n);
        for (let round = 0; round < rounds; round++) {
          t.realizeByTrade(gain);
          t.liquidate(2, units);
          settled();
        }
        expect(accrued()).to.equal(expected);
        expect(t.read().mark - t.read().profitTotal).to.equal(units * BigInt(rounds));
      });
    }

    it("should forgive a loss in one market that a profit in another has made up for", () => {
      lose(40_000_000n);
      earn(40_000_000n);
      expect(accrued()).to.equal(10_000_000n);
      take(40_000_000n);
      earn(10_000_000n);
      // 100 − 40 + 40 + 40 + 10 = 150, of which 40 are no profit.
      expect(settled()).to.deep.equal({ last: 150_000_000n, mark: 150_000_000n, loss: 0n, accrued: 11_000_000n });
    });

    it("should forgive losses in several markets, taken one by one", () => {
      lose(30_000_000n, 2);
      lose(10_000_000n, 3);
      earn(40_000_000n);
      take(10_000_000n, 3);
      take(30_000_000n, 2);
      earn(10_000_000n);
      expect(settled()).to.deep.equal({ last: 150_000_000n, mark: 150_000_000n, loss: 0n, accrued: 11_000_000n });
    });

    it("should forgive the same loss in parts, each once", () => {
      lose(300_000_000n);
      take(250_000_000n);
      expect(settled()).to.include({ last: 50_000_000n, mark: 350_000_000n, loss: 50_000_000n });
      earn(200_000_000n);
      take(50_000_000n);
      expect(settled()).to.include({ last: 300_000_000n, mark: 400_000_000n, loss: 0n });
      earn(100_000_000n, 10_000_000n);
      expect(settled()).to.deep.equal({ last: 410_000_000n, mark: 410_000_000n, loss: 0n, accrued: 11_000_000n });
    });

    it("should forgive nothing of profits that are made while the liquidation runs", () => {
      lose(60_000_000n);
      take(10_000_000n);
      expect(t.read().beingLiquidated).to.equal(true);
      earn(20_000_000n, 20_000_000n);
      expect(t.read()).to.include({ last: 90_000_000n, mark: 110_000_000n });
      earn(60_000_000n);
      // 100 − 60 + 10 + 20 + 20 + 60 = 150, 40 above 110.
      expect(settled()).to.deep.equal({
        last: 150_000_000n,
        mark: 150_000_000n,
        loss: 50_000_000n,
        accrued: 14_000_000n,
      });
    });

    it("should take what the losing position itself wins back meanwhile for a part of the liquidation", () => {
      lose(60_000_000n);
      take(10_000_000n);
      for (let times = 0; times < 2; times++) {
        t.lose(-20_000_000n, 2);
        settled();
      }
      // 10 + 20 + 20 of the loss went, and nobody can say to whom: the subscriber has the benefit of the doubt.
      expect(settled()).to.deep.equal({
        last: 90_000_000n,
        mark: 150_000_000n,
        loss: 10_000_000n,
        accrued: 10_000_000n,
      });
    });

    it("should charge what wins back a loss that was made and taken between two settlements", () => {
      t.lose(40_000_000n, 2);
      t.liquidate(2);
      expect(settled()).to.include({ last: 100_000_000n, mark: 100_000_000n, loss: 0n });
      earn(40_000_000n);
      // Settled in between, the loss would have been forgiven, and the share be 10.
      expect(accrued()).to.equal(14_000_000n);
    });

    it("should not charge it where the loss was settled, too", () => {
      lose(40_000_000n);
      take(40_000_000n);
      earn(40_000_000n);
      expect(accrued()).to.equal(10_000_000n);
    });
  });

  describe("given a re-created account", () => {
    it("should start anew and charge what is earned from there", () => {
      t.depositOnVenue(5_000_000n);
      t.earn(20_000_000n);
      t.world.send(driftSimulation.recreateUser(t.venueUser));
      expect(settled()).to.deep.equal({ last: 0n, mark: 0n, loss: 0n, accrued: 2_000_000n });
      t.earn(7_000_000n);
      expect(t.read()).to.include({ last: 7_000_000n, mark: 7_000_000n, accrued: 2_700_000n });
    });

    it("should pay nothing for what the new account holds already, and forget the old one's loss", () => {
      t.depositOnVenue(5_000_000n);
      t.earn(20_000_000n);
      t.lose(60_000_000n, 2);
      expect(settled()).to.include({ last: -40_000_000n, mark: 20_000_000n, loss: 60_000_000n });
      t.world.send(driftSimulation.recreateUser(t.venueUser));
      t.realizeByTrade(9_000_000n);
      t.lose(1_000_000n, 2);
      expect(settled()).to.deep.equal({ last: 8_000_000n, mark: 8_000_000n, loss: 1_000_000n, accrued: 2_000_000n });
    });
  });

  describe("given an account that its authority deletes", () => {
    const deleteUser = () => {
      t.world.send(driftInstructions.deleteUser({ user: t.venueUser, authority: agent.publicKey }), agent);
      expect(t.world.exists(t.venueUser)).to.equal(false);
    };

    it("should keep what was settled before and succeed without change", () => {
      t.fundVenue(100_000_000n);
      t.earn(20_000_000n);
      t.settlePnl();
      t.withdrawFromVenue(20_000_000n, t.world.purse(agent.publicKey));
      deleteUser();
      expect(settled()).to.deep.equal({
        last: 20_000_000n,
        mark: 20_000_000n,
        loss: 0n,
        accrued: 2_000_000n,
      });
    });

    it("should end a closing subscription and free the balance", () => {
      t.patch({ state: State.CLOSING, closing_at: Time.START });
      deleteUser();
      t.world.send(t.settle());
      expect(t.read().state).to.equal("ended");
      t.world.send(t.withdraw({ amount: 50_000_000n }), subscriber);
      expect(t.world.tokens(t.escrow)).to.equal(0n);
    });
  });

  describe("given a profit that is withdrawn straight into the escrow", () => {
    it("should become balance with sync, pay what is owed and be claimed", () => {
      t.fundVenue(1_000_000_000n);
      t.earn(600_000_000n);
      expect(t.money()).to.include({ accrued: 60_000_000n, credited: 50_000_000n, balance: 0n });
      t.settlePnl();
      t.withdrawFromVenue(25_000_000n, t.escrow);
      t.world.send(t.sync());
      expect(t.money()).to.include({ credited: 60_000_000n, balance: 15_000_000n });
      t.world.send(t.claim({ amount: 60_000_000n }), creator);
      expect(t.world.tokens(t.world.purse(creator.publicKey))).to.equal(1_060_000_000n);
      expect(t.world.tokens(t.escrow)).to.equal(15_000_000n);
    });

    it("should not take the venue's own books for a re-creation", () => {
      t.fundVenue(1_000_000_000n);
      t.depositOnVenue(5_000_000n);
      t.earn(10_000_000n);
      t.settlePnl();
      t.withdrawFromVenue(15_000_000n, t.escrow);
      t.earn(10_000_000n);
      expect(t.read()).to.include({ last: 20_000_000n, accrued: 2_000_000n, totalWithdraws: 15_000_000n });
    });
  });

  describe("given a position that moves to a sibling account", () => {
    it("should charge what the transfer realizes at the market's price", () => {
      const { world } = t;
      const to = driftUserAddress(agent.publicKey, 1);
      const by = { authority: agent.publicKey, payer: agent.publicKey, subAccountId: 1 };
      world.send(driftInstructions.initializeUser(by), agent);
      t.trade(1n, 80_000_000n);
      t.setMarket();
      const transfer = { from: t.venueUser, to, authority: agent.publicKey, marketIndex: 1 };
      world.send(driftInstructions.transferPerpPosition(transfer), agent);
      expect(settled()).to.deep.equal({
        last: 20_000_000n,
        mark: 20_000_000n,
        loss: 0n,
        accrued: 2_000_000n,
      });
    });
  });
});
