import { InvalidInput } from "@profit-share/sdk";
import { expect } from "chai";
import { isoUtc, type LocalDate, type Period, period, periodAt, within, yearOf, Zone } from "../../src";
import { at } from "../support/entries";

const HOUR = 3_600;
const date = (text: string): LocalDate => {
  const [year, month, day] = text.split("-").map(Number) as [number, number, number];
  return { year, month, day };
};
const told = ({ from, to }: Period) => [isoUtc(from), isoUtc(to)];

describe("a period of a time zone", () => {
  const DAYS: [zone: string, day: string, from: string, to: string, hours: number][] = [
    ["UTC", "2026-03-29", "2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z", 24],
    // Clocks go forward and back.
    ["Europe/Vienna", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 23],
    ["Europe/Vienna", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 25],
    ["America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z", 23],
    ["America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", 25],
    // Five and three quarter hours ahead.
    ["Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00Z", "2026-01-01T18:15:00Z", 24],
    ["Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z", 24],
    // Samoa had no such day.
    ["Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z", 0],
    ["Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z", 24],
  ];
  for (const [zone, day, from, to, hours] of DAYS) {
    it(`${day} in ${zone} has ${hours} hours`, () => {
      const found = period(date(day), "day", new Zone(zone));
      expect(told(found)).to.deep.equal([from, to]);
      expect(found.to - found.from).to.equal(hours * HOUR);
      expect(found.label).to.equal(day);
    });
  }

  it("has months and years that begin at local midnight", () => {
    const vienna = new Zone("Europe/Vienna");
    expect(told(yearOf(2026, vienna))).to.deep.equal(["2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z"]);
    const march = periodAt(at("2026-03-31T21:59:59Z"), "month", vienna);
    expect([march.label, ...told(march)]).to.deep.equal(["2026-03", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"]);
  });

  it("has its first second and not its last", () => {
    const year = yearOf(2026, new Zone("Asia/Kathmandu"));
    expect(within(year, at("2025-12-31T18:15:00Z"))).to.equal(true);
    expect(within(year, at("2025-12-31T18:14:59Z"))).to.equal(false);
    expect(within(year, at("2026-12-31T18:15:00Z"))).to.equal(false);
  });

  for (const zone of ["Europe/Vienna", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "America/Havana"]) {
    it(`ends where the next one begins, day by day over four years in ${zone}`, () => {
      const of = new Zone(zone);
      let day = period(date("2010-12-30"), "day", of);
      const end = at("2014-12-30T12:00:00Z");
      while (day.to < end) {
        const next = periodAt(day.to, "day", of);
        expect(next.from).to.equal(day.to);
        expect(next.label > day.label).to.equal(true);
        expect(of.date(next.to - 1)).to.equal(next.label);
        day = next;
      }
    });
  }
});

describe("local time", () => {
  it("says how far clocks are ahead", () => {
    const vienna = new Zone("Europe/Vienna");
    expect(vienna.iso(at("2026-03-29T00:59:59Z"))).to.equal("2026-03-29T01:59:59+01:00");
    expect(vienna.iso(at("2026-03-29T01:00:00Z"))).to.equal("2026-03-29T03:00:00+02:00");
    // The hour that comes twice.
    expect(vienna.iso(at("2026-10-25T00:30:00Z"))).to.equal("2026-10-25T02:30:00+02:00");
    expect(vienna.iso(at("2026-10-25T01:30:00Z"))).to.equal("2026-10-25T02:30:00+01:00");
    expect(new Zone("Asia/Kathmandu").iso(at("2026-01-01T00:00:00Z"))).to.equal("2026-01-01T05:45:00+05:45");
    expect(new Zone("America/St_Johns").iso(at("2026-01-01T00:00:00Z"))).to.equal("2025-12-31T20:30:00-03:30");
    expect(new Zone("UTC").iso(at("2026-01-01T00:00:00Z"))).to.equal("2026-01-01T00:00:00+00:00");
  });

  it("refuses a zone that nobody knows", () => {
    expect(() => new Zone("Europe/Wien")).to.throw(InvalidInput, 'There is no time zone "Europe/Wien"');
  });
});
