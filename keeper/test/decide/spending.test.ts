import type { DriftPosition } from "@profit-share/sdk/drift";
import { expect } from "chai";
import type { ActionKey } from "../../src/decide/actions";
import { plan } from "../../src/decide/plan";
import type { Observed } from "../../src/observe/observed";
import { attested, type Changes, close, MARKETS, SETTINGS, verified } from "../support/observed";

const USDC = 1_000_000n;
/** Owes $10. */
const OWING: Changes = {
  subscription: { profitTotal: 110n * USDC, accrued: 11n * USDC, credited: USDC, claimed: USDC, balance: 0n },
};

const flat = (marketIndex: number, quoteAssetAmount: bigint): DriftPosition => ({
  ...{ marketIndex, quoteAssetAmount, baseAssetAmount: 0n, quoteEntryAmount: 0n, settlesIntoDeposit: true },
});

/** @param deposit base units */
function account(deposit: bigint, ...positions: DriftPosition[]): Observed {
  const observed = verified(OWING);
  if (observed.venue.kind !== "read") throw new Error("It is gone");
  const drift = { account: { quoteScaledBalance: deposit * 1_000n, spotMarkets: [0], positions }, markets: MARKETS };
  return { ...observed, venue: { ...observed.venue, drift } };
}

function steps(observed: Observed, settings = SETTINGS, failed: ActionKey[] = []): string[] {
  return plan(observed, settings, new Set(failed)).actions.map((action) => {
    if (action.kind === "settle_pnl") return `settle_pnl ${action.marketIndex}`;
    return "amount" in action ? `${action.kind} ${action.amount}` : action.kind;
  });
}
const skips = (observed: Observed, settings = SETTINGS) => plan(observed, settings).skips.map(({ reason }) => reason);

describe("funding from the venue", () => {
  it("takes $10 of a deposit of $1,000 and settles no market", () => {
    expect(steps(account(1_000n * USDC, flat(3, 50n * USDC)))).to.deep.equal(["fund_from_venue 10000000", "payout"]);
  });

  it("settles only the markets that it needs, the largest gain first, each by itself", () => {
    const gains = [flat(1, 2n * USDC), flat(2, 5n * USDC), flat(3, 4n * USDC)];
    expect(steps(account(2n * USDC, ...gains))).to.deep.equal([
      "settle_pnl 2",
      "settle_pnl 3",
      "fund_from_venue 10000000",
      "payout",
    ]);
  });

  it("goes on with the other markets when one cannot be settled now", () => {
    const gains = [flat(1, 2n * USDC), flat(2, 50n * USDC), flat(3, 4n * USDC)];
    expect(steps(account(0n, ...gains), SETTINGS, ["settle_pnl 2"])).to.deep.equal([
      "settle_pnl 3",
      "settle_pnl 1",
      "fund_from_venue 6000000",
      "payout",
    ]);
  });

  it("takes what the deposit has when no market can be settled", () => {
    const failed: ActionKey[] = ["settle_pnl 2"];
    expect(steps(account(4n * USDC, flat(2, 50n * USDC)), SETTINGS, failed)).to.deep.equal([
      "fund_from_venue 4000000",
      "payout",
    ]);
  });

  it("leaves the margin buffer, and settles markets for it, too", () => {
    const settings = { ...SETTINGS, venueMarginBuffer: 995n * USDC };
    expect(steps(account(1_000n * USDC), settings)).to.deep.equal(["fund_from_venue 5000000", "payout"]);
    expect(steps(account(1_000n * USDC, flat(2, 9n * USDC)), settings)).to.deep.equal([
      "settle_pnl 2",
      "fund_from_venue 10000000",
      "payout",
    ]);
  });

  it("settles eight markets in eight transactions", () => {
    const gains = Array.from({ length: 8 }, (_, index) => flat(index, USDC));
    expect(steps(account(0n, ...gains))).to.deep.equal([
      ...Array.from({ length: 8 }, (_, index) => `settle_pnl ${index}`),
      "fund_from_venue 8000000",
      "payout",
    ]);
  });
});

