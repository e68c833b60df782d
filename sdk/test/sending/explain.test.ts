import { SendTransactionError, TransactionExpiredBlockheightExceededError } from "@solana/web3.js";
import { expect } from "chai";
import { IDL } from "../../src/idl";
import { DRIFT_ERRORS } from "../../src/sending/error-words";
import { explainError } from "../../src/sending/explain";
import { DRIFT_PROGRAM_ID, VELOCITY_PROGRAM_ID } from "../../src/venue/layout";
import { PROGRAM_ID } from "../../src/wire/idl";
import { ERRORS } from "../../src/wire/profit-share-errors";

const DRIFT = DRIFT_PROGRAM_ID.toBase58();
const COMPUTE_BUDGET = "ComputeBudget111111111111111111111111111111";
const TOKEN = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
const program = PROGRAM_ID.toBase58();

/** Logs of a failed transaction whose innermost failure is `reason` in `origin`. */
function logs(origin: string, reason: string): string[] {
  if (origin === program) return [`Program ${program} invoke [1]`, `Program ${program} failed: ${reason}`];
  return [
    `Program ${program} invoke [1]`,
    `Program ${origin} invoke [2]`,
    `Program ${origin} failed: ${reason}`,
    `Program ${program} failed: ${reason}`,
  ];
}

