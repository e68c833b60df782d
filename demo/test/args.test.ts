import { expect } from "chai";
import { parseDemoArgs } from "../command-line/args";
import { UsageError } from "../command-line/usage-error";

describe("the demo's command line", () => {
  it("has defaults", () => {
    expect(parseDemoArgs([])).to.deep.equal({
      once: false,
      json: false,
      help: false,
      wide: false,
      port: 8899,
      venueUsers: [],
    });
  });

  it("takes every option, and files in their order", () => {
    const args = ["--once", "--json", "--wide", "--port", "9000", "--venue-user", "b.json", "--venue-user", "a.json"];
    expect(parseDemoArgs(args)).to.deep.equal({
      once: true,
      json: true,
      help: false,
      wide: true,
      port: 9000,
      venueUsers: ["b.json", "a.json"],
    });
  });

  const bad: [string, string[], string][] = [
    ["an unknown option", ["--fast"], "Unknown option '--fast'"],
    ["an argument", ["now"], "Unexpected argument 'now'"],
    ["a file that is missing", ["--venue-user"], "argument missing"],
    ["a port that is no number", ["--port", "http"], 'not "http"'],
    ["port 0", ["--port", "0"], "from 1 to 65532"],
    ["a port without one above it", ["--port", "65535"], "from 1 to 65532"],
  ];
  for (const [what, args, message] of bad) {
    it(`refuses ${what}`, () => expect(() => parseDemoArgs(args)).to.throw(UsageError, message));
  }
});
