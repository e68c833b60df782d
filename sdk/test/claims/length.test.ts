import { PublicKey, TransactionInstruction, TransactionMessage } from "@solana/web3.js";
import { expect } from "chai";
import fc from "fast-check";
import { Length, partOf } from "../../src/claims/length";
import { transactionLength } from "../../src/sending/message";
import { key } from "../support/history";

describe("the length of a transaction", () => {
  const meta = fc.record({
    pubkey: fc.integer({ min: 1, max: 12 }).map(key),
    isSigner: fc.boolean(),
    isWritable: fc.boolean(),
  });
  const instruction = fc
    .record({
      programId: fc.integer({ min: 20, max: 22 }).map(key),
      keys: fc.array(meta, { maxLength: 8 }),
      data: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    })
    .map((fields) => new TransactionInstruction(fields));
  const parts = fc.array(fc.array(instruction, { maxLength: 3 }), { maxLength: 4 });

  for (const version of ["legacy", 0] as const) {
    it(`grows as its bytes do (${version})`, () => {
      fc.assert(
        fc.property(parts, (all) => {
          const payerKey = key(1);
          const length = new Length(payerKey, version);
          const instructions: TransactionInstruction[] = [];
          for (const added of all) {
            const part = partOf(added);
            const foretold = length.with(part);
            instructions.push(...added);
            const recentBlockhash = PublicKey.default.toBase58();
            const message = new TransactionMessage({ payerKey, recentBlockhash, instructions });
            const made = version === 0 ? message.compileToV0Message() : message.compileToLegacyMessage();
            const bytes = transactionLength(made);
            // A message that does not fit has no bytes to count.
            if (Number.isFinite(bytes)) expect(foretold).to.equal(bytes);
            else expect(foretold).to.be.greaterThan(1_232);
            length.add(part);
            expect(length.with(partOf([]))).to.equal(foretold);
          }
        }),
        { numRuns: 300 },
      );
    });
  }
});