describe("explainError", () => {
  it("knows every error of the program", () => {
    expect(ERRORS.trim().split("\n")).to.have.length(IDL.errors.length);
    for (const { code, name, msg } of IDL.errors) {
      const hexadecimal = `custom program error: 0x${code.toString(16)}`;
      expect(explainError(logs(program, hexadecimal))).to.deep.equal({ name, message: msg, code, program });
    }
  });

  describe("takes", () => {
    const told = (failure: unknown) => {
      const { name, code } = explainError(failure);
      return { name, code };
    };
    const balance = { name: "BalanceTooLow", code: 6101 };

    it("what web3.js throws when a simulation failed", () => {
      const error = new SendTransactionError({
        action: "simulate",
        signature: "",
        transactionMessage:
          "Transaction simulation failed: Error processing Instruction 0: custom program error: 0x17d5",
        logs: logs(program, "custom program error: 0x17d5"),
      });
      expect(told(error)).to.deep.equal(balance);
    });

    it("what web3.js throws without logs, with the programs of the instructions", () => {
      const error = new SendTransactionError({
        action: "send",
        signature: "",
        transactionMessage:
          "Transaction simulation failed: Error processing Instruction 0: custom program error: 0x17d5",
      });
      expect(told({ err: error, programs: [program] })).to.deep.equal(balance);
      expect(told(error)).to.deep.equal({ name: "Unknown", code: 6101 });
    });

    it("what web3.js throws with logs, passed on with the programs", () => {
      const error = new SendTransactionError({
        action: "simulate",
        signature: "",
        transactionMessage: "Transaction simulation failed: Error processing Instruction 0: custom program error: 0x1",
        logs: logs(TOKEN, "custom program error: 0x1"),
      });
      expect(told({ err: error, programs: [program] })).to.deep.equal({ name: "InsufficientFunds", code: 1 });
    });

    it("the err of a transaction, of a simulation with its logs, and the meta of a fetched transaction", () => {
      const err = { InstructionError: [2, { Custom: 6101 }] };
      const programs = [COMPUTE_BUDGET, TOKEN, program];
      expect(told({ err, programs })).to.deep.equal(balance);
      expect(told({ err, logs: logs(program, "custom program error: 0x17d5") })).to.deep.equal(balance);
      expect(told({ err, logMessages: logs(program, "custom program error: 0x17d5") })).to.deep.equal(balance);
      expect(told({ err, logs: null, programs })).to.deep.equal(balance);
    });

    it("an expired transaction", () => {
      expect(told(new TransactionExpiredBlockheightExceededError("5Sig"))).to.deep.equal({
        name: "Expired",
        code: null,
      });
    });
  });

  it("knows Anchor's own refusals", () => {
    const err = { InstructionError: [0, { Custom: 2012 }] };
    expect(explainError({ err, programs: [PROGRAM_ID] }).name).to.equal("ConstraintAddress");
    expect(explainError(logs(program, "custom program error: 0x7d0")).name).to.equal("ConstraintMut");
  });

  it("tells a failed token transfer from an error of the program with the same number", () => {
    expect(explainError(logs(TOKEN, "custom program error: 0x1"))).to.deep.equal({
      name: "InsufficientFunds",
      message: "The paying token account holds less than the amount: fund it or pay less",
      code: 1,
      program: TOKEN,
    });
    expect(explainError(logs(TOKEN, "custom program error: 0x3")).name).to.equal("MintMismatch");
    expect(explainError(logs("11111111111111111111111111111111", "custom program error: 0x1")).name).to.equal(
      "ResultWithNegativeLamports",
    );
  });

  describe("does not guess which program refused without logs", () => {
    // 6003 and 6101 are errors of this program and of Drift, 2012 is one of every Anchor program.
    for (const code of [1, 2012, 6003, 6101]) {
      for (const logs of [undefined, null, []]) {
        it(`with ${code} and ${JSON.stringify(logs)}`, () => {
          expect(explainError({ err: { InstructionError: [0, { Custom: code }] }, logs })).to.deep.equal({
            name: "Unknown",
            message: `A program refused with error ${code}: pass the transaction's logs to learn which`,
            code,
            program: null,
          });
        });
      }
    }

    it("in the words that web3.js throws", () => {
      const text = "Transaction simulation failed: Error processing Instruction 3: custom program error: 0x1773";
      expect(explainError(new Error(text))).to.deep.include({ name: "Unknown", code: 6003, program: null });
    });

    it("and takes this program for itself only at the address that is passed", () => {
      const err = { InstructionError: [0, { Custom: 6003 }] };
      const elsewhere = VELOCITY_PROGRAM_ID;
      expect(explainError({ err, programs: [elsewhere] }, elsewhere).name).to.equal("KeeperNotForSource");
      expect(explainError({ err, programs: [PROGRAM_ID] }, elsewhere).name).to.equal("Unknown");
    });
  });

  describe("does not guess which program refused when the node cut the logs off", () => {
    const err = { InstructionError: [1, { Custom: 6003 }] };
    const begun = [`Program ${program} invoke [1]`, `Program ${DRIFT} invoke [2]`, "Program log: …"];
    const unknown = {
      name: "Unknown",
      message:
        "A program refused with error 6003, and the logs end before they say which: look the number up in the " +
        "documentation of each program that was called",
      code: 6003,
      program: null,
    };

    it("at its end", () => {
      expect(explainError({ err, logs: [...begun, "Log truncated"] })).to.deep.equal(unknown);
      expect(explainError({ err, logMessages: [...begun, "Log truncated"] })).to.deep.equal(unknown);
    });

    it("before the innermost failure: a shorter line of a caller is still recorded", () => {
      const caller = `Program ${program} failed: custom program error: 0x1773`;
      expect(explainError({ err, logs: [...begun, "Log truncated", caller] })).to.deep.equal(unknown);
      expect(explainError([...begun, "Log truncated", caller])).to.deep.equal(unknown);
    });

    it("without a word about it", () => {
      expect(explainError({ err, logs: begun })).to.deep.equal(unknown);
    });

    it("and a program logged the words of a failure", () => {
      const spoken = [
        "Program log: failed: custom program error: 0x1773",
        `Program log: Program ${program} failed: custom program error: 0x1773`,
      ];
      expect(explainError({ err, logs: [...begun, ...spoken, "Log truncated"] })).to.deep.equal(unknown);
    });

    it("but takes what was recorded before", () => {
      const recorded = [...begun, `Program ${DRIFT} failed: custom program error: 0x1773`, "Log truncated"];
      expect(explainError({ err, logs: recorded })).to.deep.include({ name: "InsufficientCollateral", program: DRIFT });
    });
  });

  describe("does not believe what programs log", () => {
    const CALLER = "897XUBPiJ3KpwGuYcbGyvYq1KNYmMfBLVUVGKb6ootHw";
    /** As the runtime and Anchor word a `BalanceTooLow`. */
    const spoken = [
      "Program log: custom program error: 0x17d5",
      "Program log: AnchorError occurred. Error Code: BalanceTooLow. Error Number: 6101. Error Message: Pay.",
      'Program log: {"InstructionError":[0,{"Custom":6101}]}',
      `Program log: \nProgram ${program} failed: custom program error: 0x17d5\n`,
      "Program data: AAAA custom program error: 0x17d5",
    ];
    const withReason = (reason: string) => [
      `Program ${CALLER} invoke [1]`,
      ...spoken,
      `Program ${program} invoke [2]`,
      `Program ${program} failed: ${reason}`,
      `Program ${CALLER} failed: ${reason}`,
    ];
    const thrown = (logs: string[], reason: string) =>
      new SendTransactionError({
        action: "simulate",
        signature: "",
        transactionMessage: `Transaction simulation failed: Error processing Instruction 0: ${reason}`,
        logs,
      });
    /** The same failure in every form that is taken. */
    const formsOf = (logs: string[], reason: string, err: unknown): [string, unknown][] => [
      ["the logs alone", logs],
      ["an object with the logs alone", { logs }],
      ["err and logs", { err, logs }],
      ["what web3.js throws", thrown(logs, reason)],
      ["the same, passed on", { err: thrown(logs, reason), programs: [CALLER] }],
      ["the same without its logs", new Error(thrown(logs, reason).message)],
    ];

    const missing = "missing required signature for instruction";
    const err = { InstructionError: [0, "MissingRequiredSignature"] };
    for (const [form, failure] of formsOf(withReason(missing), missing, err)) {
      it(`when the program failed for a reason without a number: ${form}`, () => {
        expect(explainError(failure)).to.deep.include({ name: "MissingRequiredSignature", code: null });
      });
    }

    const strange = "a reason that nobody knows";
    for (const [form, failure] of formsOf(withReason(strange), strange, { InstructionError: [0, "Strange"] })) {
      it(`when the program failed for a reason that has no words: ${form}`, () => {
        expect(explainError(failure)).to.deep.include({ name: "Unknown", code: null });
      });
    }

    it("when the caller fails with a number of this program: what it says of its error is its own", () => {
      const logs = [
        `Program ${CALLER} invoke [1]`,
        ...spoken,
        `Program ${CALLER} failed: custom program error: 0x17d5`,
      ];
      const custom = { InstructionError: [0, { Custom: 6101 }] };
      for (const [form, failure] of formsOf(logs, "custom program error: 0x17d5", custom).slice(0, 5)) {
        expect(explainError(failure), form).to.deep.include({
          message: `Program ${CALLER} refused: Pay`,
          code: 6101,
          program: CALLER,
        });
      }
    });

    it("when the node cut the logs off before the failure", () => {
      expect(explainError([`Program ${CALLER} invoke [1]`, ...spoken, "Log truncated"])).to.deep.include({
        name: "Unknown",
        code: null,
        program: null,
      });
    });
  });

  describe("goes by the instruction that failed when no log tells", () => {
    const failed = (code: number, called: string, logs?: string[]) =>
      explainError({
        err: { InstructionError: [1, { Custom: code }] },
        logs,
        programs: [COMPUTE_BUDGET, called, TOKEN],
      });

    it("one of Drift may have failed in a program that it called", () => {
      const { message, ...others } = failed(6003, DRIFT);
      expect(others).to.deep.equal({ name: "InsufficientCollateral", code: 6003, program: null });
      expect(message).to.match(/^Drift: .* \(if Drift refused itself, and none that it called\)$/);
      expect(failed(6003, DRIFT, ["Log truncated"]).name).to.equal("InsufficientCollateral");
    });

    it("one of an unknown program, too", () => {
      expect(failed(6003, VELOCITY_PROGRAM_ID.toBase58())).to.deep.equal({
        name: "Unknown",
        message:
          `Program ${VELOCITY_PROGRAM_ID.toBase58()}, or one that it called, refused with error 6003: ` +
          "pass the transaction's logs to learn which",
        code: 6003,
        program: null,
      });
    });

    it("one of this program is its own: what it calls has no such numbers", () => {
      expect(failed(6003, program)).to.deep.include({ name: "KeeperNotForSource", program });
      expect(failed(6003, program, ["Log truncated"])).to.deep.include({ name: "KeeperNotForSource", program });
      // A transfer that it made may have failed.
      expect(failed(1, program)).to.deep.include({ name: "Unknown", program: null });
    });

    it("one of the token program is its own: it calls none", () => {
      expect(failed(1, TOKEN)).to.deep.include({ name: "InsufficientFunds", program: TOKEN });
    });

    it("and not by programs of which that one is missing, or by what is no list", () => {
      const err = { InstructionError: [7, { Custom: 6003 }] };
      for (const programs of [[program], [], null, program]) {
        expect(explainError({ err, programs })).to.deep.include({ name: "Unknown", program: null });
      }
    });
  });

  describe("knows Drift's usual errors", () => {
    const { errors } = require("@drift-labs/sdk/lib/node/idl/drift.json") as {
      errors: { code: number; name: string }[];
    };

    for (const line of DRIFT_ERRORS.trim().split("\n")) {
      const [, code, name, message] = /^(\d+) (\w+) (.*)$/.exec(line)!;
      it(`${name}, under the number of Drift's IDL`, () => {
        expect(errors.find((error) => error.code === Number(code))?.name).to.equal(name);
        const failed = `Program ${DRIFT} failed: custom program error: 0x${Number(code).toString(16)}`;
        expect(explainError([failed])).to.deep.equal({ name, message, code: Number(code), program: DRIFT });
      });
    }
  });

  it("does not take another program's number for one of this program", () => {
    const other = "dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH";
    expect(
      explainError([`Program ${other} invoke [1]`, `Program ${other} failed: custom program error: 0x17d5`]),
    ).to.deep.equal({
      name: "Unknown",
      message: `Program ${other} refused with error 6101: look it up in that program's documentation`,
      code: 6101,
      program: other,
    });
  });

  describe("quotes a program that says itself what its error is", () => {
    const OTHER = VELOCITY_PROGRAM_ID.toBase58();
    const failing = (named: string, by: string, between: string[] = []) => [
      `Program ${program} invoke [1]`,
      `Program ${by} invoke [2]`,
      `Program log: ${named}`,
      ...between,
      `Program ${by} consumed 700 of 200000 compute units`,
      `Program ${by} failed: custom program error: 0x1773`,
    ];
    const thrown = "AnchorError thrown in programs/velocity/src/lib.rs:7. ";
    const words = "Error Code: OrderTooSmall. Error Number: 6003. Error Message: The order is too small.";

    it("in each form that Anchor has for it", () => {
      const forms = ["AnchorError occurred. ", thrown, "AnchorError caused by account: user. "];
      for (const form of forms) {
        expect(explainError(failing(form + words, OTHER))).to.deep.equal({
          name: "OrderTooSmall",
          message: `Program ${OTHER} refused: The order is too small`,
          code: 6003,
          program: OTHER,
        });
      }
    });

    it("but not for one that is known by its own table", () => {
      expect(explainError(failing(thrown + words, DRIFT)).name).to.equal("InsufficientCollateral");
    });

    it("but not under another number than it failed with", () => {
      const another = words.replace("6003", "6004");
      expect(explainError(failing(thrown + another, OTHER)).name).to.equal("Unknown");
    });

    it("but not what its caller said, or one that it called", () => {
      const calls = [`Program ${TOKEN} invoke [3]`, `Program ${TOKEN} success`];
      expect(explainError(failing(thrown + words, OTHER, calls)).name).to.equal("Unknown");
      const before = [`Program log: ${thrown + words}`, ...logs(OTHER, "custom program error: 0x1773")];
      expect(explainError(before).name).to.equal("Unknown");
    });
  });

  describe("knows the runtime's refusals", () => {
    const cases: [unknown, string][] = [
      [{ InstructionError: [0, "MissingRequiredSignature"] }, "MissingRequiredSignature"],
      [logs(program, "missing required signature for instruction"), "MissingRequiredSignature"],
      [logs(program, "Provided seeds do not result in a valid address"), "InvalidSeeds"],
      [logs(program, "Provided owner is not allowed"), "IllegalOwner"],
      [logs(program, "invalid account data for instruction"), "InvalidAccountData"],
      [logs(program, "exceeded CUs meter at BPF instruction"), "ComputationalBudgetExceeded"],
      ["BlockhashNotFound", "BlockhashNotFound"],
      [new Error("Transaction simulation failed: Blockhash not found"), "BlockhashNotFound"],
      [{ err: "InsufficientFundsForFee" }, "InsufficientFundsForFee"],
      [{ err: { InsufficientFundsForRent: { account_index: 1 } } }, "InsufficientFundsForRent"],
      [new Error("Attempt to debit an account but found no record of a prior credit."), "AccountNotFound"],
      [new Error("This transaction has already been processed"), "AlreadyProcessed"],
    ];
    for (const [failure, name] of cases) {
      it(`${name} in ${JSON.stringify(failure instanceof Error ? failure.message : failure).slice(0, 70)}`, () => {
        const explained = explainError(failure);
        expect(explained.name).to.equal(name);
        expect(explained.code).to.equal(null);
        expect(explained.message).to.match(/: /);
      });
    }
  });

  it("hands on what it does not know", () => {
    expect(explainError(new Error("fetch failed")).message).to.equal("fetch failed");
    expect(explainError(undefined).message).to.equal("undefined");
  });
});
