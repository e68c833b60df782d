import { expect } from "chai";
import type { Figure } from "../figures";
import { type BenchResult, page, rises } from "../page";

const settle = { name: "settle", computeUnits: 1_500, accounts: 5, bytes: 277, rent: 0n, records: 1 };
const close = { name: "close", computeUnits: 6_000, accounts: 9, bytes: 476, rent: -7_273_200n, records: 0 };
const rows: Figure = { key: "rows", label: "rows", value: 30, budget: { atLeast: 24 } };
const size: Figure = { key: "size", label: "size", value: 90_000, budget: { atMost: 100_000 } };

const result: BenchResult = { figures: [rows, size], measurements: [settle, close] };
const withFigure = (figure: Figure): BenchResult => ({ ...result, figures: [rows, figure] });

describe("bench/README.md", () => {
  const committed = page(result);

  it("should hold each figure beside its budget", () => {
    expect(committed).to.contain("| rows | 30 | ≥ 24 | met |");
    expect(committed).to.contain("| size | 90,000 | ≤ 100,000 | met |");
    expect(committed).to.contain("| close | 6,000 | 9 | 476 | -7,273,200 |");
  });

  describe("when nothing changed", () => {
    it("should find no rise", () => {
      expect(rises(committed, result)).to.deep.equal([]);
    });
  });

  describe("when a figure falls", () => {
    it("should find no rise", () => {
      const cheaper = { ...settle, computeUnits: 1_499, bytes: 276 };
      expect(rises(committed, { ...result, measurements: [cheaper, close] })).to.deep.equal([]);
    });

    describe("given one of which more is better", () => {
      it("should name it", () => {
        const fewer = { ...result, figures: [{ ...rows, value: 29 }, size] };
        expect(rises(committed, fewer)).to.deep.equal(["rows, measured: 29, not 30"]);
      });
    });
  });

  describe("when a figure rises", () => {
    it("should name it, and by how much", () => {
      const dearer = { ...settle, computeUnits: 1_501, accounts: 6 };
      expect(rises(committed, { ...result, measurements: [dearer, close] })).to.deep.equal([
        "settle, CU: 1,501, not 1,500",
        "settle, accounts: 6, not 5",
      ]);
      expect(rises(committed, withFigure({ ...size, value: 90_001 }))).to.deep.equal([
        "size, measured: 90,001, not 90,000",
      ]);
    });

    it("should take less returned rent for a rise", () => {
      const dearer = { ...close, rent: -7_273_199n };
      expect(rises(committed, { ...result, measurements: [settle, dearer] })).to.deep.equal([
        "close, rent (lamports): -7,273,199, not -7,273,200",
      ]);
    });

    it("should not take another budget for a figure", () => {
      expect(rises(committed, withFigure({ ...size, budget: { atMost: 200_000 } }))).to.deep.equal([]);
    });
  });

  describe("when something is measured that the page does not have", () => {
    it("should name it", () => {
      expect(rises(committed, { ...result, measurements: [settle, close, { ...settle, name: "new" }] })).to.deep.equal([
        "new, CU: 1,500, of which the page says nothing",
        "new, accounts: 5, of which the page says nothing",
        "new, bytes: 277, of which the page says nothing",
        "new, rent (lamports): 0, of which the page says nothing",
      ]);
    });
  });

  describe("when a budget is not met", () => {
    const above = { ...size, value: 100_001 };

    it("should say why", () => {
      const text = page(withFigure({ ...above, reason: "it grew." }));
      expect(text).to.contain("| size | 100,001 | ≤ 100,000 | **not met** |");
      expect(text).to.contain("**size**: it grew.");
    });

    it("should be refused without a reason", () => {
      expect(() => page(withFigure(above))).to.throw('The budget of "size" is not met: say in bench/figures.ts where');
    });
  });
});
