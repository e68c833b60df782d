/** What keeps the keeper from an action has a name, which the metrics count by. */
import { expect } from "chai";
import type { Cause } from "../../src/decide/actions";
import { plan } from "../../src/decide/plan";
import type { Observed } from "../../src/observe/observed";
import { attested, type Changes, close, NOW, SETTINGS, verified } from "../support/observed";

const OWING: Changes = { subscription: { accrued: 130_000n, profitTotal: 1_300_000n, balance: 0n } };
const CLAIMABLE: Changes = { subscription: { accrued: 200_000n, credited: 200_000n, profitTotal: 2_000_000n } };
const ENDED: Changes = { subscription: { state: "ended", closingAt: NOW - 86_400n, endedAt: NOW - 5n } };
const LEAVING = { state: "closing" as const, closingAt: NOW - 86_400n };
const ended = (changes: Changes) => verified({ ...ENDED, ...changes });

/** Each name, an observation that has it, and the action that is not done. */
const cases: Record<Cause, [observed: Observed, kind: string]> = {
  account_foreign: [verified({ ...CLAIMABLE, payout: "foreign" }), "payout"],
  account_frozen: [ended({ refund: "frozen" }), "close"],
  below_minimum: [verified({ ...CLAIMABLE, bot: { minPayout: 500_000n } }), "payout"],
  closes_wait: [{ ...attested([]), closesWait: "no history" }, "settle_attested"],
  ended: [attested([close(1n, 1_000n)], ENDED), "settle_attested"],
  escrow_short: [verified({ surplus: -1n }), "sync"],
  escrow_unreadable: [verified({ escrowAmount: null }), "sync"],
  failed: [verified(CLAIMABLE), "payout"],
  in_liquidation: [verified({ ...OWING, user: { beingLiquidated: true } }), "fund_from_venue"],
  no_key: [verified({ ...OWING, agent: { signs: false } }), "fund_from_agent"],
  out_of_turn: [attested([close(3n, 1_000n)]), "settle_attested"],
  over_budget: [verified({ ...CLAIMABLE, payout: "missing", spentToday: 5_000_000n }), "payout"],
  owes: [ended({ subscription: { ...ENDED.subscription, ...OWING.subscription } }), "close"],
  payout_first: [ended({ subscription: { ...ENDED.subscription, ...CLAIMABLE.subscription } }), "close"],
  too_little: [verified(OWING), "fund_from_venue"],
  venue_gone: [verified({ ...OWING, venue: { kind: "gone" } }), "fund_from_venue"],
  venue_unreadable: [verified({ venue: { kind: "unreadable", problem: "x" } }), "settle"],
  wallet_unpayable: [verified({ ...CLAIMABLE, payout: "unpayable" }), "payout"],
};

describe("what is not done", () => {
  for (const [cause, [observed, kind]] of Object.entries(cases)) {
    it(`has the name ${cause}`, () => {
      const failed = cause === "failed" || cause === "payout_first" ? (["payout"] as const) : [];
      const { skips } = plan(observed, SETTINGS, new Set(failed));
      expect(skips.map((skip) => `${skip.kind} ${skip.cause}`)).to.include(`${kind} ${cause}`);
    });
  }

  it("has the name no_key where an attested subscription's signer is another key", () => {
    const closing = attested([], { subscription: LEAVING, finish: true, keeperSigns: false });
    const pending = attested([close(1n, 1_000n)], { keeperSigns: false });
    const names = (observed: Observed) => plan(observed, SETTINGS).skips.map(({ kind, cause }) => `${kind} ${cause}`);
    expect([names(closing), names(pending)]).to.deep.equal([["final no_key"], ["settle_attested no_key"]]);
  });
});
