import { expect } from "chai";
import { plan } from "../../src/decide/plan";
import type { Observed } from "../../src/observe/observed";
import { attested, type Changes, close, NOW, SETTINGS, verified } from "../support/observed";

const DAY = 86_400n;
const kinds = (observed: Observed) => plan(observed, SETTINGS).actions.map(({ kind }) => kind);
const skips = (observed: Observed) => plan(observed, SETTINGS).skips.map(({ kind, reason }) => `${kind}: ${reason}`);

/** Attested, unsubscribed a day ago. */
const LEAVING = { state: "closing" as const, closingAt: NOW - DAY };

describe("final", () => {
  it("is not sent while closes can still come", () => {
    expect(kinds(attested([], { subscription: LEAVING }))).to.deep.equal([]);
  });

  it("is sent on the host's word", () => {
    const observed = attested([], { subscription: LEAVING, finish: true });
    expect(plan(observed, SETTINGS).actions[0]).to.deep.equal({
      kind: "final",
      reason: "the host said that no close follows",
    });
  });

  it("is sent within the last hour of the 7 days, and not before", () => {
    const at = (closingAt: bigint) => kinds(attested([], { subscription: { ...LEAVING, closingAt } }));
    expect(at(NOW - 7n * DAY + 3_601n)).to.deep.equal([]);
    expect(at(NOW - 7n * DAY + 3_600n)).to.deep.equal(["final", "close"]);
    expect(at(NOW - 7n * DAY + 1n)).to.deep.equal(["final", "close"]);
    // The clock has ended it.
    expect(at(NOW - 7n * DAY)).to.deep.equal(["close"]);
  });

  it("waits for the closes that are stored", () => {
    const observed = attested([close(1n, 200_000n)], { subscription: LEAVING, finish: true });
    expect(kinds(observed)).to.deep.equal(["settle_attested"]);
    expect(skips(observed)).to.deep.equal(["final: the closes that are stored are settled first"]);
    const waiting = { ...attested([], { subscription: LEAVING, finish: true }), closesWait: "no history" };
    expect(skips(waiting)).to.include("final: the closes that are stored are settled first");
  });

  it("is not sent by another key than the keeper's signer", () => {
    const observed = attested([], { subscription: LEAVING, finish: true, keeperSigns: false });
    expect(skips(observed)).to.deep.equal(["final: the keeper's signer is another key than this process has"]);
  });

  it("is not sent for one that is active, or verified", () => {
    expect(kinds(attested([], { finish: true }))).to.deep.equal([]);
    const user = { flat: false };
    expect(kinds(verified({ subscription: LEAVING, user, finish: true }))).to.deep.equal([]);
  });
});

describe("close", () => {
  const ended = (subscription: Changes["subscription"] = {}, changes: Changes = {}) =>
    verified({
      ...changes,
      subscription: { state: "ended", closingAt: NOW - DAY, endedAt: NOW - 5n, ...subscription },
    });

  it("returns what is left to the subscriber", () => {
    expect(plan(ended(), SETTINGS).actions).to.deep.equal([
      { kind: "close", reason: "it has ended and owes nothing", refund: 500_000n, createAccount: false },
    ]);
  });

  it("pays out first", () => {
    expect(kinds(ended({ credited: 130_000n, accrued: 130_000n }))).to.deep.equal(["payout", "close"]);
  });

  it("waits for a payout that failed just now", () => {
    const observed = ended({ credited: 130_000n, accrued: 130_000n });
    const { actions, skips: all } = plan(observed, SETTINGS, new Set(["payout"]));
    expect(actions).to.deep.equal([]);
    expect(all.at(-1)).to.deep.equal({ kind: "close", cause: "payout_first", reason: "the payout comes first" });
  });

  it("leaves to the bot's vault what is too little to be paid out, or has nowhere to go", () => {
    expect(kinds(ended({ credited: 109_999n, accrued: 109_999n }))).to.deep.equal(["close"]);
    expect(kinds(ended({ credited: 130_000n, accrued: 130_000n }, { payout: "frozen" }))).to.deep.equal(["close"]);
  });

  it("writes no debt off", () => {
    const observed = ended({ accrued: 130_000n, balance: 0n, endedAt: NOW - 30n * DAY });
    expect(kinds(observed)).to.deep.equal([]);
    // 7 days after the end: noon of day 19,977.
    expect(skips(observed).at(-1)).to.equal(
      "close: 30000 base units are owed: to close it writes them off, from 1726056000 (unix seconds) on, which is for the bot's owner to decide",
    );
  });

  it("counts what was not worth a sync", () => {
    const [action] = plan(ended({}, { surplus: 7n }), { ...SETTINGS, minSync: 10n }).actions;
    expect(action).to.deep.include({ kind: "close", refund: 500_007n });
  });

  it("makes the subscriber's token account, if the day's budget allows it", () => {
    const [action] = plan(ended({}, { refund: "missing" }), SETTINGS).actions;
    expect(action).to.deep.include({ kind: "close", createAccount: true });
    const spent = ended({}, { refund: "missing", spentToday: 4_000_000n });
    expect(kinds(spent)).to.deep.equal([]);
    expect(skips(spent).at(-1)).to.match(
      /^close: the token account of the subscriber .* is missing, and making one costs/,
    );
  });

  it("needs no token account of the subscriber if nothing is left", () => {
    const [action] = plan(ended({ balance: 0n }, { refund: "missing" }), SETTINGS).actions;
    expect(action).to.deep.include({ kind: "close", refund: 0n, createAccount: false });
  });

  for (const [state, words] of [
    ["frozen", /is frozen$/],
    ["foreign", /belongs to another owner by now$/],
  ] as const) {
    it(`says that the subscriber's token account is ${state}`, () => {
      const observed = ended({}, { refund: state });
      expect(kinds(observed)).to.deep.equal([]);
      expect(skips(observed).at(-1)).to.match(words);
    });
  }

  it("is not for one that has not ended", () => {
    expect(kinds(verified())).to.deep.equal([]);
    expect(kinds(verified({ subscription: LEAVING, user: { flat: false } }))).to.deep.equal([]);
  });
});
