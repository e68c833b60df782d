import {
  createAssociatedTokenAccountInstruction,
  createInitializeMint2Instruction,
  createMintToInstruction,
  createTransferInstruction,
  getAssociatedTokenAddressSync,
  TOKEN_PROGRAM_ID,
} from "@solana/spl-token";
import { SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import { failure, result } from "./client";
import { onEveryNode } from "./nodes";
import { fund, key, land, SOL, signed } from "./transactions";

const TOKEN = TOKEN_PROGRAM_ID.toBase58();
const AMOUNT = { amount: "1500000", decimals: 6, uiAmount: 1.5, uiAmountString: "1.5" };

describe("tokens", () => {
  onEveryNode((node, value) => {
    const [payer, mint, alice, bob] = [key(11), key(12), key(13).publicKey, key(14).publicKey];
    const aliceTokens = getAssociatedTokenAddressSync(mint.publicKey, alice);
    const bobTokens = getAssociatedTokenAddressSync(mint.publicKey, bob);
    const payerTokens = getAssociatedTokenAddressSync(mint.publicKey, payer.publicKey);
    const create = (account: typeof aliceTokens, owner: typeof alice) =>
      createAssociatedTokenAccountInstruction(payer.publicKey, account, owner, mint.publicKey);
    let created: string;

    before(async () => {
      const { rpcUrl } = node();
      await fund(rpcUrl, payer.publicKey, 10 * SOL);
      const createMint = SystemProgram.createAccount({
        fromPubkey: payer.publicKey,
        newAccountPubkey: mint.publicKey,
        lamports: 1_461_600,
        space: 82,
        programId: TOKEN_PROGRAM_ID,
      });
      const initialize = createInitializeMint2Instruction(mint.publicKey, 6, payer.publicKey, null);
      await land(rpcUrl, await signed(rpcUrl, [payer, mint], [createMint, initialize]));
      const mintTo = createMintToInstruction(mint.publicKey, aliceTokens, payer.publicKey, 1_500_000n);
      created = await land(rpcUrl, await signed(rpcUrl, [payer], [create(aliceTokens, alice), mintTo]));
    });

    it("are counted with their mint's decimals", async () => {
      const { rpcUrl } = node();
      expect((await result(rpcUrl, "getTokenAccountBalance", aliceTokens.toBase58())).value).to.deep.equal(AMOUNT);
      expect((await result(rpcUrl, "getTokenSupply", mint.publicKey.toBase58())).value).to.deep.equal(AMOUNT);
    });

    describe("the transaction that created an account and minted", () => {
      it("has the inner instructions of the first instruction only", async () => {
        const { meta, transaction } = await result(node().rpcUrl, "getTransaction", created, { encoding: "json" });
        expect(transaction.message.accountKeys.slice(0, 3)).to.deep.equal([
          payer.publicKey.toBase58(),
          aliceTokens.toBase58(),
          mint.publicKey.toBase58(),
        ]);
        expect(transaction.message.accountKeys[6]).to.equal(TOKEN);
        expect(meta.innerInstructions).to.have.length(1);
        const [{ index, instructions }] = meta.innerInstructions;
        expect(index).to.equal(0);
        expect(instructions.map((one: { stackHeight: number }) => one.stackHeight)).to.deep.equal([2, 2, 2, 2]);
        expect(instructions[0]).to.deep.equal({ programIdIndex: 6, accounts: [2], data: "84eT", stackHeight: 2 });
        expect(instructions[2]).to.deep.equal({ programIdIndex: 6, accounts: [1], data: "P", stackHeight: 2 });
      });

      it("has the token balances after it, and none before", async () => {
        const { meta } = await result(node().rpcUrl, "getTransaction", created, { encoding: "json" });
        expect(meta.preTokenBalances).to.deep.equal([]);
        expect(meta.postTokenBalances).to.deep.equal([
          {
            accountIndex: 1,
            mint: mint.publicKey.toBase58(),
            owner: alice.toBase58(),
            programId: TOKEN,
            uiTokenAmount: AMOUNT,
          },
        ]);
      });

      it("has its fee, its rent and its compute units", async () => {
        const { meta } = await result(node().rpcUrl, "getTransaction", created, { encoding: "json" });
        expect(meta.fee).to.equal(5_000);
        const rent = await result(node().rpcUrl, "getMinimumBalanceForRentExemption", 165);
        expect(meta.postBalances[1]).to.equal(rent);
        expect(meta.preBalances[0] - meta.postBalances[0]).to.equal(rent + 5_000);
        expect(meta.computeUnitsConsumed).to.be.within(10_000, 20_000);
      });
    });

    it("that fail to move leave the balances as they were", async () => {
      const { rpcUrl } = node();
      const tooMuch = createTransferInstruction(payerTokens, aliceTokens, payer.publicKey, 1n);
      const failed = await signed(rpcUrl, [payer], [create(payerTokens, payer.publicKey), tooMuch]);
      await land(rpcUrl, failed);
      const { meta } = await result(rpcUrl, "getTransaction", failed.signature, { encoding: "json" });
      expect(meta.err).to.deep.equal({ InstructionError: [1, { Custom: 1 }] });
      expect(meta.status).to.deep.equal({ Err: { InstructionError: [1, { Custom: 1 }] } });
      expect(meta.preBalances[0] - meta.postBalances[0]).to.equal(5_000);
      expect(meta.postTokenBalances).to.deep.equal(meta.preTokenBalances);
      expect(meta.logMessages.at(-1)).to.equal(`Program ${TOKEN} failed: custom program error: 0x1`);
      const { value: statuses } = await result(rpcUrl, "getSignatureStatuses", [failed.signature]);
      expect(statuses[0].err).to.deep.equal({ InstructionError: [1, { Custom: 1 }] });
      expect((await result(rpcUrl, "getAccountInfo", payerTokens.toBase58())).value).to.equal(null);
    });

    describe("by owner", () => {
      before(async () => {
        const { rpcUrl } = node();
        const mintTo = createMintToInstruction(mint.publicKey, bobTokens, payer.publicKey, 5n);
        await land(rpcUrl, await signed(rpcUrl, [payer], [create(bobTokens, bob), mintTo]));
      });

      const PARSED = (owner: string, tokenAmount: object) => ({
        parsed: {
          info: { isNative: false, mint: mint.publicKey.toBase58(), owner, state: "initialized", tokenAmount },
          type: "account",
        },
        program: "spl-token",
        space: 165,
      });

      it("are found with their mint", async () => {
        const filter = { mint: mint.publicKey.toBase58() };
        const { value: found } = await result(node().rpcUrl, "getTokenAccountsByOwner", bob.toBase58(), filter, {
          encoding: "jsonParsed",
        });
        expect(found).to.have.length(1);
        expect(found[0].pubkey).to.equal(bobTokens.toBase58());
        expect(found[0].account.data).to.deep.equal(
          PARSED(bob.toBase58(), { amount: "5", decimals: 6, uiAmount: 0.000005, uiAmountString: "0.000005" }),
        );
      });

      it("are found with their program", async () => {
        const filter = { programId: TOKEN };
        const { value: found } = await result(node().rpcUrl, "getTokenAccountsByOwner", alice.toBase58(), filter, {
          encoding: "base64",
          dataSlice: { offset: 64, length: 8 },
        });
        expect(found.map((one: { pubkey: string }) => one.pubkey)).to.deep.equal([aliceTokens.toBase58()]);
        // 1,500,000 as u64, little endian.
        expect(found[0].account.data).to.deep.equal(["YOMWAAAAAAA=", "base64"]);
      });

      it("are found by scanning their program with filters", async () => {
        const find = (filters: object[], more = {}) =>
          result(node().rpcUrl, "getProgramAccounts", TOKEN, { encoding: "base64", filters, ...more });
        const ofMint = { memcmp: { offset: 0, bytes: mint.publicKey.toBase58() } };
        const ofBob = { memcmp: { offset: 32, bytes: bob.toBase58() } };
        const keys = (found: { pubkey: string }[]) => found.map((one) => one.pubkey).sort();
        const both = [aliceTokens.toBase58(), bobTokens.toBase58()].sort();
        expect(keys(await find([{ dataSize: 165 }, ofMint]))).to.deep.equal(both);
        expect(keys(await find([{ dataSize: 165 }, ofMint, ofBob]))).to.deep.equal([bobTokens.toBase58()]);
        expect(keys(await find([{ dataSize: 164 }, ofMint]))).to.deep.equal([]);
        // The amount 5 as base64 instead of base58.
        const ofFive = { memcmp: { offset: 64, bytes: "BQAAAAAAAAA=", encoding: "base64" } };
        expect(keys(await find([ofMint, ofFive]))).to.deep.equal([bobTokens.toBase58()]);
        const wrapped = await find([ofMint, ofBob], { withContext: true, dataSlice: { offset: 64, length: 1 } });
        expect(wrapped.context.slot).to.be.a("number");
        expect(wrapped.value[0].account.data).to.deep.equal(["BQ==", "base64"]);
      });

      it("parse a mint", async () => {
        const { value: account } = await result(node().rpcUrl, "getAccountInfo", mint.publicKey.toBase58(), {
          encoding: "jsonParsed",
        });
        expect(account.data).to.deep.equal({
          parsed: {
            info: {
              decimals: 6,
              freezeAuthority: null,
              isInitialized: true,
              mintAuthority: payer.publicKey.toBase58(),
              supply: "1500005",
            },
            type: "mint",
          },
          program: "spl-token",
          space: 82,
        });
      });
    });

    describe("asked of the wrong account", () => {
      // Surfpool has errors of its own for all of these.
      const refused = async (method: string, params: unknown[], message: string, surfpool: [number, RegExp]) => {
        const error = await failure(node().rpcUrl, method, ...params);
        expect(error.code).to.equal(value(-32602, surfpool[0]));
        expect(error.message).to.match(value(new RegExp(`^${message}$`), surfpool[1]));
      };

      it("are refused by name", async () => {
        const [wallet, account, nobody] = [
          payer.publicKey.toBase58(),
          aliceTokens.toBase58(),
          key(15).publicKey.toBase58(),
        ];
        const missing = "Invalid param: could not find account";
        await refused("getTokenAccountBalance", [nobody], missing, [-32602, /not found/]);
        await refused("getTokenAccountBalance", [wallet], "Invalid param: not a Token account", [
          -32602,
          /invalid account data/,
        ]);
        await refused("getTokenAccountBalance", [mint.publicKey.toBase58()], "Invalid param: not a Token account", [
          -32700,
          /Failed to unpack/,
        ]);
        await refused("getTokenSupply", [nobody], missing, [-32602, /not found/]);
        await refused("getTokenSupply", [account], "Invalid param: mint could not be unpacked", [
          -32700,
          /Failed to unpack/,
        ]);
      });
    });
  });
});
