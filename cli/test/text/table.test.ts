import { expect } from "chai";
import { list, table } from "../../src/text/table";

describe("table", () => {
  it("makes every column as wide as its widest cell", () => {
    const text = table<[string, string]>(
      [
        { title: "name", cell: ([name]) => name },
        { title: "$", cell: ([, amount]) => amount, align: "right" },
      ],
      [
        ["a", "1.00"],
        ["longer", "12.50"],
      ],
    );
    expect(text.split("\n")).to.deep.equal(["name        $", "------  -----", "a        1.00", "longer  12.50"]);
  });

  it("is only titles without rows", () => {
    expect(table([{ title: "x", cell: String }], [])).to.equal("x\n-");
  });

  it("puts a list's values below each other", () => {
    const text = list([
      ["a", "1"],
      ["long", "2"],
      ["none", ""],
    ]);
    expect(text).to.equal("a     1\nlong  2\nnone");
  });
});
