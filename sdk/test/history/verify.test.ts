import { expect } from "chai";
import type { SettlementRecord } from "../../src/history/record";
import { firstHead, type HistoryStart, verifyHistory } from "../../src/history/verify";
import { hex } from "../../src/wire/text";
import { ATTESTED, chain, key, NO_FLAGS, reference } from "../support/history";

/** +10, −4 and +7 dollars, the last against a cap with room for 0.30. */
const CLOSES: SettlementRecord[] = [
  {
    sequence: 1n,
    kind: "attested",
    flags: NO_FLAGS,
    time: 100n,
    closePnl: 10_000_000n,
    last: 0n,
    realized: 10_000_000n,
    mark: 10_000_000n,
    lossBefore: 0n,
    loss: 0n,
    profit: 10_000_000n,
    dropped: 0n,
    accrued: 1_000_000n,
    credited: 1_000_000n,
    reference: reference(1),
  },
  {
    sequence: 2n,
    kind: "attested",
    flags: NO_FLAGS,
    time: 200n,
    closePnl: -4_000_000n,
    last: 10_000_000n,
    realized: 6_000_000n,
    mark: 10_000_000n,
    lossBefore: 0n,
    loss: 0n,
    profit: 0n,
    dropped: 0n,
    accrued: 1_000_000n,
    credited: 1_000_000n,
    reference: reference(2),
  },
  {
    sequence: 3n,
    kind: "attested",
    flags: { ...NO_FLAGS, capped: true },
    time: 300n,
    closePnl: 7_000_000n,
    last: 6_000_000n,
    realized: 13_000_000n,
    mark: 13_000_000n,
    lossBefore: 0n,
    loss: 0n,
    profit: 3_000_009n,
    dropped: 3_999_991n,
    accrued: 1_300_000n,
    credited: 1_100_000n,
    reference: reference(3),
  },
];

const HEADS = [
  "52bf96acabd11315148a84443f3b6e7f469eb332f43744f4485873c65e07d78b",
  "363384e9e519128e3000b2383e0771b00021832d82f2c1ad75919a2a72971e2e",
  "1a2c2ecb3e37cea2a7bdd92f30227c967c88d8b5ba807a15870ddae8a64c2563",
  "52ecf6ed25bb9470a28fd62288038b7ef28ec1bda48d5e299fa3a35353e90d40",
];

/** What is found wrong when record `index` of the closes says something else and the chain is made to fit. */
function wrong(index: number, change: Partial<SettlementRecord>): string {
  const records = CLOSES.map((record, at) => (at === index ? { ...record, ...change } : record));
  const report = verifyHistory(ATTESTED, chain(ATTESTED, records));
  expect(report.verified).to.equal(index);
  expect(report.mismatch?.sequence).to.equal(change.sequence ?? BigInt(index + 1));
  return report.mismatch!.what;
}

