/** The return data of `settle_batch`, byte for byte. */
import { utils } from "@coral-xyz/anchor";
import { expect } from "chai";
import { decodeSkipped, skippedRows } from "../../src/sending/skipped-rows";
import { PROGRAM_ID } from "../../src/wire/idl";

/** Two rows: row 1 with 6083 (0x17c3), row 4 with the runtime's 18th refusal in the upper 32 bits. */
const TWO = Uint8Array.of(2, 0, 0, 0, 1, 0xc3, 0x17, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 18, 0, 0, 0);

const returned = (data: Uint8Array, program = PROGRAM_ID.toBase58()): string =>
  `Program return: ${program} ${utils.bytes.base64.encode(Buffer.from(data))}`;

describe("decodeSkipped", () => {
  it("names the rows and what they met", () => {
    const [repeated, foreign, ...others] = decodeSkipped(TWO);
    expect(others).to.deep.equal([]);
    expect(repeated).to.deep.equal({
      row: 1,
      error: {
        name: "ReferenceRepeated",
        message: "The reference is that of the last close (zero before the first): the close is settled already",
        code: 6083,
        program: PROGRAM_ID.toBase58(),
      },
    });
    expect(foreign!.row).to.equal(4);
    expect(foreign!.error).to.deep.include({ name: "IllegalOwner", code: null });
    expect(foreign!.error.message).to.contain("An account is owned by another program than expected");
  });

  it("knows that nothing was skipped", () => {
    expect(decodeSkipped(new Uint8Array(4))).to.deep.equal([]);
    expect(decodeSkipped(new Uint8Array(0))).to.deep.equal([]);
  });

  it("does without zeros that a node left out at the end", () => {
    // Row 0 with 6089 (0x17c9): its last bytes are zeros.
    expect(
      decodeSkipped(Uint8Array.of(1, 0, 0, 0, 0, 0xc9, 0x17)).map(({ row, error }) => [row, error.name]),
    ).to.deep.equal([[0, "SubscriptionRepeated"]]);
  });

  it("names a refusal that has no words", () => {
    const [row] = decodeSkipped(Uint8Array.of(1, 0, 0, 0, 7, 0, 0, 0, 0, 25, 0, 0, 0));
    expect(row!.error).to.deep.include({
      name: "Immutable",
      message: "The runtime refuses it with Immutable (107374182400): check the accounts of the row",
    });
    const [unknown] = decodeSkipped(Uint8Array.of(1, 0, 0, 0, 7, 0, 0, 0, 0, 99, 0, 0, 0));
    expect(unknown!.error.name).to.equal("Unknown");
  });

  it("refuses more rows than return data can hold", () => {
    expect(() => decodeSkipped(Uint8Array.of(255, 0, 0, 0))).to.throw(RangeError);
  });
});

describe("skippedRows", () => {
  it("has one list for each batch of the transaction, in order", () => {
    const rows = skippedRows([returned(TWO), "Program log: between", returned(new Uint8Array(4))]);
    expect(rows.map((skipped) => skipped.map(({ row }) => row))).to.deep.equal([[1, 4], []]);
  });

  it("does not believe another program, or a message that imitates the runtime", () => {
    const other = "11111111111111111111111111111111";
    expect(skippedRows([returned(TWO, other), `Program log: ${returned(TWO)}`])).to.deep.equal([]);
  });
});
