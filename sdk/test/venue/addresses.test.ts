import { expect } from "chai";
import { spotMarketAddress } from "../../src/venue/addresses";
import { DRIFT_PROGRAM_ID } from "../../src/venue/layout";

describe("venue addresses", () => {
  it("are those of Drift's own SDK", () => {
    expect(spotMarketAddress(DRIFT_PROGRAM_ID, 0).toBase58()).to.equal("6gMq3mRCKf8aP3ttTyYhuijVZ2LGi14oDsBbkgubfLB3");
  });
});
