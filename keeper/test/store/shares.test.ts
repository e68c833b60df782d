import { expect } from "chai";
import { type Lease, partitionOf, shiftOf } from "../../src/store/shares";

/** 64 leases: so many of each in their order, and the rest free. */
function leasesOf(...parts: [holder: string, count: number][]): Lease[] {
  const holders = parts.flatMap(([holder, count]) => Array.from({ length: count }, () => holder));
  return Array.from({ length: 64 }, (_, partition) => ({ partition, holder: holders[partition] ?? null }));
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe("a keeper's part of the fleet", () => {
  it("is everything when it is alone", () => {
    expect(shiftOf("a", ["a"], leasesOf())).to.deep.equal({ take: range(0, 64), give: [] });
  });

  it("is half when another one comes: the rest is given back", () => {
    expect(shiftOf("a", ["a", "b"], leasesOf(["a", 64]))).to.deep.equal({ take: [], give: range(32, 64) });
    expect(shiftOf("b", ["a", "b"], leasesOf(["a", 64]))).to.deep.equal({ take: [], give: [] });
  });

  it("is half when another one has given back", () => {
    expect(shiftOf("b", ["a", "b"], leasesOf(["a", 32]))).to.deep.equal({ take: range(32, 64), give: [] });
  });

  it("is what a dead one had, too", () => {
    expect(shiftOf("a", ["a"], leasesOf(["a", 32]))).to.deep.equal({ take: range(32, 64), give: [] });
  });

  it("is 22, 21 and 21 of three", () => {
    const leases = leasesOf(["a", 32], ["b", 32]);
    expect(shiftOf("a", ["c", "b", "a"], leases).give).to.deep.equal(range(22, 32));
    expect(shiftOf("b", ["c", "b", "a"], leases).give).to.deep.equal(range(53, 64));
    expect(shiftOf("c", ["c", "b", "a"], leasesOf(["a", 22], ["b", 21])).take).to.deep.equal(range(43, 64));
  });

  it("is nothing of more than 64 for the last ones", () => {
    const names = range(0, 66).map((number) => String(number).padStart(2, "0"));
    expect(shiftOf("63", names, leasesOf()).take).to.deep.equal([0]);
    expect(shiftOf("64", names, leasesOf()).take).to.deep.equal([]);
  });

  it("has each subscription in one partition for good", () => {
    expect(partitionOf("PStJb5p8CcWcGMfibwgfvzkS2t9xNYFeh58wCjBMYg6")).to.equal(
      partitionOf("PStJb5p8CcWcGMfibwgfvzkS2t9xNYFeh58wCjBMYg6"),
    );
    const seen = new Set(range(0, 2_000).map((number) => partitionOf(`subscription ${number}`)));
    expect(seen.size).to.equal(64);
  });
});
