import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import Mocha from "mocha";
import { isComplete } from "./coverage";

const FILES = readdirSync(__dirname, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"));

/** A run of these files, each with one test. */
function runOf(names: readonly string[], state: (name: string) => "passed" | "failed" | undefined): Mocha.Suite {
  const root = new Mocha.Suite("");
  for (const name of names) {
    const suite = Mocha.Suite.create(root, name);
    suite.file = join(__dirname, name);
    const test = new Mocha.Test("a test", () => {});
    suite.addTest(test);
    const found = state(name);
    if (found !== undefined) test.state = found;
  }
  return root;
}

describe("coverage", () => {
  describe("when every test of this folder ran", () => {
    it("should be complete, whether they passed or not", () => {
      expect(isComplete(runOf(FILES, () => "passed"))).to.equal(true);
      expect(isComplete(runOf(FILES, () => "failed"))).to.equal(true);
    });

    it("should be complete without the tests of other folders", () => {
      const others = runOf(["../testing/other.test.ts"], () => undefined);
      const root = runOf(FILES, () => "passed");
      for (const suite of others.suites) root.addSuite(suite);
      expect(isComplete(root)).to.equal(true);
    });
  });

  for (const file of ["errors.test.ts", "client/client.test.ts", "instructions/settle/cap.test.ts"]) {
    describe(`when ${file} is left out`, () => {
      it("should not be complete", () => {
        expect(FILES).to.include(file);
        expect(isComplete(runOf(FILES, (name) => (name === file ? undefined : "passed")))).to.equal(false);
        expect(
          isComplete(
            runOf(
              FILES.filter((name) => name !== file),
              () => "passed",
            ),
          ),
        ).to.equal(false);
      });
    });
  }
});
