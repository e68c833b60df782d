import { expect } from "chai";
import {
  type HistoryPart,
  reconcile,
  type SettledClose,
  type StoredClose,
  type StoredEnds,
  standing,
} from "../../src/store/align";

const pending = (sequence: bigint, reference: string, closePnl = 10n): StoredClose => ({
  sequence,
  reference,
  closePnl,
  status: "pending",
  dropped: null,
  slot: null,
});
/** Each was settled in the slot of its sequence. */
const settled = (sequence: bigint, reference: string, closePnl = 10n): StoredClose => ({
  ...pending(sequence, reference, closePnl),
  status: "settled",
  dropped: 0n,
  slot: Number(sequence),
});
const onChain = (sequence: bigint, reference: string, closePnl = 10n): SettledClose => ({
  sequence,
  reference,
  closePnl,
  accrued: sequence,
  credited: 0n,
  dropped: 0n,
  signature: `signature ${sequence}`,
  slot: Number(sequence),
});
const whole = (...settlements: SettledClose[]): HistoryPart => ({ after: 0n, settlements, slot: 100 });
const behind = (after: bigint, ...settlements: SettledClose[]): HistoryPart => ({ after, settlements, slot: 100 });
/** References that were handed over to this keeper. */
const OWN = new Set(["a", "b", "c", "d"]);
const UNCHANGED = { settled: [], pending: [], forgotten: [] };

describe("reconcile", () => {
  it("fills in what an account could not say of a close that it showed settled", () => {
    const rows = [{ ...settled(1n, "a"), dropped: null }, settled(2n, "b")];
    const part = whole(onChain(1n, "a"), onChain(2n, "b"));
    expect(reconcile(rows, part, OWN)).to.deep.equal({ ...UNCHANGED, settled: [onChain(1n, "a")] });
  });

  describe("given the whole history", () => {
    it("does nothing when rows and chain agree", () => {
      const rows = [settled(1n, "a"), pending(2n, "b")];
      expect(reconcile(rows, whole(onChain(1n, "a")), OWN)).to.deep.equal(UNCHANGED);
    });

    it("rebuilds all rows of a lost database", () => {
      const history = [onChain(1n, "a"), onChain(2n, "b")];
      expect(reconcile([], whole(...history), new Set())).to.deep.equal({ ...UNCHANGED, settled: history });
    });

    it("marks a pending close that has landed", () => {
      expect(reconcile([pending(1n, "a")], whole(onChain(1n, "a")), OWN)).to.deep.equal({
        ...UNCHANGED,
        settled: [onChain(1n, "a")],
      });
    });

    it("moves pending closes behind what somebody else settled, in their order", () => {
      const rows = [settled(1n, "a"), pending(3n, "c"), pending(2n, "b")];
      const history = [onChain(1n, "a"), onChain(2n, "x"), onChain(3n, "y")];
      expect(reconcile(rows, whole(...history), OWN)).to.deep.equal({
        ...UNCHANGED,
        settled: [onChain(2n, "x"), onChain(3n, "y")],
        pending: [
          { reference: "b", sequence: 4n },
          { reference: "c", sequence: 5n },
        ],
      });
    });

    it("takes the chain's order where it settled pending closes in another one", () => {
      expect(reconcile([pending(1n, "a"), pending(2n, "b")], whole(onChain(1n, "b")), OWN)).to.deep.equal({
        ...UNCHANGED,
        settled: [onChain(1n, "b")],
        pending: [{ reference: "a", sequence: 2n }],
      });
    });

    it("takes the chain's PnL", () => {
      expect(reconcile([settled(1n, "a", 10n)], whole(onChain(1n, "a", 11n)), OWN)).to.deep.equal({
        ...UNCHANGED,
        settled: [onChain(1n, "a", 11n)],
      });
    });

    it("counts the first of two records with one reference as the close's, and both as taken sequences", () => {
      const history = [onChain(1n, "a"), onChain(2n, "b"), onChain(3n, "a")];
      expect(reconcile([pending(2n, "c")], whole(...history), OWN)).to.deep.equal({
        ...UNCHANGED,
        settled: [onChain(1n, "a"), onChain(2n, "b")],
        pending: [{ reference: "c", sequence: 4n }],
      });
    });
  });

  describe("given what came since the last known settlement", () => {
    it("marks it, and leaves what was before as it is", () => {
      const rows = [pending(4n, "b")];
      expect(reconcile(rows, behind(3n, onChain(4n, "x")), OWN)).to.deep.equal({
        ...UNCHANGED,
        settled: [onChain(4n, "x")],
        pending: [{ reference: "b", sequence: 5n }],
      });
    });

    it("leaves a close alone that was settled before and once more since", () => {
      const rows = [settled(2n, "a"), pending(4n, "b")];
      expect(reconcile(rows, behind(3n, onChain(4n, "a")), OWN)).to.deep.equal({
        ...UNCHANGED,
        pending: [{ reference: "b", sequence: 5n }],
      });
    });

    it("fills a gap between settlements", () => {
      const rows = [settled(3n, "a"), settled(5n, "c"), pending(4n, "b")];
      const part = behind(3n, onChain(4n, "x"), onChain(5n, "c"));
      expect(reconcile(rows, part, OWN)).to.deep.equal({
        ...UNCHANGED,
        settled: [onChain(4n, "x")],
        pending: [{ reference: "b", sequence: 6n }],
      });
    });
  });

  describe("when a fork took settlements away", () => {
    it("settles its own again behind what is left, and before what waits", () => {
      const rows = [settled(3n, "a"), settled(4n, "b"), pending(5n, "c")];
      expect(reconcile(rows, { after: 2n, settlements: [], slot: 4 }, OWN)).to.deep.equal({
        ...UNCHANGED,
        pending: [
          { reference: "a", sequence: 3n },
          { reference: "b", sequence: 4n },
        ],
      });
    });

    it("forgets those of others: who settled them does it again", () => {
      const rows = [settled(3n, "x"), settled(4n, "b"), pending(5n, "c")];
      expect(reconcile(rows, { after: 2n, settlements: [], slot: 4 }, OWN)).to.deep.equal({
        ...UNCHANGED,
        pending: [
          { reference: "b", sequence: 3n },
          { reference: "c", sequence: 4n },
        ],
        forgotten: ["x"],
      });
    });

    it("settles its own behind what the fork has in their place", () => {
      const rows = [settled(1n, "a"), settled(2n, "b")];
      expect(reconcile(rows, whole(onChain(1n, "a"), onChain(2n, "x")), OWN)).to.deep.equal({
        ...UNCHANGED,
        settled: [onChain(2n, "x")],
        pending: [{ reference: "b", sequence: 3n }],
      });
    });

    it("leaves alone what was settled later than the reading, and counts behind it", () => {
      const rows = [settled(3n, "a"), settled(4n, "b"), pending(5n, "c")];
      expect(reconcile(rows, { after: 2n, settlements: [], slot: 3 }, OWN)).to.deep.equal({
        ...UNCHANGED,
        pending: [
          { reference: "a", sequence: 5n },
          { reference: "c", sequence: 6n },
        ],
      });
    });
  });
});

