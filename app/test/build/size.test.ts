import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type BuiltFile, builtFiles, PICTURES, sizeOf } from "../support/sizes";

/** Bytes, gzipped. */
const BUDGET = { everything: 350_000, pictures: 10_000, shell: 125_000 };

describe("the size of the app, gzipped", () => {
  let files: BuiltFile[];

  before(async () => {
    files = await builtFiles();
  });

  it("of all pages together stays within its budget", () => {
    expect(sizeOf(files, /\.(js|css)$/)).to.be.within(1, BUDGET.everything);
  });

  it("of the pictures stays within theirs", () => {
    expect(sizeOf(files, PICTURES)).to.be.within(1, BUDGET.pictures);
  });

  it("of what is fetched before the first paint stays without the chain's code", () => {
    const page = readFileSync(join(__dirname, "../../dist/index.html"), "utf8");
    const first = files.filter(({ name }) => page.includes(name));
    expect(first.reduce((sum, { size }) => sum + size, 0)).to.be.within(1, BUDGET.shell);
    expect(first.filter(({ text }) => text.includes("getSignaturesForAddress"))).to.deep.equal([]);
  });
});
