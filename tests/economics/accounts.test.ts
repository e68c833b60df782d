import { driftSimulation } from "@profit-share/localnet";
import { driftInstructions, driftUserAddress } from "@profit-share/sdk/drift";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { State, Time } from "@profit-share/testing/svm/constants";
import { Traded } from "@profit-share/testing/svm/traded";
import { expect } from "chai";

const { agent, subscriber, creator, eve } = ACTORS;

describe("economics: what happens to the venue account", () => {
  let t: Traded;
  beforeEach(() => {
    t = Traded.trading();
  });

  const settled = () => {
    t.world.send(t.settle());
    const { last, mark, peak, accrued } = t.read();
    return { last, mark, peak, accrued };
  };

  describe("given a liquidation that takes the deposit for a loss", () => {
    beforeEach(() => {
      t.depositOnVenue(5_000_000n);
      t.openUser(eve);
      t.depositOnVenue(500_000_000n, eve);
      // +25 in market 1, settled here and there: the deposit is 30. Then −40 in market 2.
      t.earn(25_000_000n);
      t.settlePnl();
      t.trade(1n, 100_000_000n, { market: 2 });
      t.trade(-1n, 60_000_000n, { market: 2 });
    });

    const liquidate = () => {
      const liquidator = { authority: eve.publicKey, liquidator: driftUserAddress(eve.publicKey, 0) };
      const user = { user: t.venueUser, userAuthority: agent.publicKey, marketIndex: 2 };
      const all = { maxPnlTransfer: 1_000_000_000n };
      t.setMarket({ market: 2 });
      t.world.send(driftInstructions.liquidatePerpPnlForDeposit({ ...liquidator, ...user, ...all }), eve);
    };

    it("should not take the loss that went away for a profit", () => {
      expect(settled()).to.deep.equal({
        last: -15_000_000n,
        mark: 25_000_000n,
        peak: 25_000_000n,
        accrued: 2_500_000n,
      });
      liquidate();
      // The deposit of 30 was taken for 30 of the loss: realized PnL rises from −15 to 15, mark and peak with it.
      expect(settled()).to.deep.equal({
        last: 15_000_000n,
        mark: 55_000_000n,
        peak: 55_000_000n,
        accrued: 2_500_000n,
      });
    });

    it("should charge what is earned afterwards above that", () => {
      settled();
      liquidate();
      settled();
      t.world.send(driftSimulation.exitLiquidation(t.venueUser));
      settled();
      t.earn(50_000_000n);
      // 15 + 50 = 65, ten above 55
      expect(t.read()).to.include({ last: 65_000_000n, mark: 65_000_000n, accrued: 3_500_000n });
    });

    it("should forgive nothing of a loss that was never settled", () => {
      liquidate();
      // Seen: 25, then 15. No drawdown lies on record that could be forgiven, and nothing was earned.
      expect(settled()).to.deep.equal({ last: 15_000_000n, mark: 25_000_000n, peak: 25_000_000n, accrued: 2_500_000n });
    });
  });

  describe("given a re-created account", () => {
    it("should start anew and charge what is earned from there", () => {
      t.depositOnVenue(5_000_000n);
      t.earn(20_000_000n);
      t.world.send(driftSimulation.recreateUser(t.venueUser));
      expect(settled()).to.deep.equal({ last: 0n, mark: 0n, peak: 0n, accrued: 2_000_000n });
      t.earn(7_000_000n);
      expect(t.read()).to.include({ last: 7_000_000n, mark: 7_000_000n, accrued: 2_700_000n });
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
        peak: 20_000_000n,
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
        peak: 20_000_000n,
        accrued: 2_000_000n,
      });
    });
  });
});
