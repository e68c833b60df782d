import { expect } from "chai";
import fc from "fast-check";
import { type FeeBasis, type Ledger, type Observation, owed, settle, shareOf } from "../../src/rule/rule";
import { I64_MAX, I64_MIN, U64_MAX } from "../../src/wire/integers";
import { type Expected, expectedOf, largestShare } from "../../vectors/definition";
import { generate, isGenerated } from "../../vectors/generate";
import vectors from "../../vectors/rule.json";

type Text = Record<string, string>;

const ledgerOf = (text: Text): Ledger => ({
  mark: BigInt(text.mark!),
  last: BigInt(text.last!),
  loss: BigInt(text.loss!),
  profitTotal: BigInt(text.profit_total!),
  accrued: BigInt(text.accrued!),
  credited: BigInt(text.credited!),
  waived: BigInt(text.waived!),
  balance: BigInt(text.balance!),
});

interface Input {
  terms: { profit_share_bps: string; fee_basis: string };
  room: string;
  ledger: Text;
  observation: {
    kind: string;
    realized?: string;
    loss?: string;
    liquidated?: boolean;
    recreated?: boolean;
    close_pnl?: string;
  };
}

/** Runs the rule on a case and writes the result as the vectors do. */
function settled({ terms, room, ledger, observation }: Input): Expected {
  const seen: Observation =
    observation.kind === "verified"
      ? {
          kind: "verified",
          realized: BigInt(observation.realized!),
          loss: BigInt(observation.loss!),
          liquidated: observation.liquidated!,
          recreated: observation.recreated!,
        }
      : { kind: "attested", closePnl: BigInt(observation.close_pnl!) };
  const feeTerms = { profitShareBps: Number(terms.profit_share_bps), feeBasis: terms.fee_basis as FeeBasis };
  const result = settle(feeTerms, BigInt(room), ledgerOf(ledger), seen);
  return {
    mark: result.ledger.mark.toString(),
    last: result.ledger.last.toString(),
    loss: result.ledger.loss.toString(),
    profit_total: result.ledger.profitTotal.toString(),
    accrued: result.ledger.accrued.toString(),
    credited: result.ledger.credited.toString(),
    balance: result.ledger.balance.toString(),
    close_pnl: result.closePnl.toString(),
    last_before: result.lastBefore.toString(),
    realized: result.realized.toString(),
    profit: result.profit.toString(),
    dropped: result.dropped.toString(),
    share: result.share.toString(),
    paid: result.paid.toString(),
    capped: result.capped,
  };
}

const EMPTY: Ledger = {
  mark: 0n,
  last: 0n,
  loss: 0n,
  profitTotal: 0n,
  accrued: 0n,
  credited: 0n,
  waived: 0n,
  balance: 0n,
};

