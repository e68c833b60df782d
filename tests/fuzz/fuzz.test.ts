import { expect } from "chai";
import { fuzz, type Result } from "./fuzz";
import { PLACES } from "./instructions";
import { type Operation, read, write } from "./operations";
import { shrink } from "./shrink";

/** Of the environment, so that others can send more, fewer or other transactions. */
function wholeNumber(name: string, least: number, otherwise: number): number {
  const text = process.env[name];
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`${name} has to be a whole number from ${least} on, not "${text}"`);
}

const TRANSACTIONS = wholeNumber("FUZZ_TRANSACTIONS", 1, 50_000);
const SEED = wholeNumber("FUZZ_SEED", 0, 1);

describe("fuzz", () => {
  describe(`when ${TRANSACTIONS.toLocaleString("en-US")} random transactions are sent`, () => {
    const kinds = new Set<string>();
    let result: Result;

    before(async () => {
      result = await fuzz({ transactions: TRANSACTIONS, seed: SEED, onStep: ({ kind }) => kinds.add(kind) });
    });

    it("chain and model agree, the invariants hold, and the drain leaves nothing", () => {
      expect(result.violation).to.equal(null);
      expect(result.transactions).to.equal(TRANSACTIONS);
    });

    it("every instruction succeeds", () => {
      const succeeding = [...result.lockstep.outcomes.keys()].filter((key) => key.endsWith(" succeeded"));
      expect(succeeding.map((key) => key.split(" ")[0]).sort()).to.deep.equal(Object.keys(PLACES).sort());
    });

    it("more than half of the transactions succeed", () => {
      expect(result.succeeded).to.be.greaterThan(TRANSACTIONS / 2);
    });

    it("everything happens around them", () => {
      const all = ["freeze", "give", "lamports", "open", "reown", "send", "time", "vanish", "venue"];
      expect([...kinds].sort()).to.deep.equal(all);
    });
  });

  it("the same seed leads to the same state, another one to another", async () => {
    const hash = async (seed: number): Promise<string> => (await fuzz({ transactions: 500, seed })).stateHash;
    const seven = await hash(7);
    expect(await hash(7)).to.equal(seven);
    expect(await hash(8)).not.to.equal(seven);
  });

  it("a violation is found, and its replay shrinks to what it takes", async () => {
    const operations: Operation[] = [];
    await fuzz({ transactions: 300, seed: 1, onStep: (operation) => operations.push(operation) });
    // Claimed to be somebody's right, a refused transaction violates the last invariant.
    const registration = operations.find((one) => one.kind === "send" && one.instruction === "register_keeper");
    if (registration?.kind !== "send") throw new Error("Seed 1 registers no keeper");
    const unsigned = registration.accounts.map((meta) => ({ ...meta, signer: false }));
    const failing: Operation = { ...registration, accounts: unsigned, rightful: true };
    const shortest = await shrink([...operations, failing], 20_000);
    expect(shortest.map((operation) => write(read(write(operation))))).to.deep.equal([write(failing)]);
  });
});
