import { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { result } from "./client";
import { onEveryNode } from "./nodes";
import { fund, key, land, SOL, signed } from "./transactions";

const MEMO = new PublicKey("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
const memo = (data: Buffer) => new TransactionInstruction({ programId: MEMO, keys: [], data });

describe("memos", () => {
  onEveryNode((node, value) => {
    const alice = key(74);
    before(() => fund(node().rpcUrl, alice.publicKey, SOL));

    const run = async (...memos: Buffer[]) =>
      land(node().rpcUrl, await signed(node().rpcUrl, [alice], memos.map(memo)));
    const instructions = async (signature: string) =>
      (await result(node().rpcUrl, "getTransaction", signature, { encoding: "jsonParsed" })).transaction.message
        .instructions;
    const line = async (signature: string) => {
      const lines = await result(node().rpcUrl, "getSignaturesForAddress", alice.publicKey.toBase58());
      return lines.find((one: { signature: string }) => one.signature === signature);
    };

    it("are their text, and stand in the list of signatures with their length in bytes", async () => {
      const signature = await run(Buffer.from("grüße"), Buffer.from("2; x"));
      const [first, second] = await instructions(signature);
      expect(first).to.deep.equal({
        program: "spl-memo",
        programId: MEMO.toBase58(),
        parsed: "grüße",
        stackHeight: 1,
      });
      expect(second.parsed).to.equal("2; x");
      expect((await line(signature)).memo).to.equal("[7] grüße; [4] 2; x");
    });

    it("stay bytes if they are no UTF-8", async () => {
      const signature = await run(Buffer.from([0xff, 0x41]));
      expect(await instructions(signature)).to.deep.equal([
        { programId: MEMO.toBase58(), accounts: [], data: "LRe", stackHeight: 1 },
      ]);
      // Surfpool spells it in its own way.
      expect((await line(signature)).memo).to.equal(value("[2] (unparsable)", "[2] (unparseable)"));
    });

    it("may be empty", async () => {
      const signature = await run(Buffer.alloc(0));
      expect((await instructions(signature))[0].parsed).to.equal("");
      expect((await line(signature)).memo).to.equal("[0] ");
    });

    it("are none of a transaction without them", async () => {
      const signature = await fund(node().rpcUrl, alice.publicKey, SOL);
      expect((await line(signature)).memo).to.equal(null);
    });
  });
});
