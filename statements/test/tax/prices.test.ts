import { InvalidInput } from "@profit-share/sdk";
import { expect } from "chai";
import { MissingPrice, Prices } from "../../src";

describe("a price file", () => {
  const CSV = "date,USD,EUR\n2026-01-02,1.0001,0.92\n2026-01-05,1,0.9312\n";

  it("is read as CSV, whichever columns it has", () => {
    expect(Prices.parse(CSV, "EUR").on("2026-01-05", "error")).to.deep.equal({
      ...{ units: 9312n, decimals: 4, text: "0.9312", date: "2026-01-05" },
    });
  });

  it("is read as JSON", () => {
    const prices = Prices.parse('[{"date":"2026-01-02","EUR":"0.92"},{"date":"2026-01-03","EUR":1}]', "EUR");
    expect(prices.on("2026-01-02", "error").units).to.equal(92n);
    expect(prices.on("2026-01-03", "error").text).to.equal("1");
  });

  it("names a missing day", () => {
    const error = (() => {
      try {
        Prices.parse(CSV, "EUR").on("2026-01-04", "error");
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).to.be.instanceOf(MissingPrice).and.deep.include({ date: "2026-01-04" });
    expect((error as Error).message)
      .to.contain("2026-01-04")
      .and.to.contain("EUR");
  });

  it("lets the nearest earlier day stand in, by choice", () => {
    const prices = Prices.parse(CSV, "EUR");
    expect(prices.on("2026-01-04", "nearest_earlier").date).to.equal("2026-01-02");
    expect(prices.on("2026-12-31", "nearest_earlier").date).to.equal("2026-01-05");
    expect(() => prices.on("2026-01-01", "nearest_earlier")).to.throw(MissingPrice, "2026-01-01 or any day before");
  });

  const WRONG: [what: string, text: string, says: string][] = [
    ["without the currency", "date,USD\n2026-01-02,1\n", "it needs date and EUR"],
    ["with a date that is none", "date,EUR\n2026-02-30,1\n", '"2026-02-30"'],
    ["with a date of another form", "date,EUR\n02.01.2026,1\n", '"02.01.2026"'],
    ["with a price that is none", "date,EUR\n2026-01-02,0;92\n", '"0;92" for 2026-01-02'],
    ["with a negative price", "date,EUR\n2026-01-02,-1\n", '"-1" for 2026-01-02'],
    ["without a price", '[{"date":"2026-01-02"}]', '"" for 2026-01-02'],
    ["with a day twice", "date,EUR\n2026-01-02,1\n2026-01-02,2\n", "2026-01-02 twice"],
    ["that is half a JSON", '[{"date"', "no JSON"],
  ];
  for (const [what, text, says] of WRONG) {
    it(`is refused ${what}`, () => expect(() => Prices.parse(text, "EUR")).to.throw(InvalidInput, says));
  }
});
