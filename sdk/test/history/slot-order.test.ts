import { expect } from "chai";
import type { HistoryEvent } from "../../src/history/events";
import { inSlotOrder } from "../../src/history/slot-order";
import type { HistoryStart } from "../../src/history/verify";
import { key, plainChain, VERIFIED } from "../support/history";

const X: HistoryStart = { ...VERIFIED, subscription: key(31) };
const Y: HistoryStart = { ...VERIFIED, subscription: key(32) };
/** The agreement after X at its address. */
const X_AGAIN: HistoryStart = { ...X, instance: 9n };

/** What is compared: a name, such as "x2" for the second record. */
type Named = HistoryEvent & { is: string };

const record = (start: HistoryStart, is: string): Named => {
  const count = Number(is.slice(1));
  return { is, name: "Settled", data: plainChain(start, count)[count - 1]! };
};
const end = (start: HistoryStart, is: string, sequence: number): Named => {
  const { head } = plainChain(start, sequence)[sequence - 1]!;
  const data = { ...start, sequence: BigInt(sequence), head } as unknown as Extract<
    HistoryEvent,
    { name: "Closed" }
  >["data"];
  return { is, name: "Closed", data };
};
const x = (sequence: number) => record(X, `x${sequence}`);
const y = (sequence: number) => record(Y, `y${sequence}`);
const again = (sequence: number) => record(X_AGAIN, `a${sequence}`);

const ordered = (...transactions: Named[][]): string[] =>
  inSlotOrder(transactions).map((events) => events.map(({ is }) => is).join(" "));

describe("the order in a slot", () => {
  it("is the records' own, whatever the node's is", () => {
    for (const listed of [
      [[x(1)], [x(2)], [x(3)]],
      [[x(3)], [x(2)], [x(1)]],
      [[x(2)], [x(3)], [x(1)]],
    ]) {
      expect(ordered(...listed)).to.deep.equal(["x1", "x2", "x3"]);
    }
  });

  it("is the node's where nothing tells", () => {
    expect(ordered([y(5)], [x(1)])).to.deep.equal(["y5", "x1"]);
    expect(ordered([], [x(1)], [])).to.deep.equal(["", "x1", ""]);
    expect(ordered()).to.deep.equal([]);
  });

  it("keeps batches whole", () => {
    // The second batch holds what the first follows from.
    expect(ordered([x(2), y(4)], [y(3), x(1)])).to.deep.equal(["y3 x1", "x2 y4"]);
    expect(ordered([x(3)], [x(2), y(2)], [y(1)], [x(1)])).to.deep.equal(["y1", "x1", "x2 y2", "x3"]);
  });

  it("has an end behind the records that lead to it", () => {
    expect(ordered([end(X, "closed", 2)], [x(2)], [x(1)])).to.deep.equal(["x1", "x2", "closed"]);
    expect(ordered([end(X, "closed", 2)], [y(1)])).to.deep.equal(["closed", "y1"]);
  });

  it("keeps apart what came before an end and after it, by the heads", () => {
    const closed = end(X, "closed", 2);
    expect(ordered([again(1)], [x(2)], [closed], [again(2)])).to.deep.equal(["x2", "closed", "a1", "a2"]);
    expect(ordered([again(2)], [again(1)], [closed, x(7)].slice(0, 1), [x(1), x(2)])).to.deep.equal([
      ...["x1 x2", "closed", "a1", "a2"],
    ]);
  });

  it("has two ends of one bot by their instances", () => {
    const first = end(X, "first", 1);
    const second = end(X_AGAIN, "second", 1);
    expect(ordered([second], [first], [again(1)], [x(1)])).to.deep.equal(["x1", "first", "a1", "second"]);
  });

  it("does not hang on records that contradict each other", () => {
    expect(ordered([x(2), y(1)], [y(2), x(1)])).to.deep.equal(["x2 y1", "y2 x1"]);
    expect(ordered([x(1)], [x(1)]).sort()).to.deep.equal(["x1", "x1"]);
  });
});
