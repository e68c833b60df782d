/** The parts that need no chain. */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { fromLiteSvm } from "../../src/chain/litesvm-error";
import { uiTokenAmount } from "../../src/chain/token";
import { describeTransactionError, INSTRUCTION_ERRORS } from "../../src/chain/transaction-error";
import { toJson } from "../../src/rpc/json";

describe("toJson", () => {
  it("writes a bigint as a number with all its digits", () => {
    expect(toJson({ a: [18_446_744_073_709_551_615n, 1], b: -1n })).to.equal('{"a":[18446744073709551615,1],"b":-1}');
  });

  it("writes everything else as JSON.stringify does", () => {
    const value = { text: 'a"\n', yes: true, none: null, gone: undefined, list: [undefined, {}], number: 1.5 };
    expect(toJson(value)).to.equal('{"text":"a\\"\\n","yes":true,"none":null,"list":[null,{}],"number":1.5}');
  });
});

describe("a token amount", () => {
  it("is written with its decimals", () => {
    const written = (amount: bigint, decimals: number) => uiTokenAmount(amount, decimals).uiAmountString;
    expect(written(0n, 6)).to.equal("0");
    expect(written(1n, 6)).to.equal("0.000001");
    expect(written(1_500_000n, 6)).to.equal("1.5");
    expect(written(2_000_000n, 6)).to.equal("2");
    expect(written(10n, 0)).to.equal("10");
    expect(written(18_446_744_073_709_551_615n, 9)).to.equal("18446744073.709551615");
  });
});

describe("a transaction error", () => {
  /** The members of one of LiteSVM's enums, by number. */
  const membersOf = (name: string) => {
    const types = readFileSync(require.resolve("litesvm/dist/internal.d.ts"), "utf8");
    const body = types.match(new RegExp(`const enum ${name} \\{([^}]*)\\}`))![1]!;
    return [...body.matchAll(/(\w+) = (\d+)/g)].map(([, member, number]) => ({ member, number: Number(number) }));
  };

  it("has LiteSVM's name, for every one", () => {
    const members = membersOf("TransactionErrorFieldless");
    expect(members).to.have.length(35);
    for (const { member, number } of members) expect(fromLiteSvm(number)).to.equal(member);
    const inner = membersOf("InstructionErrorFieldless");
    expect(inner).to.have.length(53);
    for (const { member, number } of inner) expect(INSTRUCTION_ERRORS[number]![0]).to.equal(member);
  });

  it("is worded as a node words it", () => {
    const inInstruction = (error: string | { Custom: number }) =>
      describeTransactionError({ InstructionError: [2, error] });
    expect(describeTransactionError("InsufficientFundsForFee")).to.equal("Insufficient funds for fee");
    expect(inInstruction({ Custom: 6_001 })).to.equal("Error processing Instruction 2: custom program error: 0x1771");
    expect(inInstruction("InvalidSeeds")).to.equal(
      "Error processing Instruction 2: Provided seeds do not result in a valid address",
    );
    expect(describeTransactionError({ InsufficientFundsForRent: { account_index: 3 } })).to.equal(
      "Transaction results in an account (3) with insufficient funds for rent",
    );
    expect(describeTransactionError({ DuplicateInstruction: 1 })).to.equal(
      "Transaction contains a duplicate instruction (1) that is not allowed",
    );
  });
});
