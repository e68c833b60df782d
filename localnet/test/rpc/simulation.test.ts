import {
  createAssociatedTokenAccountInstruction,
  createInitializeMint2Instruction,
  createMintToInstruction,
  createTransferInstruction,
  getAssociatedTokenAddressSync,
  TOKEN_PROGRAM_ID,
} from "@solana/spl-token";
import { ComputeBudgetProgram, SystemProgram, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { failure, result } from "./client";
import { onEveryNode } from "./nodes";
import { fund, key, land, SOL, signed, transfer } from "./transactions";

/** Of the token program that both carry. */
const PROGRAM_BYTES = 100_357;

const FIELDS = [
  "accounts",
  "err",
  "fee",
  "innerInstructions",
  "loadedAccountsDataSize",
  "loadedAddresses",
  "logs",
  "postBalances",
  "postTokenBalances",
  "preBalances",
  "preTokenBalances",
  "replacementBlockhash",
  "returnData",
  "unitsConsumed",
];

describe("a simulation's answer", () => {
  onEveryNode((node, value) => {
    const [alice, bob, mint] = [key(141), key(142), key(143)];
    const tokens = getAssociatedTokenAddressSync(mint.publicKey, alice.publicKey);
    const sign = (...instructions: TransactionInstruction[]) => signed(node().rpcUrl, [alice], instructions);
    const simulate = async (base64: string, config: object = {}) =>
      (await result(node().rpcUrl, "simulateTransaction", base64, { encoding: "base64", ...config })).value;
    // Surfpool has none of the balances, fees and addresses.
    const orNull = <T>(cluster: T) => value<T | null>(cluster, null);

    before(async () => {
      await fund(node().rpcUrl, alice.publicKey, 5 * SOL);
      await fund(node().rpcUrl, bob.publicKey, SOL);
    });

    describe("of a transfer", () => {
      it("has every field of a node's", async () => {
        const { base64 } = await sign(transfer(alice, bob.publicKey, SOL));
        expect(Object.keys(await simulate(base64)).sort()).to.deep.equal(FIELDS);
      });

      it("has the fee and the balances before and after", async () => {
        const { base64 } = await sign(transfer(alice, bob.publicKey, SOL));
        expect(await simulate(base64)).to.deep.include({
          fee: orNull(5_000),
          preBalances: orNull([5 * SOL, SOL, 1]),
          postBalances: orNull([4 * SOL - 5_000, 2 * SOL, 1]),
          preTokenBalances: orNull([]),
          postTokenBalances: orNull([]),
          loadedAddresses: orNull({ readonly: [], writable: [] }),
        });
      });

      it("has the fee with its priority", async () => {
        const { base64 } = await sign(
          ComputeBudgetProgram.setComputeUnitLimit({ units: 1_000 }),
          ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 7_000 }),
          transfer(alice, bob.publicKey, SOL),
        );
        expect(await simulate(base64)).to.deep.include({ err: null, fee: orNull(5_007) });
      });

      it("counts 64 bytes and the data of every account that exists", async () => {
        // The system program's account holds 21 bytes in LiteSVM, inside both.
        const known = await sign(transfer(alice, bob.publicKey, SOL));
        expect((await simulate(known.base64)).loadedAccountsDataSize).to.equal(3 * 64 + 21);
        const unknown = await sign(transfer(alice, key(144).publicKey, SOL));
        expect((await simulate(unknown.base64)).loadedAccountsDataSize).to.equal(2 * 64 + 21);
      });
    });

    it("of one that fails has what its payer pays all the same", async () => {
      const { base64 } = await sign(transfer(alice, bob.publicKey, 9 * SOL));
      expect(await simulate(base64)).to.deep.include({
        err: { InstructionError: [0, { Custom: 1 }] },
        fee: orNull(5_000),
        preBalances: orNull([5 * SOL, SOL, 1]),
        postBalances: orNull([5 * SOL - 5_000, SOL, 1]),
        loadedAccountsDataSize: 3 * 64 + 21,
      });
    });

    it("of one that would not land has no fee, and loads nothing", async () => {
      const { base64 } = await signed(
        node().rpcUrl,
        [alice],
        [transfer(alice, bob.publicKey, SOL)],
        key(145).publicKey.toBase58(),
      );
      expect(await simulate(base64)).to.deep.include({
        err: "BlockhashNotFound",
        fee: null,
        preBalances: orNull([5 * SOL, SOL, 1]),
        postBalances: orNull([5 * SOL, SOL, 1]),
        loadedAccountsDataSize: 0,
      });
    });

    it("of one that empties an account has 0 after it", async () => {
      const { base64 } = await signed(node().rpcUrl, [alice, bob], [transfer(bob, alice.publicKey, SOL)]);
      expect((await simulate(base64)).postBalances).to.deep.equal(orNull([6 * SOL - 10_000, 0, 1]));
    });

    it("before sending has the fee, but no balances", async () => {
      const { base64 } = await sign(transfer(alice, bob.publicKey, 9 * SOL));
      const error = await failure(node().rpcUrl, "sendTransaction", base64, { encoding: "base64" });
      expect(Object.keys(error.data as object).sort()).to.deep.equal(FIELDS);
      expect(error.data).to.deep.include({
        fee: orNull(5_000),
        preBalances: null,
        postBalances: null,
        preTokenBalances: null,
        postTokenBalances: null,
        loadedAddresses: null,
        loadedAccountsDataSize: 3 * 64 + 21,
      });
    });

    it("of one that loads more than it asks for, its program counted, says so", async () => {
      const asking = (bytes: number) => {
        const data = Buffer.alloc(5, 4);
        data.writeUInt32LE(bytes, 1);
        return new TransactionInstruction({ programId: ComputeBudgetProgram.programId, keys: [], data });
      };
      const mintOf = (bytes: number) =>
        sign(
          asking(bytes),
          createAssociatedTokenAccountInstruction(alice.publicKey, tokens, alice.publicKey, mint.publicKey),
        );
      const { loadedAccountsDataSize } = await simulate((await mintOf(10_000_000)).base64);
      expect(loadedAccountsDataSize).to.be.above(PROGRAM_BYTES);
      const exact = await simulate((await mintOf(loadedAccountsDataSize)).base64);
      expect(exact.err).not.to.equal("MaxLoadedAccountsDataSizeExceeded");
      const short = await simulate((await mintOf(loadedAccountsDataSize - 1)).base64);
      expect(short.err).to.equal("MaxLoadedAccountsDataSizeExceeded");
    });

    describe("with tokens", () => {
      const amount = (text: string, uiAmount: number) => ({
        amount: text,
        decimals: 6,
        uiAmount,
        uiAmountString: String(uiAmount),
      });
      const balance = (accountIndex: number, uiTokenAmount: object) => ({
        accountIndex,
        mint: mint.publicKey.toBase58(),
        owner: alice.publicKey.toBase58(),
        programId: TOKEN_PROGRAM_ID.toBase58(),
        uiTokenAmount,
      });
      const open = [
        SystemProgram.createAccount({
          fromPubkey: alice.publicKey,
          newAccountPubkey: mint.publicKey,
          lamports: 1_461_600,
          space: 82,
          programId: TOKEN_PROGRAM_ID,
        }),
        createInitializeMint2Instruction(mint.publicKey, 6, alice.publicKey, null),
        createAssociatedTokenAccountInstruction(alice.publicKey, tokens, alice.publicKey, mint.publicKey),
        createMintToInstruction(mint.publicKey, tokens, alice.publicKey, 1_500_000n),
      ];

      it("knows the decimals of a mint that it makes itself", async () => {
        const { base64 } = await signed(node().rpcUrl, [alice, mint], open);
        expect(await simulate(base64)).to.deep.include({
          err: null,
          preTokenBalances: orNull([]),
          postTokenBalances: orNull([balance(2, amount("1500000", 1.5))]),
        });
      });

      it("has the balances before and after, and the bytes of the program", async () => {
        await land(node().rpcUrl, await signed(node().rpcUrl, [alice, mint], open));
        const mintMore = createMintToInstruction(mint.publicKey, tokens, alice.publicKey, 500_000n);
        const answer = await simulate((await sign(mintMore)).base64);
        expect(answer).to.deep.include({
          preTokenBalances: orNull([balance(1, amount("1500000", 1.5))]),
          postTokenBalances: orNull([balance(1, amount("2000000", 2))]),
        });
        // Wallet, mint, token account, program, and the program's bytes behind their address.
        expect(answer.loadedAccountsDataSize).to.equal(5 * 64 + 82 + 165 + 36 + PROGRAM_BYTES);
        const tooMuch = createTransferInstruction(tokens, tokens, alice.publicKey, 9_000_000n);
        const failed = await simulate((await sign(tooMuch)).base64);
        expect(failed.postTokenBalances).to.deep.equal(failed.preTokenBalances);
      });
    });
  });
});
