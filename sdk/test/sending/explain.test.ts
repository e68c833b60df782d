import { SendTransactionError, TransactionExpiredBlockheightExceededError } from "@solana/web3.js";
import { expect } from "chai";
import { IDL } from "../../src/idl";
import { explainError } from "../../src/sending/explain";
import { PROGRAM_ID } from "../../src/wire/idl";
import { ERRORS } from "../../src/wire/profit-share-errors";

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

    it("what web3.js throws without logs", () => {
      const error = new SendTransactionError({
        action: "send",
        signature: "",
        transactionMessage:
          "Transaction simulation failed: Error processing Instruction 0: custom program error: 0x17d5",
      });
      expect(told(error)).to.deep.equal(balance);
    });

    it("the err of a transaction, of a simulation with its logs, and the meta of a fetched transaction", () => {
      const err = { InstructionError: [2, { Custom: 6101 }] };
      expect(told(err)).to.deep.equal(balance);
      expect(told({ err, logs: logs(program, "custom program error: 0x17d5") })).to.deep.equal(balance);
      expect(told({ err, logMessages: logs(program, "custom program error: 0x17d5") })).to.deep.equal(balance);
      expect(told({ err, logs: null })).to.deep.equal(balance);
    });

    it("an expired transaction", () => {
      expect(told(new TransactionExpiredBlockheightExceededError("5Sig"))).to.deep.equal({
        name: "Expired",
        code: null,
      });
    });
  });

  it("knows Anchor's own refusals", () => {
    expect(explainError({ InstructionError: [0, { Custom: 2012 }] }).name).to.equal("ConstraintAddress");
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

  it("does not guess which program refused with a small number when it has no logs", () => {
    expect(explainError({ InstructionError: [0, { Custom: 1 }] })).to.deep.equal({
      name: "Unknown",
      message: "A program refused with error 1: pass the transaction's logs to learn which",
      code: 1,
      program: null,
    });
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
