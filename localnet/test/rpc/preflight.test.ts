import {
  createAssociatedTokenAccountIdempotentInstruction,
  getAssociatedTokenAddressSync,
  NATIVE_MINT,
} from "@solana/spl-token";
import { TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { ask, failure, result } from "./client";
import { onEveryNode } from "./nodes";
import { fund, key, SOL, signed, transfer } from "./transactions";

const FAILED_LOGS = [
  "Program 11111111111111111111111111111111 invoke [1]",
  "Transfer: insufficient lamports 1999995000, need 9000000000",
  "Program 11111111111111111111111111111111 failed: custom program error: 0x1",
];

describe("preflight and simulation", () => {
  onEveryNode((node, value) => {
    const [alice, bob] = [key(21), key(22)];
    const send = (base64: string, config: object = {}) =>
      failure(node().rpcUrl, "sendTransaction", base64, { encoding: "base64", ...config });
    const simulate = async (base64: string, config: object = {}) =>
      (await result(node().rpcUrl, "simulateTransaction", base64, { encoding: "base64", ...config })).value;

    before(() => fund(node().rpcUrl, alice.publicKey, 2 * SOL));

    describe("of a transfer that its payer cannot afford", () => {
      let base64: string;
      before(async () => {
        ({ base64 } = await signed(node().rpcUrl, [alice], [transfer(alice, bob.publicKey, 9 * SOL)]));
      });

      it("refuses it with the error and the logs", async () => {
        const error = await send(base64);
        expect(error.code).to.equal(-32002);
        // Surfpool appends the logs to the message.
        expect(error.message.split(": 3 log messages")[0]).to.equal(
          "Transaction simulation failed: Error processing Instruction 0: custom program error: 0x1",
        );
        const { loadedAccountsDataSize, ...data } = error.data as Record<string, unknown>;
        expect(data).to.deep.include({
          accounts: null,
          err: { InstructionError: [0, { Custom: 1 }] },
          innerInstructions: null,
          logs: FAILED_LOGS,
          replacementBlockhash: null,
          returnData: null,
          unitsConsumed: 150,
        });
      });

      it("charges nothing", async () => {
        expect((await result(node().rpcUrl, "getBalance", alice.publicKey.toBase58())).value).to.equal(2_000_000_000);
      });

      it("is simulated to the same error, without accounts", async () => {
        const accounts = { encoding: "base64", addresses: [bob.publicKey.toBase58()] };
        expect(await simulate(base64, { accounts })).to.deep.include({
          // Surfpool leaves the list out.
          accounts: value<unknown>([null], null),
          err: { InstructionError: [0, { Custom: 1 }] },
          logs: FAILED_LOGS,
          unitsConsumed: 150,
        });
      });
    });

    describe("of a transfer that would succeed", () => {
      let base64: string;
      before(async () => {
        ({ base64 } = await signed(node().rpcUrl, [alice], [transfer(alice, bob.publicKey, SOL)]));
      });

      it("simulates it with the accounts after it, and changes nothing", async () => {
        const accounts = { encoding: "base64", addresses: [bob.publicKey.toBase58()] };
        const answer = await simulate(base64, { accounts, sigVerify: true, innerInstructions: true });
        expect(answer.accounts).to.have.length(1);
        expect(answer.accounts[0]).to.deep.include({ lamports: 1_000_000_000, data: ["", "base64"] });
        expect(answer).to.deep.include({ err: null, unitsConsumed: 150, returnData: null, innerInstructions: [] });
        expect((await result(node().rpcUrl, "getAccountInfo", bob.publicKey.toBase58())).value).to.equal(null);
      });

      it("replaces the blockhash if asked", async () => {
        const { base64: stale } = await signed(
          node().rpcUrl,
          [alice],
          [transfer(alice, bob.publicKey, SOL)],
          key(23).publicKey.toBase58(),
        );
        expect(await simulate(stale)).to.deep.include({ err: "BlockhashNotFound", logs: [], unitsConsumed: 0 });
        const replaced = await simulate(stale, { replaceRecentBlockhash: true });
        expect(replaced.err).to.equal(null);
        expect(replaced.replacementBlockhash.blockhash).to.be.a("string");
        expect(replaced.replacementBlockhash.lastValidBlockHeight).to.be.a("number");
      });

      it("needs no signature unless asked", async () => {
        const forged = Buffer.from(base64, "base64").fill(9, 1, 65).toString("base64");
        expect((await simulate(forged)).err).to.equal(null);
        expect((await simulate(forged, { sigVerify: true })).err).to.equal("SignatureFailure");
      });
    });

    it("refuses an unknown blockhash", async () => {
      const { rpcUrl } = node();
      const blockhash = key(23).publicKey.toBase58();
      const { base64 } = await signed(rpcUrl, [alice], [transfer(alice, bob.publicKey, SOL)], blockhash);
      const error = await send(base64);
      expect(error.code).to.equal(-32002);
      expect(error.message).to.equal("Transaction simulation failed: Blockhash not found");
      expect(error.data).to.deep.include({ err: "BlockhashNotFound", logs: [], unitsConsumed: 0 });
    });

    it("refuses a wrong signature", async () => {
      const { rpcUrl } = node();
      const { base64 } = await signed(rpcUrl, [alice], [transfer(alice, bob.publicKey, SOL)]);
      const error = await send(Buffer.from(base64, "base64").fill(9, 1, 65).toString("base64"));
      expect(error.code).to.equal(-32002);
      expect(error.message).to.equal(
        // Surfpool words it in its own way.
        value(
          "Transaction simulation failed: Transaction did not pass signature verification",
          'Transaction verification failed for transaction Internal error: "Transaction error: Transaction did not pass signature verification"',
        ),
      );
    });

    it("refuses a missing signature, and drops it without preflight", async () => {
      const { rpcUrl } = node();
      const { base64 } = await signed(rpcUrl, [alice], [transfer(alice, bob.publicKey, SOL)]);
      const unsigned = Buffer.from(base64, "base64").fill(0, 1, 65).toString("base64");
      const error = await send(unsigned);
      expect(error.code).to.equal(-32002);
      expect(error.message).to.match(/Transaction did not pass signature verification/);
      expect((await simulate(unsigned)).err).to.equal(null);
      expect((await simulate(unsigned, { sigVerify: true })).err).to.equal("SignatureFailure");
      const config = { encoding: "base64", skipPreflight: true };
      const answer = await ask(rpcUrl, "sendTransaction", unsigned, config);
      // Surfpool refuses what a cluster's node forwards unseen.
      expect(answer.result).to.equal(value("1".repeat(64), undefined));
      expect((await result(rpcUrl, "getSignatureStatuses", ["1".repeat(64)])).value).to.deep.equal([null]);
    });

    it("refuses a payer without money", async () => {
      const { base64 } = await signed(node().rpcUrl, [key(24)], [transfer(key(24), bob.publicKey, 1)]);
      const error = await send(base64);
      expect(error.message).to.equal(
        "Transaction simulation failed: Attempt to debit an account but found no record of a prior credit.",
      );
      expect(error.data).to.deep.include({ err: "AccountNotFound", logs: [] });
    });

    it("refuses a program that does not exist", async () => {
      const call = new TransactionInstruction({ programId: key(25).publicKey, keys: [] });
      const { base64 } = await signed(node().rpcUrl, [alice], [call]);
      // LiteSVM, inside both, does not tell the two cases apart; localnet does.
      expect((await send(base64)).data).to.deep.include({
        err: value("ProgramAccountNotFound", "InvalidProgramForExecution"),
      });
    });

    it("refuses an account that is no program", async () => {
      const call = new TransactionInstruction({ programId: alice.publicKey, keys: [] });
      const { rpcUrl } = node();
      await fund(rpcUrl, key(26).publicKey, SOL);
      const { base64 } = await signed(rpcUrl, [key(26)], [call]);
      expect((await send(base64)).data).to.deep.include({ err: "InvalidProgramForExecution" });
    });

    it("shows inner instructions if asked", async () => {
      const account = getAssociatedTokenAddressSync(NATIVE_MINT, bob.publicKey);
      const create = createAssociatedTokenAccountIdempotentInstruction(
        alice.publicKey,
        account,
        bob.publicKey,
        NATIVE_MINT,
      );
      const { base64 } = await signed(node().rpcUrl, [alice], [create]);
      const { innerInstructions } = await simulate(base64, { innerInstructions: true });
      expect(innerInstructions).to.have.length(1);
      expect(innerInstructions[0].index).to.equal(0);
      const programs = innerInstructions[0].instructions.map((one: { programId: string }) => one.programId);
      const token = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
      expect(programs).to.deep.equal([token, "11111111111111111111111111111111", token, token]);
    });
  });
});
