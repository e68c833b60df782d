import { expect } from "chai";
import { InvalidInput } from "../../src/failures";
import { cursorAfter, type HistoryCursor, knownPart } from "../../src/history/cursor";
import type { ReadTo } from "../../src/history/transactions";
import { type HistoryReport, verifyHistory } from "../../src/history/verify";
import { ATTESTED, chain, key, VERIFIED, verified } from "../support/history";

// Began at −2 dollars: a profit of 10; a drawdown to 3 that left no record; a profit of 1 above the mark; a profit of 2.
const EVENTS = chain(VERIFIED, [
  verified(1n, {
    ...{ last: -2_000_000n, realized: 8_000_000n, mark: 8_000_000n },
    ...{ profit: 10_000_000n, accrued: 1_000_000n },
  }),
  verified(2n, {
    ...{ last: 3_000_000n, realized: 9_000_000n, mark: 9_000_000n },
    ...{ profit: 1_000_000n, accrued: 1_100_000n },
  }),
  verified(3n, {
    ...{ last: 9_000_000n, realized: 11_000_000n, mark: 11_000_000n },
    ...{ profit: 2_000_000n, accrued: 1_300_000n },
  }),
]);
const startMark = -2_000_000n;
const READ_TO: ReadTo = { slot: 9, signatures: ["s1"] };

/** After the first of the events. @param parts how many are read at a time */
function readInParts(...parts: number[]): { report: HistoryReport; cursor: HistoryCursor | null } {
  let cursor: HistoryCursor | null = null;
  let report!: HistoryReport;
  let from = 0;
  for (const count of parts) {
    const known: ReturnType<typeof knownPart> | null = cursor && knownPart(cursor, VERIFIED, null);
    const events = EVENTS.slice(from, from + count);
    from += count;
    const account = { sequence: BigInt(from), head: EVENTS[from - 1]!.head };
    report = verifyHistory(VERIFIED, events, { startMark, account, after: known?.after ?? null });
    cursor = structuredClone(cursorAfter(VERIFIED, events, report, { known, readTo: READ_TO }));
  }
  return { report, cursor };
}

describe("a history that is verified in parts", () => {
  const whole = readInParts(3);

  it("has the report and the cursor of the whole, wherever it was cut", () => {
    expect(whole.report).to.deep.include({ verified: 3, startMark, mismatch: null, head: EVENTS[2]!.head });
    for (const parts of [
      [1, 2],
      [2, 1],
      [1, 1, 1],
    ]) {
      expect(readInParts(...parts)).to.deep.equal(whole);
    }
  });

  it("knows the profit of all parts: the third share is a part of the total's", () => {
    expect(whole.cursor!.last!.profitTotal).to.equal(13_000_000n);
  });

  it("goes on where nothing new has come", () => {
    const { after } = knownPart(whole.cursor!, VERIFIED, null);
    const account = { sequence: 3n, head: EVENTS[2]!.head };
    const report = verifyHistory(VERIFIED, [], { startMark, account, after });
    expect(report).to.deep.equal(whole.report);
  });

  it("notices that the chain does not follow from what was read before", () => {
    const { after } = knownPart(readInParts(1).cursor!, VERIFIED, null);
    const forked = { ...after!, head: new Uint8Array(32).fill(7) };
    const report = verifyHistory(VERIFIED, EVENTS.slice(1), { startMark, after: forked });
    expect(report.verified).to.equal(1);
    expect(report.mismatch!.sequence).to.equal(2n);
    expect(report.mismatch!.what).to.match(/^its head is [0-9a-f]{64}, the chain gives [0-9a-f]{64}$/);
    const account = { sequence: 1n, head: EVENTS[0]!.head };
    expect(verifyHistory(VERIFIED, [], { startMark, account, after: forked }).mismatch!.what).to.match(
      /^the chain ends with (07){32}, the subscription has /,
    );
  });

  it("notices a record that is missing behind it, or does not follow by the rule", () => {
    const { after } = knownPart(readInParts(1).cursor!, VERIFIED, null);
    const gap = verifyHistory(VERIFIED, EVENTS.slice(2), { startMark, after });
    expect(gap).to.deep.include({ verified: 1, mismatch: { sequence: 3n, what: "its sequence is 3 where 2 follows" } });
    const wrong = { ...after!, record: { ...after!.record, mark: 8_500_000n } };
    expect(verifyHistory(VERIFIED, EVENTS.slice(1), { startMark, after: wrong }).mismatch?.sequence).to.equal(2n);
  });

  it("leaves no cursor where something is wrong", () => {
    const report = verifyHistory(VERIFIED, EVENTS, { startMark: 0n });
    expect(report.mismatch).not.to.equal(null);
    expect(cursorAfter(VERIFIED, EVENTS, report, { known: null, readTo: READ_TO })).to.equal(null);
  });
});

describe("a cursor", () => {
  const cursor = readInParts(3).cursor!;
  const parts = (readTo: ReadTo | null) => {
    const known = knownPart(cursor, VERIFIED, null);
    const report = verifyHistory(VERIFIED, [], { startMark, after: known.after });
    return cursorAfter(VERIFIED, [], report, { known, readTo })!.readTo;
  };

  it("keeps the terms and the beginning", () => {
    const { terms, startMark: start, bot, instance } = knownPart(cursor, VERIFIED, null);
    expect({ terms, start, bot: bot.toBase58(), instance }).to.deep.equal({
      ...{ terms: VERIFIED.terms, start: -2_000_000n, bot: VERIFIED.bot.toBase58(), instance: 7n },
    });
    const attested = cursorAfter(ATTESTED, [], verifyHistory(ATTESTED, []), { known: null, readTo: null })!;
    expect(knownPart(structuredClone(attested), ATTESTED, null)).to.deep.include({
      ...{ terms: ATTESTED.terms, startMark: 0n, after: null, readTo: { slot: 0, signatures: [] } },
    });
  });

  it("joins what was read of one slot, and else keeps what is newer", () => {
    expect(parts({ slot: 9, signatures: ["s3", "s2"] })).to.deep.equal({ slot: 9, signatures: ["s3", "s2", "s1"] });
    expect(parts({ slot: 12, signatures: ["s9"] })).to.deep.equal({ slot: 12, signatures: ["s9"] });
    expect(parts(null)).to.deep.equal(READ_TO);
  });

  it("is refused with another subscription, program or instance", () => {
    const words = /^The cursor is of instance 7 of bot \w+ at \w+: pass it with the subscription that it came with/;
    const own = { bot: VERIFIED.bot, instance: 7n };
    expect(knownPart(cursor, VERIFIED, own).instance).to.equal(7n);
    expect(() => knownPart(cursor, { ...VERIFIED, subscription: key(9) }, null)).to.throw(InvalidInput, words);
    expect(() => knownPart(cursor, { ...VERIFIED, programId: key(9) }, null)).to.throw(InvalidInput, words);
    expect(() => knownPart(cursor, VERIFIED, { ...own, instance: 8n })).to.throw(InvalidInput, words);
    expect(() => knownPart(cursor, VERIFIED, { ...own, bot: key(9) })).to.throw(InvalidInput, words);
  });
});