describe("standing", () => {
  const ends = (changes: Partial<StoredEnds>): StoredEnds => ({
    known: 0n,
    settledSince: 0n,
    atChain: null,
    beyond: false,
    slotBeyond: 0,
    firstPending: null,
    ...changes,
  });
  const chain = { sequence: 5n, reference: "e", slot: 50 };

  it("is in line when all that the chain settled is known, and pending closes follow", () => {
    expect(standing(ends({ known: 5n, firstPending: 6n }), chain)).to.equal("in line");
    expect(standing(ends({ settledSince: 5n, atChain: { reference: "e" } }), chain)).to.equal("in line");
    expect(standing(ends({ known: 3n, settledSince: 2n }), chain)).to.equal("in line");
    expect(standing(ends({}), { sequence: 0n, reference: "0", slot: 50 })).to.equal("in line");
  });

  it("is behind when the chain has settled more, at its end or in a gap", () => {
    expect(standing(ends({ known: 4n }), chain)).to.equal("behind");
    expect(standing(ends({ known: 2n, settledSince: 2n, atChain: { reference: "e" } }), chain)).to.equal("behind");
    expect(standing(ends({}), chain)).to.equal("behind");
  });

  it("is behind when a pending close has a sequence that is taken", () => {
    expect(standing(ends({ known: 4n, settledSince: 1n, firstPending: 5n }), chain)).to.equal("behind");
  });

  it("is behind when the chain has lost the last ones, and may have settled another that a fork gave back", () => {
    const taken = { known: 4n, settledSince: 1n, firstPending: 5n, beyond: true, slotBeyond: 50 };
    expect(standing(ends(taken), chain)).to.equal("behind");
    expect(standing(ends({ known: 4n, beyond: true, slotBeyond: 50 }), chain)).to.equal("behind");
  });

  it("is apart when a pending close has a sequence that was known: what follows it does not say what became of it", () => {
    expect(standing(ends({ known: 5n, firstPending: 5n }), chain)).to.equal("apart");
    expect(standing(ends({ known: 6n, firstPending: 5n, beyond: true, slotBeyond: 50 }), chain)).to.equal("apart");
  });

  it("is ahead when the chain has lost the last ones", () => {
    const beyond = { known: 5n, beyond: true, slotBeyond: 50 };
    expect(standing(ends(beyond), chain)).to.equal("ahead");
  });

  it("is in line when the reading is older than those", () => {
    expect(standing(ends({ known: 5n, beyond: true, slotBeyond: 51 }), chain)).to.equal("in line");
  });

  it("is apart when the chain has another close in the place of one", () => {
    expect(standing(ends({ settledSince: 5n, atChain: { reference: "d" } }), chain)).to.equal("apart");
  });
});
