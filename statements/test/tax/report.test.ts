import { expect } from "chai";
import { fairValue, Prices, select, type TaxOptions, taxCsv, taxReport, yearOf, Zone } from "../../src";
import { ANNA, at, BEN, BUYER, CREATOR, entry } from "../support/entries";

const zone = new Zone("Europe/Vienna");
const prices = Prices.parse("date,EUR\n2026-01-01,0.9\n2026-03-29,0.95\n2026-12-31,0.8\n", "EUR");
const OPTIONS: TaxOptions = { role: "creator", basis: "credited", zone, prices, missing: "error", decimals: 2 };

/** A year of a bot that is sold in March. */
const ENTRIES = [
  // Still 2025 in Vienna.
  entry("deduction", { credited: 9n }, { time: at("2025-12-31T22:59:59Z") }),
  entry("settlement", { profit: 100_000_000n, accrued: 10_000_000n }, { time: at("2025-12-31T23:00:00Z") }),
  entry("deduction", { credited: 4_000_000n }, { time: at("2025-12-31T23:00:00Z"), signature: "first" }),
  entry("debt_payment", { credited: 1_005_000n }, { time: at("2026-03-29T01:00:00Z"), signature: "second" }),
  entry("claim", { claimed: 5_000_000n }, { time: at("2026-03-29T01:00:00Z"), signature: "claim" }),
  entry("waiver", { waived: 3_000_000n }, { time: at("2026-03-29T02:00:00Z") }),
  entry("deduction", { credited: 333_333n }, { time: at("2026-12-31T22:59:59Z"), owner: BUYER, signature: "sold" }),
  entry("vault_claim", { vaultClaimed: 2_000_000n }, { time: at("2026-12-31T12:00:00Z"), owner: BUYER, parties: null }),
];
const of = (who: { owner?: typeof CREATOR; subscriber?: typeof ANNA }) =>
  select(ENTRIES, { ...who, period: yearOf(2026, zone) });

describe("a tax report", () => {
  it("values what was credited to the creator while it owned the bot", () => {
    const { rows, totals } = taxReport(of({ owner: CREATOR }), OPTIONS);
    expect(rows.map(({ date, quantity, price, value }) => [date, quantity, price, value])).to.deep.equal([
      ["2026-01-01", "4.00", "0.9", "3.60"],
      // 1.005 · 0.95 = 0.95475.
      ["2026-03-29", "1.005", "0.95", "0.95"],
    ]);
    expect(totals).to.deep.equal({ quantity: "5.005", value: "4.55" });
  });

  it("values what was claimed instead, the vault included", () => {
    const claimed = { ...OPTIONS, basis: "claimed" } as const;
    expect(taxReport(of({ owner: CREATOR }), claimed).totals).to.deep.equal({ quantity: "5.00", value: "4.75" });
    expect(taxReport(of({ owner: BUYER }), claimed).totals).to.deep.equal({ quantity: "2.00", value: "1.60" });
  });

  it("values what a subscriber paid, whatever the basis", () => {
    const { rows, totals, title } = taxReport(of({ subscriber: ANNA }), {
      ...OPTIONS,
      role: "subscriber",
      basis: "claimed",
    });
    expect(title).to.equal("Fees paid as profit shares");
    expect(rows.map(({ signature }) => signature)).to.deep.equal(["first", "second", "sold"]);
    // 0.333333 · 0.8 = 0.2666664.
    expect(totals).to.deep.equal({ quantity: "5.338333", value: "4.82" });
    expect(taxReport(of({ subscriber: BEN }), OPTIONS).rows).to.deep.equal([]);
  });

  it("says at the top that it is no tax advice, and what it assumed", () => {
    const { assumptions } = taxReport(of({ owner: CREATOR }), OPTIONS);
    expect(assumptions[0]).to.contain("no tax advice");
    for (const word of ["balance paid it", "Europe/Vienna", "EUR", "half a unit up", "Cost basis"]) {
      expect(assumptions.join(" ")).to.contain(word);
    }
  });

  it("names the day that has no price", () => {
    const late = [entry("deduction", { credited: 1n }, { time: at("2026-06-01T12:00:00Z") })];
    expect(() => taxReport(late, OPTIONS)).to.throw("2026-06-01");
    const [row] = taxReport(late, { ...OPTIONS, missing: "nearest_earlier" }).rows;
    expect(row).to.include({ date: "2026-06-01", priceDate: "2026-03-29" });
  });

  it("is written with its assumptions above and the total below", () => {
    const lines = taxCsv(taxReport(of({ owner: CREATOR }), OPTIONS)).split("\r\n");
    expect(lines[0]).to.equal("Income from profit shares");
    const head = lines.findIndex((line) => line.startsWith("date,"));
    expect(lines[head]).to.equal(
      "date,timeUtc,timeLocal,kind,quantity,price EUR,priceDate,value EUR,bot,subscription,signature,index",
    );
    expect(lines[head + 1]).to.contain("2026-01-01,2025-12-31T23:00:00Z,2026-01-01T00:00:00+01:00,deduction,4.00,0.9");
    expect(lines.at(-2)).to.equal("total,,,,5.005,,,4.55,,,,");
  });
});

describe("a fair value", () => {
  it("is rounded half up, to the currency's decimals", () => {
    const one = { units: 1n, decimals: 0 };
    expect(fairValue(5_000n, one, 2)).to.equal(1n);
    expect(fairValue(4_999n, one, 2)).to.equal(0n);
    expect(fairValue(1_500_000n, one, 0)).to.equal(2n);
    expect(fairValue(1_000_000n, { units: 123_456n, decimals: 6 }, 6)).to.equal(123_456n);
  });
});
