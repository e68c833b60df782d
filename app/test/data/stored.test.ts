import { keyOf } from "@profit-share/testing/keys";
import { expect } from "chai";
import { packed, unpacked } from "../../src/data/stored";

describe("what the browser's database keeps", () => {
  const value = {
    events: [{ subscription: keyOf("somebody").publicKey, record: { sequence: 2n, reference: Uint8Array.of(1, 2) } }],
    cursor: null,
    time: 5,
  };

  it("comes back as it was, addresses and all", () => {
    expect(unpacked(structuredClone(packed(value)))).to.deep.equal(value);
  });
});
