import { expect } from "chai";
import { bothUnits } from "../../src/text/amounts";

describe("bothUnits", () => {
  it("names both units", () => expect(bothUnits(2_500_000n)).to.equal("$2.50 (2500000 base units)"));
});
