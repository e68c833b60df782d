import { PROGRAM_ID } from "@profit-share/sdk";
import { customErrorName, unseenErrors } from "@profit-share/testing/svm/errors";
import { expect } from "chai";
import { isComplete } from "./coverage";

const PROFIT_SHARE = PROGRAM_ID.toBase58();

describe("errors", () => {
  describe("when a program's error has no name here", () => {
    it("should say its number and program", () => {
      expect(customErrorName(PROFIT_SHARE, 5_999)).to.equal(`custom error 5999 of ${PROFIT_SHARE}`);
    });
  });
});

/** Runs after the last test of the whole mocha run. */
after("every error of the program was hit", function () {
  const root = this.test!.parent!;
  if (isComplete(root)) expect(unseenErrors()).to.deep.equal([]);
});