describe("rule", () => {
  describe("shared vectors", () => {
    const byHand = vectors.cases.filter((ruleCase) => !isGenerated(ruleCase as never));

    it("has cases written by hand, each with its own name", () => {
      expect(byHand.length).to.be.at.least(40);
      expect(new Set(vectors.cases.map(({ name }) => name)).size).to.equal(vectors.cases.length);
    });

    for (const ruleCase of byHand) {
      it(ruleCase.name, () => {
        expect(settled(ruleCase)).to.deep.equal(ruleCase.expected);
        expect(expectedOf(ruleCase as never), "the independent definition").to.deep.equal(ruleCase.expected);
      });
    }

    it("holds the generated cases as the generator makes them", () => {
      const committed = vectors.cases.filter((ruleCase) => isGenerated(ruleCase as never));
      expect(committed).to.deep.equal(generate());
    });

    it("meets every generated case", () => {
      for (const ruleCase of vectors.cases.filter((candidate) => isGenerated(candidate as never))) {
        expect(settled(ruleCase), ruleCase.name).to.deep.equal(ruleCase.expected);
      }
    });
  });

  describe("share", () => {
    it("agrees with its definition for all 1,001 percentages at every boundary", () => {
      const totals = [0n, 1n, 9n, 10n, 9_999n, 10_000n, 10_001n, 19_999n, 123_456_789n, I64_MAX, U64_MAX - 1n, U64_MAX];
      for (let bps = 0; bps <= 1_000; bps++) {
        for (const total of totals) {
          const share = shareOf(total, bps);
          expect(share * 10_000n <= total * BigInt(bps)).to.equal(true);
          expect((share + 1n) * 10_000n > total * BigInt(bps)).to.equal(true);
        }
      }
    });
  });

  describe("cap", () => {
    it("charges the most that fits, for all 1,001 percentages around every boundary", () => {
      for (let bps = 0; bps <= 1_000; bps++) {
        for (const profitTotal of [0n, 1n, 9_999n, 10_000n, 987_654_321n]) {
          const accrued = shareOf(profitTotal, bps);
          for (const room of [0n, 1n, 2n, 9n, 10n, 1_000n]) {
            const gain = 40_000n;
            const before = { ...EMPTY, profitTotal, accrued, credited: accrued };
            const terms = { profitShareBps: bps, feeBasis: "high_water_mark" as const };
            const { profit, share } = settle(terms, room, before, {
              kind: "verified",
              realized: gain,
              loss: 0n,
              liquidated: false,
              recreated: false,
            });
            expect(share <= room, `bps ${bps}, total ${profitTotal}, room ${room}`).to.equal(true);
            const oneMore = shareOf(profitTotal + profit + 1n, bps) - accrued;
            expect(profit === gain || oneMore > room, `bps ${bps}, total ${profitTotal}, room ${room}`).to.equal(true);
          }
        }
      }
    });
  });

  describe("properties", () => {
    const i64 = fc.oneof(fc.bigInt(-20n, 20n), fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.bigInt(I64_MIN, I64_MAX));
    const u64 = fc.oneof(fc.bigInt(0n, 20n), fc.bigInt(0n, 10n ** 12n), fc.bigInt(0n, U64_MAX));
    const bps = fc.oneof(fc.constantFrom(0, 1, 999, 1_000), fc.integer({ min: 0, max: 1_000 }));

    const input = fc
      .record({ bps, room: u64, mark: i64, last: i64, loss: u64, profitTotal: u64, paidPart: fc.nat(4), balance: u64 })
      .chain((some) => {
        const accrued = largestShare(some.profitTotal, BigInt(some.bps));
        const credited = (accrued * BigInt(some.paidPart)) / 4n;
        const ledger = {
          mark: `${some.mark}`,
          last: `${some.last}`,
          loss: `${some.loss}`,
          profit_total: `${some.profitTotal}`,
          accrued: `${accrued}`,
          credited: `${credited}`,
          balance: `${some.balance}`,
        };
        const verified = fc
          .record({ realized: i64, loss: u64, liquidated: fc.boolean(), recreated: fc.boolean() })
          .map((seen) => ({
            kind: "verified" as const,
            ...seen,
            realized: `${seen.realized}`,
            loss: `${seen.loss}`,
          }));
        const attested = i64.map((close) => ({ kind: "attested" as const, close_pnl: `${close}` }));
        return fc
          .record({
            waived: fc.bigInt(0n, accrued - credited),
            basis: fc.constantFrom("high_water_mark" as const, "each_close" as const),
            observation: fc.oneof(verified, attested),
          })
          .map(({ waived, basis, observation }) => ({
            terms: {
              profit_share_bps: `${some.bps}`,
              fee_basis: observation.kind === "verified" ? ("high_water_mark" as const) : basis,
            },
            room: `${some.room}`,
            ledger: { ...ledger, waived: `${waived}` },
            observation,
          }));
      });

    it("agrees with the independent definition on any input", () => {
      fc.assert(
        fc.property(input, (any) => {
          expect(settled(any)).to.deep.equal(expectedOf(any));
        }),
        { numRuns: 2_000 },
      );
    });

    it("neither makes nor loses money: what the balance loses is credited", () => {
      fc.assert(
        fc.property(input, (any) => {
          const before = ledgerOf(any.ledger);
          const after = settled(any);
          const paid = BigInt(after.paid);
          expect(before.balance - BigInt(after.balance)).to.equal(paid);
          expect(BigInt(after.credited) - before.credited).to.equal(paid);
          const owedAfter = owed({ ...before, accrued: BigInt(after.accrued), credited: BigInt(after.credited) });
          expect(owedAfter >= 0n).to.equal(true);
        }),
      );
    });

    it("under the high-water mark, settling at every new high or more often gives the same accrual, at the end never more", () => {
      const path = fc.array(fc.bigInt(-1_000_000n, 1_000_000n), { minLength: 1, maxLength: 30 });
      fc.assert(
        fc.property(path, bps, (moves, profitShareBps) => {
          const readings = moves.map((_, i) => moves.slice(0, i + 1).reduce((sum, move) => sum + move, 0n));
          const accruedOver = (values: bigint[]) =>
            values.reduce<Ledger>(
              (ledger, realized) =>
                settle({ profitShareBps, feeBasis: "high_water_mark" }, U64_MAX, ledger, {
                  kind: "verified",
                  realized,
                  loss: 0n,
                  liquidated: false,
                  recreated: false,
                }).ledger,
              EMPTY,
            ).accrued;
          const highs = readings.filter((value, i) => readings.slice(0, i).every((earlier) => earlier < value));
          const everyReading = accruedOver(readings);
          expect(accruedOver(highs)).to.equal(everyReading);
          expect(accruedOver(readings.flatMap((value) => [value, value]))).to.equal(everyReading);
          expect(accruedOver(readings.slice(-1)) <= everyReading).to.equal(true);
        }),
      );
    });
  });
});
