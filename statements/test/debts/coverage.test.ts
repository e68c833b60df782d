import { expect } from "chai";
import { coverage, type Entry } from "../../src";
import { entry } from "../support/entries";

const told = (entries: readonly Entry[]) =>
  coverage(entries).map(({ share, open, covers }) => [
    share,
    open,
    ...covers.map(({ how, amount }) => `${how} ${amount}`),
  ]);

describe("what covers a share", () => {
  it("is what the balance paid when it was settled", () => {
    expect(told([entry("settlement", { accrued: 5n }), entry("deduction", { credited: 5n })])).to.deep.equal([
      [5n, 0n, "credited 5"],
    ]);
  });

  it("is the oldest debt first, and a payment can cover the end of one and the beginning of the next", () => {
    const entries = [
      entry("settlement", { accrued: 5n }),
      entry("settlement", { accrued: 3n }),
      entry("debt_payment", { credited: 6n }),
    ];
    expect(told(entries)).to.deep.equal([
      [5n, 0n, "credited 5"],
      [3n, 2n, "credited 1"],
    ]);
  });

  it("is a waiver and a write-off as well, in the order of time", () => {
    const entries = [
      entry("settlement", { accrued: 5n }),
      entry("deduction", { credited: 1n }),
      entry("waiver", { waived: 2n }),
      entry("settlement", { accrued: 4n }),
      entry("debt_payment", { credited: 3n }),
      entry("write_off", { writtenOff: 3n }),
    ];
    expect(told(entries)).to.deep.equal([
      [5n, 0n, "credited 1", "waived 2", "credited 2"],
      [4n, 0n, "credited 1", "writtenOff 3"],
    ]);
  });

  it("leaves out settlements that accrued nothing", () => {
    expect(told([entry("settlement", {})])).to.deep.equal([]);
  });

  it("is refused where more is covered than accrued", () => {
    expect(() => coverage([entry("debt_payment", { credited: 1n })])).to.throw(RangeError, "1 more than accrued");
  });
});