describe("funding from the agent", () => {
  const poor = (tokens: bigint, changes: Changes = {}) =>
    verified({ ...OWING, venue: { kind: "gone" }, agent: { tokens }, ...changes });

  it("leaves the reserve", () => {
    const settings = { ...SETTINGS, agentReserve: 4n * USDC };
    expect(steps(poor(3n * USDC), settings)).to.deep.equal([]);
    expect(skips(poor(3n * USDC), settings)).to.include(
      "the agent's token account can spare 0 of the 10000000 base units owed",
    );
    // $3, then $2 came.
    expect(steps(poor(5n * USDC), settings)).to.deep.equal(["fund_from_agent 1000000", "payout"]);
    expect(steps(poor(50n * USDC), settings)).to.deep.equal(["fund_from_agent 10000000", "payout"]);
  });

  it("leaves the reserve when a close is settled", () => {
    const observed = attested([close(1n, 100n * USDC)], {
      subscription: { balance: 0n, dailyCap: 50n * USDC },
      agent: { tokens: 9n * USDC },
    });
    const [action] = plan(observed, { ...SETTINGS, agentReserve: 4n * USDC }).actions;
    expect(action).to.deep.include({ kind: "settle_attested", deposit: 5n * USDC });
  });

  it("shares in proportion to what the agent's subscriptions owe", () => {
    // $10 here and $30 elsewhere: a quarter of $8.
    expect(steps(poor(8n * USDC, { owedByOthers: 30n * USDC }))).to.deep.equal(["fund_from_agent 2000000", "payout"]);
    expect(steps(poor(40n * USDC, { owedByOthers: 30n * USDC }))).to.deep.equal(["fund_from_agent 10000000", "payout"]);
    // Rounded down.
    expect(steps(poor(7n, { owedByOthers: 20n * USDC }))).to.deep.equal(["fund_from_agent 2"]);
  });
});

describe("what is spent on others", () => {
  const claimable: Changes = {
    subscription: { profitTotal: 1_200_000n, accrued: 120_000n, credited: 120_000n },
    payout: "missing",
  };

  it("pays for two token accounts of 2,039,280 lamports in a day's budget of 5,000,000, not for a third", () => {
    const created = (spentToday: bigint) => plan(verified({ ...claimable, spentToday }), SETTINGS).actions.length;
    expect([created(0n), created(2_039_280n), created(4_078_560n)]).to.deep.equal([1, 1, 0]);
    expect(skips(verified({ ...claimable, spentToday: 4_078_560n }))).to.deep.equal([
      "the payout wallet 11111111111111111111111111111115 has no token account, and making one costs 2039280 lamports: 4078560 of the day's 5000000 for this bot are spent",
    ]);
  });

  it("settles a close without its payout when the budget is spent", () => {
    const observed = attested([close(1n, 200_000n)], { payout: "missing", spentToday: 4_078_560n });
    expect(plan(observed, SETTINGS).actions).to.have.length(1);
    expect(plan(observed, SETTINGS).actions[0]).to.deep.include({ kind: "settle_attested", payout: null });
  });

  it("pays nobody who cannot sign", () => {
    const observed = verified({ ...claimable, payout: "unpayable" });
    expect(steps(observed)).to.deep.equal([]);
    expect(skips(observed)[0]).to.match(
      /^the payout wallet .* is a mint, a token account or a program's: nobody can sign/,
    );
  });

  it("syncs what is worth a transaction", () => {
    const settings = { ...SETTINGS, minSync: 10_000n };
    expect(steps(verified({ surplus: 1n }), settings)).to.deep.equal([]);
    expect(skips(verified({ surplus: 1n }), settings)).to.deep.equal([
      "1 base units reached the escrow, the least that is worth a transaction is 10000",
    ]);
    expect(steps(verified({ surplus: 9_999n }), settings)).to.deep.equal([]);
    expect(steps(verified({ surplus: 10_000n }), settings)).to.deep.equal(["sync 10000"]);
  });
});
