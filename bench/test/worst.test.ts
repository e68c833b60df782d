import { readFileSync } from "node:fs";
import { join } from "node:path";
import { worstOf } from "@profit-share/sdk/sending";
import type { TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { ATTESTED_ROWS, VERIFIED_ROWS } from "../batch";
import { figuresOf } from "../page";
import { batchOf, SAMPLES } from "../samples";

const figures = figuresOf(readFileSync(join(__dirname, "../README.md"), "utf8"));
const mostVerified = figures.get("verified rows in a batch, measured")!;
const mostAttested = figures.get("attested rows in a batch, measured")!;

const TRANSACTIONS: Record<string, readonly TransactionInstruction[]> = {
  ...SAMPLES,
  [`settle_batch, ${VERIFIED_ROWS} verified rows`]: [batchOf("verified", VERIFIED_ROWS)],
  "settle_batch, most verified rows": [batchOf("verified", mostVerified)],
  "settle_batch, most verified rows (dearest)": [batchOf("verified", mostVerified)],
  "settle_batch, 1 attested row": [batchOf("attested", 1)],
  [`settle_batch, ${ATTESTED_ROWS} attested rows`]: [batchOf("attested", ATTESTED_ROWS)],
  "settle_batch, most attested rows": [batchOf("attested", mostAttested)],
};

describe("the units that are asked for the dearest path", () => {
  for (const [name, instructions] of Object.entries(TRANSACTIONS)) {
    it(`should be at least those of ${name}`, () => {
      const { computeUnits, complete } = worstOf(instructions);
      expect(complete).to.equal(true);
      expect(computeUnits).to.be.at.least(figures.get(`${name}, CU`)!);
    });
  }
});
