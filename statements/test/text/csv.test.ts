import { InvalidInput } from "@profit-share/sdk";
import { expect } from "chai";
import { csvRows, toCsv } from "../../src";
import { fromCsv } from "../../src/text/csv";

describe("a CSV", () => {
  const cell = (text: string) => toCsv(["t"], [[{ text }]]).slice("t\r\n".length, -"\r\n".length);

  it("quotes what holds a comma, a quote or a line break", () => {
    expect(cell("plain")).to.equal("plain");
    expect(cell("a,b")).to.equal('"a,b"');
    expect(cell('say "no"')).to.equal('"say ""no"""');
    expect(cell("two\r\nlines")).to.equal('"two\r\nlines"');
  });

  for (const formula of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]) {
    it(`disarms ${JSON.stringify(formula)}`, () => {
      expect(fromCsv(toCsv(["t"], [[{ text: formula }]]))[1]).to.deep.equal([`'${formula}`]);
    });
  }

  it("leaves a negative number as it is", () => {
    expect(toCsv(["n"], [[{ number: "-1.50" }]])).to.equal("n\r\n-1.50\r\n");
  });

  it("is read back, with any line end, a mark of its encoding and empty cells", () => {
    const rows = fromCsv('\uFEFFdate,EUR\n2026-01-01,"0,92"\r\n\r\n"a ""b""",\n');
    expect(rows).to.deep.equal([
      ["date", "EUR"],
      ["2026-01-01", "0,92"],
      ['a "b"', ""],
    ]);
  });

  it("says in which line each row begins", () => {
    const rows = csvRows('id,text\r\n\r\n1,"two\nlines"\n2,one\n');
    expect(rows.map(({ line, cells }) => [line, cells[0]])).to.deep.equal([
      [1, "id"],
      [3, "1"],
      [5, "2"],
    ]);
  });

  it("is refused where a quote is not closed", () => {
    expect(() => fromCsv('date\n"2026')).to.throw(InvalidInput, "row 2");
  });
});
