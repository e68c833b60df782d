import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import type { Subscription } from "../../src/program/accounts";
import type { VenueUser } from "../../src/venue/user";
import {
  claimable,
  endsAt,
  hasEnded,
  pendingCap,
  previewAttested,
  previewVerified,
  withdrawable,
  writeOffAt,
} from "../../src/views/views";

const key = (byte: number): PublicKey => new PublicKey(new Uint8Array(32).fill(byte));
const DAY = 86_400n;
const NOW = 20_000n * DAY + 5n;

const VERIFIED: Subscription = {
  state: "active",
  beingLiquidated: false,
  accountNo: 0,
  liquidationId: 3,
  bot: key(1),
  escrow: key(2),
  subscriber: key(3),
  agent: key(4),
  venueUser: key(5),
  rentPayer: key(3),
  instance: 1n,
  terms: {
    source: "drift",
    feeBasis: "high_water_mark",
    profitShareBps: 1_000,
    version: 1,
    minBalance: 2_000_000n,
    minDailyCap: 1n,
    keeper: null,
    mint: key(6),
    hash: new Uint8Array(32),
  },
  mark: 10_000_000n,
  last: 8_000_000n,
  loss: 2_000_000n,
  profitTotal: 10_000_000n,
  accrued: 1_000_000n,
  credited: 900_000n,
  claimed: 250_000n,
  waived: 100_000n,
  balance: 5_000_000n,
  dailyCap: 300_000n,
  nextDailyCap: 0n,
  nextDailyCapDay: 0,
  windowDay: 20_000,
  windowAccrued: 200_000n,
  totalDeposits: 500n,
  totalWithdraws: 20n,
  sequence: 1n,
  reference: new Uint8Array(32),
  head: new Uint8Array(32),
  subscribedAt: 1n,
  settledAt: 2n,
  closingAt: 0n,
  endedAt: 0n,
};

const ATTESTED: Subscription = {
  ...VERIFIED,
  venueUser: null,
  terms: { ...VERIFIED.terms, source: "attested", feeBasis: "each_close", keeper: key(7) },
};

const USER: VenueUser = {
  venue: "drift",
  layoutChecked: true,
  authority: key(4),
  delegate: PublicKey.default,
  subAccountId: 0,
  realizedPnl: 10_500_000n,
  loss: 0n,
  flat: true,
  beingLiquidated: false,
  liquidationId: 3,
  totalDeposits: 500n,
  totalWithdraws: 20n,
  totalSocialLoss: 0n,
  settledPerpPnl: 10_500_000n,
  positions: [],
};

