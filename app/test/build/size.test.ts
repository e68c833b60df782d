import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { builtApp } from "@profit-share/app/serve";
import { expect } from "chai";

/** Bytes, gzipped. */
const BUDGET = { everything: 350_000, pictures: 10_000, shell: 125_000 };

describe("the size of the app, gzipped", () => {
  let files: { name: string; size: number; text: string }[];

  before(async () => {
    const folder = join(await builtApp(), "assets");
    files = readdirSync(folder).map((name) => {
      const bytes = readFileSync(join(folder, name));
      return { name, size: gzipSync(bytes).length, text: bytes.toString("utf8") };
    });
  });

  const sizeOf = (wanted: RegExp) =>
    files.filter(({ name }) => wanted.test(name)).reduce((sum, { size }) => sum + size, 0);

  it("of all pages together stays within its budget", () => {
    expect(sizeOf(/\.(js|css)$/)).to.be.within(1, BUDGET.everything);
  });

  it("of the pictures stays within theirs", () => {
    expect(sizeOf(/^pictures-.*\.js$/)).to.be.within(1, BUDGET.pictures);
  });

  it("of what is fetched before the first paint stays without the chain's code", () => {
    const page = readFileSync(join(__dirname, "../../dist/index.html"), "utf8");
    const first = files.filter(({ name }) => page.includes(name));
    expect(first.reduce((sum, { size }) => sum + size, 0)).to.be.within(1, BUDGET.shell);
    expect(first.filter(({ text }) => text.includes("getSignaturesForAddress"))).to.deep.equal([]);
  });
});
