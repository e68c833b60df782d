import { expect } from "chai";
import { needsReconciliation, reconcile, type SettledClose, type StoredClose } from "../../src/store/align";

const pending = (sequence: bigint, reference: string, closePnl = 10n): StoredClose => ({
  sequence,
  reference,
  closePnl,
  status: "pending",
});
const settled = (sequence: bigint, reference: string, closePnl = 10n): StoredClose => ({
  ...pending(sequence, reference, closePnl),
  status: "settled",
});
const onChain = (sequence: bigint, reference: string, closePnl = 10n): SettledClose => ({
  sequence,
  reference,
  closePnl,
  accrued: sequence,
  signature: `signature ${sequence}`,
});

describe("reconcile", () => {
  it("does nothing when rows and chain agree", () => {
    const rows = [settled(1n, "a"), pending(2n, "b")];
    expect(reconcile(rows, [onChain(1n, "a")])).to.deep.equal({ settled: [], renumbered: [] });
  });

  it("rebuilds all rows of a lost database", () => {
    const history = [onChain(1n, "a"), onChain(2n, "b")];
    expect(reconcile([], history)).to.deep.equal({ settled: history, renumbered: [] });
  });

  it("marks a pending close that has landed", () => {
    expect(reconcile([pending(1n, "a")], [onChain(1n, "a")])).to.deep.equal({
      settled: [onChain(1n, "a")],
      renumbered: [],
    });
  });

  it("moves pending closes behind what somebody else settled, in their order", () => {
    const rows = [settled(1n, "a"), pending(3n, "c"), pending(2n, "b")];
    const history = [onChain(1n, "a"), onChain(2n, "x"), onChain(3n, "y")];
    expect(reconcile(rows, history)).to.deep.equal({
      settled: [onChain(2n, "x"), onChain(3n, "y")],
      renumbered: [
        { reference: "b", sequence: 4n },
        { reference: "c", sequence: 5n },
      ],
    });
  });

  it("takes the chain's order where it settled pending closes in another one", () => {
    expect(reconcile([pending(1n, "a"), pending(2n, "b")], [onChain(1n, "b")])).to.deep.equal({
      settled: [onChain(1n, "b")],
      renumbered: [{ reference: "a", sequence: 2n }],
    });
  });

  it("takes the chain's PnL", () => {
    expect(reconcile([settled(1n, "a", 10n)], [onChain(1n, "a", 11n)])).to.deep.equal({
      settled: [onChain(1n, "a", 11n)],
      renumbered: [],
    });
  });

  it("counts the first of two records with one reference as the close's, and both as taken sequences", () => {
    const history = [onChain(1n, "a"), onChain(2n, "b"), onChain(3n, "a")];
    expect(reconcile([pending(2n, "c")], history)).to.deep.equal({
      settled: [onChain(1n, "a"), onChain(2n, "b")],
      renumbered: [{ reference: "c", sequence: 4n }],
    });
  });
});

describe("needsReconciliation", () => {
  it("is false when all that the chain settled is known and pending closes follow", () => {
    expect(needsReconciliation({ lastSettled: 2n, firstPending: 3n }, 2n)).to.equal(false);
    expect(needsReconciliation({ lastSettled: 0n, firstPending: null }, 0n)).to.equal(false);
  });

  it("is false when the reading is older than what is known", () => {
    expect(needsReconciliation({ lastSettled: 3n, firstPending: 4n }, 2n)).to.equal(false);
  });

  it("is true when the chain has settled more, or a pending sequence is taken", () => {
    expect(needsReconciliation({ lastSettled: 1n, firstPending: null }, 2n)).to.equal(true);
    expect(needsReconciliation({ lastSettled: 2n, firstPending: 2n }, 2n)).to.equal(true);
  });
});