describe("views of a subscription", () => {
  it("a debt is written off from 7 days after the end, as recorded or by the clock", () => {
    expect(writeOffAt(VERIFIED)).to.equal(null);
    expect(writeOffAt({ ...VERIFIED, state: "ended", endedAt: 1_000n })).to.equal(605_800n);
    expect(writeOffAt({ ...VERIFIED, state: "closing", closingAt: 1_000n })).to.equal(3_197_800n);
    expect(writeOffAt({ ...ATTESTED, state: "closing", closingAt: 1_000n })).to.equal(1_210_600n);
  });

  it("a lower cap is pending until its day begins", () => {
    const cut = { ...VERIFIED, nextDailyCap: 100_000n, nextDailyCapDay: 20_001 };
    expect(pendingCap(VERIFIED, NOW)).to.equal(null);
    expect(pendingCap(cut, 1_728_086_399n)).to.deep.equal({ dailyCap: 100_000n, from: 1_728_086_400n });
    expect(pendingCap(cut, 1_728_086_400n)).to.equal(null);
  });

  it("claimable is credited less claimed", () => {
    expect(claimable(VERIFIED)).to.equal(650_000n);
  });

  describe("the end", () => {
    it("is open while active", () => {
      expect(endsAt(VERIFIED)).to.equal(null);
      expect(hasEnded(VERIFIED, 2n ** 62n)).to.equal(false);
    });

    it("comes by the clock 30 days after unsubscribing if verified, 7 days if attested", () => {
      const closing = { state: "closing" as const, closingAt: NOW };
      expect(endsAt({ ...VERIFIED, ...closing })).to.equal(NOW + 2_592_000n);
      expect(endsAt({ ...ATTESTED, ...closing })).to.equal(NOW + 604_800n);
      expect(hasEnded({ ...ATTESTED, ...closing }, NOW + 604_799n)).to.equal(false);
      expect(hasEnded({ ...ATTESTED, ...closing }, NOW + 604_800n)).to.equal(true);
    });

    it("is the recorded one once there is one", () => {
      const ended = { ...VERIFIED, state: "ended" as const, closingAt: 5n, endedAt: 9n };
      expect(endsAt(ended)).to.equal(9n);
      expect(hasEnded(ended, 9n)).to.equal(true);
    });
  });

  describe("withdrawable", () => {
    it("leaves the minimum balance until the end", () => {
      expect(withdrawable(VERIFIED, NOW)).to.equal(3_000_000n);
      expect(withdrawable({ ...VERIFIED, state: "ended", endedAt: 1n }, NOW)).to.equal(5_000_000n);
    });

    it("pays what is owed first and is never below zero", () => {
      expect(withdrawable({ ...VERIFIED, accrued: 1_400_000n }, NOW)).to.equal(2_600_000n);
      expect(withdrawable({ ...VERIFIED, balance: 1_999_999n }, NOW)).to.equal(0n);
    });
  });

  describe("preview of a verified settlement", () => {
    it("charges a profit", () => {
      const { settlement, records } = previewVerified(VERIFIED, USER, NOW)!;
      expect(settlement.profit).to.equal(500_000n);
      expect(settlement.share).to.equal(50_000n);
      expect(settlement.paid).to.equal(50_000n);
      expect(records).to.equal(true);
    });

    it("stops at what the day's cap has left", () => {
      const { settlement } = previewVerified(VERIFIED, { ...USER, realizedPnl: 30_000_000n }, NOW)!;
      expect(settlement.share).to.equal(100_000n);
      expect(settlement.capped).to.equal(true);
    });

    it("has the whole cap again on the next day", () => {
      const { settlement } = previewVerified(VERIFIED, { ...USER, realizedPnl: 30_000_000n }, NOW + DAY)!;
      expect(settlement.share).to.equal(300_000n);
    });

    it("records nothing for a loss, nor for a gone account", () => {
      expect(previewVerified(VERIFIED, { ...USER, realizedPnl: 0n }, NOW)!.records).to.equal(false);
      expect(previewVerified(VERIFIED, null, NOW)!.records).to.equal(false);
    });

    it("records a payment of old debt", () => {
      const { settlement, records } = previewVerified({ ...VERIFIED, credited: 800_000n }, null, NOW)!;
      expect(settlement.paid).to.equal(100_000n);
      expect(records).to.equal(true);
    });

    it("records what it forgives: the loss that went, at most what realized PnL rose by", () => {
      for (const [loss, mark, profit] of [
        [0n, 12_000_000n, 0n],
        // 8 → 10.5, one unit of it taken: all that is above the mark is profit.
        [1_999_999n, 10_500_000n, 499_999n],
        [1_600_000n, 10_500_000n, 100_000n],
      ] as const) {
        const { settlement, records } = previewVerified({ ...VERIFIED, liquidationId: 2 }, { ...USER, loss }, NOW)!;
        expect([settlement.ledger.mark, settlement.ledger.loss, settlement.profit]).to.deep.equal([mark, loss, profit]);
        expect(records).to.equal(true);
      }
    });

    it("records nothing of a loss that only moved", () => {
      const { settlement, records } = previewVerified(VERIFIED, { ...USER, realizedPnl: 9_000_000n, loss: 7n }, NOW)!;
      expect(settlement.ledger).to.include({ last: 9_000_000n, loss: 7n });
      expect(records).to.equal(false);
    });

    it("records the end of one that is closing, when flat or gone and not capped", () => {
      const closing = { ...VERIFIED, state: "closing" as const, closingAt: NOW - DAY };
      const loss = { ...USER, realizedPnl: 0n };
      expect(previewVerified(closing, loss, NOW)!.records).to.equal(true);
      expect(previewVerified(closing, null, NOW)!.records).to.equal(true);
      expect(previewVerified(closing, { ...loss, flat: false }, NOW)!.records).to.equal(false);
    });

    it("does not end one that is closing while the cap cuts off all of the gain", () => {
      const closing = { ...VERIFIED, state: "closing" as const, closingAt: NOW - DAY };
      const usedUp = { ...closing, profitTotal: 10_000_009n, windowAccrued: 300_000n };
      const { settlement, records } = previewVerified(usedUp, USER, NOW)!;
      expect(settlement.capped).to.equal(true);
      expect(settlement.profit).to.equal(0n);
      expect(records).to.equal(false);
    });

    it("is nothing after the end", () => {
      expect(previewVerified({ ...VERIFIED, state: "ended", endedAt: NOW }, USER, NOW)).to.equal(null);
    });
  });

  describe("preview of an attested settlement", () => {
    it("charges a close and always records", () => {
      const { settlement, records } = previewAttested(ATTESTED, 400_000n, NOW)!;
      expect(settlement.share).to.equal(40_000n);
      expect(records).to.equal(true);
      expect(previewAttested(ATTESTED, -1n, NOW)!.records).to.equal(true);
    });

    it("is refused after the end", () => {
      expect(previewAttested({ ...ATTESTED, state: "ended", endedAt: NOW }, 1n, NOW)).to.equal(null);
    });
  });
});
