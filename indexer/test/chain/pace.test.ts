import { expect } from "chai";
import { Pace } from "../../src/chain/pace";

describe("the pace of requests", () => {
  it("lets many wait without a warning of a leak, and ends them all at once", async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on("warning", note);
    const stop = new AbortController();
    const pace = new Pace(0.001, stop.signal);
    await pace.ask(async () => {});
    const waiting = Promise.allSettled(Array.from({ length: 50 }, () => pace.ask(async () => "asked")));
    stop.abort(new Error("stopped"));
    const ends = await waiting;
    expect(ends.every(({ status }) => status === "rejected")).to.equal(true);
    await new Promise((done) => setImmediate(done));
    process.off("warning", note);
    expect(warnings).to.deep.equal([]);
  });

  it("asks in one request for no more than a second's, and for 100 at most", () => {
    expect([0.5, 10, 99.9, 5_000].map((perSecond) => new Pace(perSecond).atOnce)).to.deep.equal([1, 10, 99, 100]);
  });
});
