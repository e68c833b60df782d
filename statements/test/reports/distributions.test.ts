import { expect } from "chai";
import { distributions, distributionsCsv, select, yearOf, Zone } from "../../src";
import { ANNA, address, at, BEN, BOT, BUYER, CREATOR, entry } from "../support/entries";

const zone = new Zone("Asia/Kathmandu");

describe("the report of distributions", () => {
  const record = { sequence: 3n } as never;
  const entries = [
    entry("settlement", { profit: 50_000_001n, accrued: 5_000_000n }, { record, time: at("2025-12-31T18:15:00Z") }),
    entry("deduction", { credited: 4_999_999n }, { record, index: 1, time: at("2025-12-31T18:15:00Z") }),
    entry("vault_gift", {}, { parties: null, gift: 7n, destination: address(9), owner: BUYER }),
  ];

  it("has amounts as strings of base units, and totals", () => {
    const { rows, totals, timeZone } = distributions(entries, zone);
    expect(timeZone).to.equal("Asia/Kathmandu");
    expect(rows[0]).to.include({
      ...{ timeUtc: "2025-12-31T18:15:00Z", timeLocal: "2026-01-01T00:00:00+05:45", kind: "settlement" },
      ...{ bot: BOT.toBase58(), owner: CREATOR.toBase58(), subscriber: ANNA.toBase58(), instance: "1", sequence: "3" },
      ...{ profit: "50000001", accrued: "5000000", credited: "0", basis: "proven", tradeId: "" },
    });
    expect(totals).to.include({ profit: "50000001", accrued: "5000000", credited: "4999999" });
    expect(JSON.parse(JSON.stringify(rows[2]))).to.include({ subscriber: "", gift: "7" });
  });

  it("adds what a keeper kept of a settlement, which cannot be a formula", () => {
    const csv = distributionsCsv(
      distributions(entries, zone, ({ kind }) => (kind === "settlement" ? { tradeId: "=cmd()" } : null)),
    );
    const [titles, first, , , total] = csv.split("\r\n").map((line) => line.split(","));
    const cell = (row: readonly string[] | undefined, title: string) => row![titles!.indexOf(title)];
    expect(cell(first, "tradeId")).to.equal("'=cmd()");
    expect(cell(first, "profit")).to.equal("50.000001");
    expect(cell(total, "timeUtc")).to.equal("total");
    expect([cell(total, "credited"), cell(total, "gift")]).to.deep.equal(["4.999999", "0.000007"]);
  });

  it("selects by owner at the time, creator, subscriber, bot, subscription and period", () => {
    expect(select(entries, { owner: BUYER })).to.have.length(1);
    expect(select(entries, { creator: CREATOR })).to.have.length(3);
    expect(select(entries, { subscriber: ANNA })).to.have.length(2);
    expect(select(entries, { subscriber: BEN })).to.have.length(0);
    expect(select(entries, { bot: BEN })).to.have.length(0);
    expect(select(entries, { subscription: address(6) })).to.have.length(2);
    expect(select(entries.slice(0, 2), { period: yearOf(2026, zone) })).to.have.length(2);
    expect(select(entries.slice(0, 2), { period: yearOf(2026, new Zone("UTC")) })).to.have.length(0);
  });
});
