import {
  AuthorityType,
  createApproveCheckedInstruction,
  createAssociatedTokenAccountInstruction,
  createBurnCheckedInstruction,
  createCloseAccountInstruction,
  createInitializeMint2Instruction,
  createMintToInstruction,
  createRevokeInstruction,
  createSetAuthorityInstruction,
  createTransferCheckedInstruction,
  createTransferInstruction,
  getAssociatedTokenAddressSync,
  TOKEN_PROGRAM_ID,
} from "@solana/spl-token";
import { ComputeBudgetProgram, PublicKey, SystemProgram, type TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { result } from "./client";
import { onEveryNode } from "./nodes";
import { fund, key, land, SOL, signed } from "./transactions";

describe("parsed instructions", () => {
  onEveryNode((node) => {
    const [alice, mint] = [key(71), key(72)];
    const [wallet, coin] = [alice.publicKey.toBase58(), mint.publicKey.toBase58()];
    const bob = key(73).publicKey;
    const [from, to] = [alice.publicKey, bob].map((owner) => getAssociatedTokenAddressSync(mint.publicKey, owner)) as [
      PublicKey,
      PublicKey,
    ];

    const sign = (instructions: TransactionInstruction[]) => signed(node().rpcUrl, [alice], instructions);

    /** The `parsed` of each instruction, and the whole instructions. */
    const read = async (signature: string) => {
      const { transaction, meta } = await result(node().rpcUrl, "getTransaction", signature, {
        encoding: "jsonParsed",
        maxSupportedTransactionVersion: 0,
      });
      const { instructions } = transaction.message;
      return { instructions, parsed: instructions.map((one: { parsed: unknown }) => one.parsed), meta };
    };
    const run = async (...instructions: TransactionInstruction[]) =>
      read(await land(node().rpcUrl, await sign(instructions)));

    before(() => fund(node().rpcUrl, alice.publicKey, 10 * SOL));

    it("of the system program", async () => {
      const { instructions } = await run(
        SystemProgram.transfer({ fromPubkey: alice.publicKey, toPubkey: bob, lamports: SOL }),
      );
      expect(instructions).to.deep.equal([
        {
          program: "system",
          programId: "11111111111111111111111111111111",
          parsed: { type: "transfer", info: { source: wallet, destination: bob.toBase58(), lamports: SOL } },
          stackHeight: 1,
        },
      ]);
    });

    it("of the system program with a seed", async () => {
      const seeded = await PublicKey.createWithSeed(alice.publicKey, "säed", SystemProgram.programId);
      const { parsed } = await run(
        SystemProgram.createAccountWithSeed({
          fromPubkey: alice.publicKey,
          newAccountPubkey: seeded,
          basePubkey: alice.publicKey,
          seed: "säed",
          lamports: SOL,
          space: 5,
          programId: SystemProgram.programId,
        }),
        SystemProgram.assign({ accountPubkey: alice.publicKey, programId: SystemProgram.programId }),
      );
      expect(parsed).to.deep.equal([
        {
          type: "createAccountWithSeed",
          info: {
            source: wallet,
            newAccount: seeded.toBase58(),
            base: wallet,
            seed: "säed",
            lamports: SOL,
            space: 5,
            owner: "11111111111111111111111111111111",
          },
        },
        { type: "assign", info: { account: wallet, owner: "11111111111111111111111111111111" } },
      ]);
    });

    describe("of tokens", () => {
      let created: Awaited<ReturnType<typeof read>>;
      let minted: Awaited<ReturnType<typeof read>>;

      before(async () => {
        const { rpcUrl } = node();
        const create = SystemProgram.createAccount({
          fromPubkey: alice.publicKey,
          newAccountPubkey: mint.publicKey,
          lamports: 1_461_600,
          space: 82,
          programId: TOKEN_PROGRAM_ID,
        });
        const initialize = createInitializeMint2Instruction(mint.publicKey, 6, alice.publicKey, null);
        created = await read(await land(rpcUrl, await signed(rpcUrl, [alice, mint], [create, initialize])));
        const account = (address: PublicKey, owner: PublicKey) =>
          createAssociatedTokenAccountInstruction(alice.publicKey, address, owner, mint.publicKey);
        minted = await run(
          account(from, alice.publicKey),
          account(to, bob),
          createMintToInstruction(mint.publicKey, from, alice.publicKey, 1_500_000n),
        );
      });

      it("make a mint", () => {
        expect(created.parsed).to.deep.equal([
          {
            type: "createAccount",
            info: {
              source: wallet,
              newAccount: coin,
              lamports: 1_461_600,
              space: 82,
              owner: TOKEN_PROGRAM_ID.toBase58(),
            },
          },
          { type: "initializeMint2", info: { mint: coin, decimals: 6, mintAuthority: wallet } },
        ]);
        expect(created.instructions[1].program).to.equal("spl-token");
      });

      it("make an account, with what is called inside", () => {
        expect(minted.instructions[0]).to.deep.equal({
          program: "spl-associated-token-account",
          programId: "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL",
          parsed: {
            type: "create",
            info: {
              source: wallet,
              account: from.toBase58(),
              wallet,
              mint: coin,
              systemProgram: "11111111111111111111111111111111",
              tokenProgram: TOKEN_PROGRAM_ID.toBase58(),
            },
          },
          stackHeight: 1,
        });
        const inner = minted.meta.innerInstructions[0].instructions;
        expect(inner.map((one: { program: string }) => one.program)).to.deep.equal([
          "spl-token",
          "system",
          "spl-token",
          "spl-token",
        ]);
        const parsed = inner.map((one: { parsed: unknown }) => one.parsed);
        expect(parsed[0]).to.deep.equal({
          type: "getAccountDataSize",
          info: { mint: coin, extensionTypes: ["immutableOwner"] },
        });
        expect(parsed.slice(2)).to.deep.equal([
          { type: "initializeImmutableOwner", info: { account: from.toBase58() } },
          { type: "initializeAccount3", info: { account: from.toBase58(), mint: coin, owner: wallet } },
        ]);
      });

      it("move tokens, with and without decimals", async () => {
        expect(minted.parsed[2]).to.deep.equal({
          type: "mintTo",
          info: { mint: coin, account: from.toBase58(), amount: "1500000", mintAuthority: wallet },
        });
        const { parsed } = await run(
          createTransferInstruction(from, to, alice.publicKey, 5n),
          createTransferCheckedInstruction(from, mint.publicKey, to, alice.publicKey, 250_000n, 6),
          createBurnCheckedInstruction(from, mint.publicKey, alice.publicKey, 0n, 6),
        );
        const [source, destination] = [from.toBase58(), to.toBase58()];
        const amount = (text: string, uiAmount: number, uiAmountString: string) => ({
          amount: text,
          decimals: 6,
          uiAmount,
          uiAmountString,
        });
        expect(parsed).to.deep.equal([
          { type: "transfer", info: { source, destination, amount: "5", authority: wallet } },
          {
            type: "transferChecked",
            info: {
              source,
              mint: coin,
              destination,
              tokenAmount: amount("250000", 0.25, "0.25"),
              authority: wallet,
            },
          },
          {
            type: "burnChecked",
            info: { account: source, mint: coin, tokenAmount: amount("0", 0, "0"), authority: wallet },
          },
        ]);
      });

      it("change who may move them", async () => {
        const source = from.toBase58();
        const { parsed } = await run(
          createApproveCheckedInstruction(from, mint.publicKey, bob, alice.publicKey, 7n, 6),
          createRevokeInstruction(from, alice.publicKey),
          createSetAuthorityInstruction(from, alice.publicKey, AuthorityType.CloseAccount, bob),
          createSetAuthorityInstruction(mint.publicKey, alice.publicKey, AuthorityType.MintTokens, null),
        );
        expect(parsed).to.deep.equal([
          {
            type: "approveChecked",
            info: {
              source,
              mint: coin,
              delegate: bob.toBase58(),
              tokenAmount: { amount: "7", decimals: 6, uiAmount: 0.000007, uiAmountString: "0.000007" },
              owner: wallet,
            },
          },
          { type: "revoke", info: { source, owner: wallet } },
          {
            type: "setAuthority",
            info: { account: source, authority: wallet, authorityType: "closeAccount", newAuthority: bob.toBase58() },
          },
          {
            type: "setAuthority",
            info: { mint: coin, authority: wallet, authorityType: "mintTokens", newAuthority: null },
          },
        ]);
      });

      it("name the signers of a multisig, even where the program refuses it", async () => {
        const { parsed } = await run(createCloseAccountInstruction(from, to, bob, [alice]));
        expect(parsed).to.deep.equal([
          {
            type: "closeAccount",
            info: {
              account: from.toBase58(),
              destination: to.toBase58(),
              multisigOwner: bob.toBase58(),
              signers: [wallet],
            },
          },
        ]);
      });
    });

    it("of the compute budget stay bytes: no node parses them", async () => {
      const { instructions } = await run(ComputeBudgetProgram.setComputeUnitLimit({ units: 300 }));
      expect(instructions).to.deep.equal([
        {
          programId: "ComputeBudget111111111111111111111111111111",
          accounts: [],
          data: "FDJTAf",
          stackHeight: 1,
        },
      ]);
    });
  });
});
