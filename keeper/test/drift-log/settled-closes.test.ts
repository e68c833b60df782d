import { expect } from "chai";
import type { FoundInLog } from "../../src/drift-log/closes";
import { type ReadTransaction, settledCloses } from "../../src/drift-log/settled-closes";

const AMOUNTS = { base: 1n, quote: 1n, fee: 0n, pnl: 1n };
const close = (fillRecordId: bigint): FoundInLog => ({
  ...{ kind: "fill", eventOrder: 0, marketIndex: 0, fillRecordId },
  ...AMOUNTS,
});
const unread: FoundInLog = { kind: "unread", eventOrder: 0 };

let signatures = 0;
const transaction = (slot: number, found: readonly FoundInLog[], ...settled: bigint[]): ReadTransaction => ({
  ...{ signature: `signature ${++signatures}`, slot, time: null },
  ...{ found, settled },
});

/** By fill record id, the settlement of each; with a star if it is the only one. */
const settlements = (transactions: readonly ReadTransaction[], lastSlot: number | null = null) =>
  settledCloses(transactions, lastSlot).map((one) => {
    const name = one.kind === "unread" ? "unread" : one.fillRecordId;
    return `${name} in ${one.sequence}${one.isOnly ? "*" : ""}`;
  });

describe("the settlement of a close", () => {
  it("is the next one, in whatever order the transactions are listed", () => {
    const transactions = [
      transaction(30, [], 2n),
      transaction(10, [close(1n)]),
      transaction(25, [close(2n)]),
      transaction(20, [], 1n),
    ];
    expect(settlements(transactions)).to.deep.equal(["1 in 1*", "2 in 2*"]);
    expect(settlements(transactions.toReversed())).to.deep.equal(["2 in 2*", "1 in 1*"]);
  });

  it("is the one of its own transaction", () => {
    const transactions = [transaction(10, [close(1n)], 1n), transaction(10, [close(2n)], 2n)];
    expect(settlements(transactions)).to.deep.equal(["1 in 1*", "2 in 2*"]);
  });

  it("has several closes, of which none is the only one", () => {
    const transactions = [transaction(10, [close(1n), close(2n)]), transaction(20, [], 1n)];
    expect(settlements(transactions)).to.deep.equal(["1 in 1", "2 in 1"]);
  });

  it("has none that is known to be the only one where a log was not read", () => {
    const transactions = [transaction(10, [close(1n)]), transaction(11, [unread]), transaction(20, [], 1n)];
    expect(settlements(transactions)).to.deep.equal(["1 in 1", "unread in 1"]);
    expect(settlements([transaction(11, [unread]), transaction(20, [], 1n)])).to.deep.equal(["unread in 1"]);
  });

  it("is not known where it is of the same slot as the close, and so neither is what the two beside it include", () => {
    const transactions = [
      transaction(15, [close(1n)]),
      transaction(20, [close(2n)]),
      transaction(20, [], 1n),
      transaction(25, [close(3n)]),
      transaction(30, [], 2n),
      transaction(35, [close(4n)]),
      transaction(40, [], 3n),
    ];
    expect(settlements(transactions)).to.deep.equal(["1 in 1", "2 in null", "3 in 2", "4 in 3*"]);
  });

  it("is not known, either, in the slot of the settlement before", () => {
    const transactions = [transaction(20, [close(1n)]), transaction(25, [close(2n)]), transaction(30, [], 2n)];
    expect(settlements(transactions, 20)).to.deep.equal(["1 in null", "2 in 2"]);
  });

  it("is still to come of what is newer than the last one", () => {
    expect(settlements([transaction(20, [], 1n), transaction(21, [close(1n)])])).to.deep.equal([]);
  });
});
