import { ComputeBudgetProgram, Ed25519Program, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { result } from "./client";
import { ONLY_LOCALNET, onEveryNode } from "./nodes";
import { fund, key, land, SOL, signed, transfer } from "./transactions";

describe("the fee", () => {
  onEveryNode((node) => {
    const [alice, bob] = [key(81), key(82)];
    const pay = transfer(alice, bob.publicKey, SOL);
    before(async () => {
      await fund(node().rpcUrl, alice.publicKey, 100 * SOL);
      await fund(node().rpcUrl, bob.publicKey, SOL);
    });

    /** What the node says beforehand and what the chain took. */
    const fees = async (instructions: TransactionInstruction[], cosigners = [] as (typeof bob)[]) => {
      const transaction = await signed(node().rpcUrl, [alice, ...cosigners], instructions);
      const message = Buffer.from(transaction.wire.subarray(1 + 64 * (1 + cosigners.length))).toString("base64");
      const { value: said } = await result(node().rpcUrl, "getFeeForMessage", message);
      await land(node().rpcUrl, transaction);
      const { meta } = await result(node().rpcUrl, "getTransaction", transaction.signature);
      expect(meta.err).to.equal(null);
      return [said, meta.fee];
    };

    it("is 5,000 lamports per signature", async () => {
      expect(await fees([pay])).to.deep.equal([5_000, 5_000]);
      const both = transfer(bob, alice.publicKey, 1);
      expect(await fees([pay, both], [bob])).to.deep.equal([10_000, 10_000]);
    });

    it("counts the signatures that a precompile checks", async () => {
      const check = Ed25519Program.createInstructionWithPrivateKey({
        privateKey: bob.secretKey,
        message: new Uint8Array([1, 2, 3]),
      });
      expect(await fees([pay, check])).to.deep.equal([10_000, 10_000]);
    });

    it("adds the price of the compute units asked for, rounded up", async () => {
      const limit = ComputeBudgetProgram.setComputeUnitLimit({ units: 1_001 });
      const price = ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1_500 });
      // 1,001 · 0.0015 = 1.5015
      expect(await fees([limit, price, pay])).to.deep.equal([5_002, 5_002]);
    });

    it("does not depend on the other things that a transaction asks for", async () => {
      const loaded = new TransactionInstruction({
        programId: ComputeBudgetProgram.programId,
        keys: [],
        data: Buffer.from([4, 0, 0, 1, 0]),
      });
      const heap = ComputeBudgetProgram.requestHeapFrame({ bytes: 65_536 });
      expect(await fees([loaded, heap, pay])).to.deep.equal([5_000, 5_000]);
    });

    it("takes 3,000 units for each built-in instruction if none are asked for", async () => {
      const price = ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1_000_000 });
      expect(await fees([price, pay])).to.deep.equal([11_000, 11_000]);
    });

    it("is unknown for an unknown blockhash", async () => {
      const { wire } = await signed(node().rpcUrl, [alice], [pay], bob.publicKey.toBase58());
      const message = Buffer.from(wire.subarray(65)).toString("base64");
      expect((await result(node().rpcUrl, "getFeeForMessage", message)).value).to.equal(null);
    });
  }, ONLY_LOCALNET);
});
