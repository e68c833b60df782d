import { expect } from "chai";
import { decodeClock } from "../../src/program/clock";

describe("decodeClock", () => {
  it("reads the unix timestamp behind slot, epoch start, epoch and next epoch", () => {
    const data = Buffer.alloc(40);
    data.writeBigInt64LE(1_728_003_600n, 32);
    expect(decodeClock(data)).to.equal(1_728_003_600n);
    expect(() => decodeClock(data.subarray(0, 39))).to.throw(RangeError);
  });
});
