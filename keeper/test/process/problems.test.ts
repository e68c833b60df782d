import { expect } from "chai";
import type { KeeperStatus, SetAside } from "../../src";
import { alertsOf, problemsOf } from "../../src/process/problems";

const MINUTE = 60_000;
const WELL: KeeperStatus = {
  signer: "Payer",
  lamports: 50_000_000n,
  lag: { subscriptions: 3, neverLookedAt: 0, oldestMs: 10 * MINUTE, woken: 0, oldestWokenMs: 0, failing: 0 },
  loopMs: 1_000,
  setAside: [],
  closes: { waiting: 1, oldestMs: 10 * MINUTE },
  debts: { subscriptions: 0, owed: 0n },
  inFlight: { count: 0, oldestMs: null },
  endpoints: [],
  feed: null,
  venueTrades: null,
  messages: { waiting: 5, oldestMs: MINUTE, dead: 2 },
};
const FAILED: SetAside = { subscription: "Sub", cause: "transaction", failures: 3, since: 0, reason: "settle failed" };
const STOPPED: SetAside = { ...FAILED, cause: "venue", reason: "Drift: the exchange is paused" };

describe("what an operator is told", () => {
  it("is nothing while all is well", () => {
    expect(alertsOf(WELL)).to.deep.equal([]);
  });

  const cases: [kind: string, changes: Partial<KeeperStatus>, sentence: string, isHealth: boolean][] = [
    ["loop", { loopMs: 30_001 }, "The loop does not come round: restart the keeper", true],
    ["node", { lamports: null }, "No node says what the payer has: check rpcUrl", true],
    ["sol", { lamports: 49_999_999n }, "The payer Payer has 49999999 lamports: send it more SOL", true],
    ["unseen", { lag: { ...WELL.lag, neverLookedAt: 2 } }, "2 subscriptions were not looked at yet", true],
    [
      "failures",
      { setAside: [FAILED, { ...FAILED, subscription: "Other" }] },
      "Something failed with 2 subscriptions. The first is Sub: settle failed",
      true,
    ],
    [
      "venue",
      { setAside: [STOPPED, { ...STOPPED, subscription: "Other" }] },
      "The venue has stopped for 2 subscriptions. The first is Sub: Drift: the exchange is paused",
      true,
    ],
    [
      "feed",
      { feed: { connected: false, followed: 0, waiting: 0, broken: 1, refused: 0 } },
      "Notifications do not come: changes are found by polls only",
      true,
    ],
    [
      "lag",
      { lag: { ...WELL.lag, oldestMs: 12 * MINUTE } },
      "The last look at a subscription is 12 minutes old: the node is too slow for the fleet",
      false,
    ],
    [
      "closes",
      { closes: { waiting: 2, oldestMs: 11 * MINUTE } },
      "2 closes wait to be settled, the oldest for 11 minutes: ask explain why",
      false,
    ],
    [
      "debts",
      { debts: { subscriptions: 12, owed: 31_500_000n } },
      "12 subscriptions owe creators $31.50: agents or venue accounts have too little",
      false,
    ],
  ];
  for (const [kind, changes, sentence, isHealth] of cases) {
    it(`is one sentence about ${kind}, however many subscriptions have it`, () => {
      const status = { ...WELL, ...changes };
      expect(alertsOf(status)).to.deep.equal([{ kind, sentence }]);
      expect(problemsOf(status)).to.have.length(isHealth ? 1 : 0);
    });
  }
});