describe("history", () => {
  describe("heads", () => {
    it("start from program, subscription, bot, instance and terms", () => {
      expect(hex(firstHead(ATTESTED))).to.equal(HEADS[0]);
    });

    it("continue with every record", () => {
      expect(chain(ATTESTED, CLOSES).map(({ head }) => hex(head))).to.deep.equal(HEADS.slice(1));
    });
  });

  describe("an attested history", () => {
    const events = chain(ATTESTED, CLOSES);
    const account = { sequence: 3n, head: events[2]!.head };

    it("is right as the program writes it", () => {
      const report = verifyHistory(ATTESTED, events, { account });
      expect(report.mismatch).to.equal(null);
      expect(report.verified).to.equal(3);
      expect(hex(report.head)).to.equal(HEADS[3]);
    });

    it("may be empty", () => {
      expect(verifyHistory(ATTESTED, [], { account: { sequence: 0n, head: firstHead(ATTESTED) } }).mismatch).to.equal(
        null,
      );
    });

    it("is refused when its last record is missing", () => {
      expect(verifyHistory(ATTESTED, events.slice(0, 2), { account }).mismatch).to.deep.equal({
        sequence: 3n,
        what: "2 records were found, the subscription has 3",
      });
    });

    it("is refused when a record in the middle is missing", () => {
      const report = verifyHistory(ATTESTED, [events[0]!, events[2]!], { account });
      expect(report.verified).to.equal(1);
      expect(report.mismatch).to.deep.equal({ sequence: 3n, what: "its sequence is 3 where 2 follows" });
    });

    it("is refused when it ends in another head than the account's", () => {
      expect(
        verifyHistory(ATTESTED, events, { account: { sequence: 3n, head: reference(9) } }).mismatch?.what,
      ).to.equal(`the chain ends with ${HEADS[3]}, the subscription has ${"09".repeat(32)}`);
    });

    it("is refused under other terms, of another instance, bot or program", () => {
      const others: HistoryStart[] = [
        { ...ATTESTED, terms: { ...ATTESTED.terms, profitShareBps: 999 } },
        { ...ATTESTED, instance: 8n },
        { ...ATTESTED, bot: key(9) },
        { ...ATTESTED, programId: key(9) },
      ];
      for (const start of others) {
        const report = verifyHistory(start, events, { account });
        expect(report.verified).to.equal(0);
        expect(report.mismatch?.what).to.match(/^its head is 363384e9.*, the chain gives /);
      }
    });

    it("is refused with an event of another subscription", () => {
      const foreign = [{ ...events[0]!, subscription: key(9) }];
      expect(verifyHistory(ATTESTED, foreign).mismatch?.what).to.match(/^it belongs to subscription /);
    });

    it("is refused when one byte of a record was changed", () => {
      const tampered = events.map((event, index) =>
        index === 1 ? { ...event, record: { ...event.record, time: 201n } } : event,
      );
      expect(verifyHistory(ATTESTED, tampered).mismatch?.what).to.match(/^its head is 1a2c2ecb/);
    });

    describe("is refused when the chain fits but the rule does not", () => {
      it("more profit than the close had", () => {
        expect(wrong(0, { profit: 10_000_001n })).to.equal("its profit is 10000001, the rule gives 10000000");
      });
      it("a share rounded up", () => {
        expect(wrong(0, { accrued: 1_000_001n })).to.equal("its accrued is 1000001, the rule gives 1000000");
      });
      it("a share of a loss", () => {
        expect(wrong(1, { profit: 1n })).to.equal("its profit is 1, the rule gives 0");
      });
      it("a close that does not add up", () => {
        expect(wrong(1, { realized: 6_000_001n })).to.equal("its realized is 6000001, the rule gives 6000000");
      });
      it("a last that is not the one before", () => {
        expect(wrong(1, { last: 9_999_999n })).to.equal("its last is 9999999, the rule gives 10000000");
      });
      it("a mark that fell", () => {
        expect(wrong(1, { mark: 6_000_000n })).to.equal("its mark is 6000000, the rule gives 10000000");
      });
      it("a loss that a liquidation could take: an attested source has none", () => {
        expect(wrong(1, { loss: 1n })).to.equal("its loss is 1, the rule gives 0");
        expect(wrong(1, { lossBefore: 1n })).to.equal("its lossBefore is 1, the rule gives 0");
      });
      it("less dropped than the cap cut off", () => {
        expect(wrong(2, { dropped: 0n })).to.equal("its dropped is 0, the rule gives 3999991");
      });
      it("a cap that is not mentioned", () => {
        expect(wrong(2, { flags: NO_FLAGS })).to.equal("the cap cut it off and it does not say so");
      });
      it("a cap that cut nothing", () => {
        expect(wrong(0, { flags: { ...NO_FLAGS, capped: true } })).to.equal(
          "it says capped, the rule cuts nothing off",
        );
      });
      it("an accrued that fell", () => {
        expect(wrong(1, { accrued: 999_999n })).to.equal("accrued fell from 1000000 to 999999");
      });
      it("a credited that fell", () => {
        expect(wrong(1, { credited: 999_999n })).to.equal("credited fell from 1000000 to 999999");
      });
      it("a credited above accrued", () => {
        expect(wrong(2, { credited: 1_300_001n })).to.equal("credited 1300001 exceeds accrued 1300000");
      });
      it("a reference used twice in a row", () => {
        expect(wrong(1, { reference: reference(1) })).to.equal("its reference is that of the record before, or zero");
      });
      it("a zero reference", () => {
        expect(wrong(0, { reference: reference(0) })).to.equal("its reference is that of the record before, or zero");
      });
      it("a record of the other kind", () => {
        expect(wrong(0, { kind: "verified" })).to.equal("it is verified, the terms' source is attested");
      });
    });
  });
});
