import {
  createAssociatedTokenAccountInstruction,
  createInitializeAccount3Instruction,
  createInitializeMint2Instruction,
  createInitializeMintCloseAuthorityInstruction,
  createInitializeMultisigInstruction,
  createMintToInstruction,
  ExtensionType,
  getAssociatedTokenAddressSync,
  getMintLen,
  TOKEN_2022_PROGRAM_ID,
} from "@solana/spl-token";
import { Connection, type Keypair, SystemProgram, type TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { ask, result } from "./client";
import { onEveryNode } from "./nodes";
import { fund, key, land, SOL, signed } from "./transactions";

const TOKEN_2022 = TOKEN_2022_PROGRAM_ID.toBase58();
const AMOUNT = { amount: "1500000", decimals: 6, uiAmount: 1.5, uiAmountString: "1.5" };

describe("Token-2022", () => {
  onEveryNode((node, value) => {
    const [payer, mint, closable, plain] = [key(81), key(82), key(83), key(84)];
    const coin = mint.publicKey.toBase58();
    const alice = key(85).publicKey;
    const associated = getAssociatedTokenAddressSync(mint.publicKey, alice, false, TOKEN_2022_PROGRAM_ID);

    const make = (account: Keypair, space: number, ...then: TransactionInstruction[]) => [
      SystemProgram.createAccount({
        fromPubkey: payer.publicKey,
        newAccountPubkey: account.publicKey,
        lamports: 5_000_000,
        space,
        programId: TOKEN_2022_PROGRAM_ID,
      }),
      ...then,
    ];
    const mintOf = (account: Keypair) =>
      createInitializeMint2Instruction(account.publicKey, 6, payer.publicKey, null, TOKEN_2022_PROGRAM_ID);
    const run = async (instructions: TransactionInstruction[], ...signers: Keypair[]) =>
      land(node().rpcUrl, await signed(node().rpcUrl, [payer, ...signers], instructions));

    before(async () => {
      await fund(node().rpcUrl, payer.publicKey, 10 * SOL);
      await run(make(mint, 82, mintOf(mint)), mint);
      const withAuthority = createInitializeMintCloseAuthorityInstruction(
        closable.publicKey,
        payer.publicKey,
        TOKEN_2022_PROGRAM_ID,
      );
      const space = getMintLen([ExtensionType.MintCloseAuthority]);
      await run(make(closable, space, withAuthority, mintOf(closable)), closable);
      const holding = createInitializeAccount3Instruction(
        plain.publicKey,
        mint.publicKey,
        alice,
        TOKEN_2022_PROGRAM_ID,
      );
      await run(make(plain, 165, holding), plain);
      await run([
        createAssociatedTokenAccountInstruction(
          payer.publicKey,
          associated,
          alice,
          mint.publicKey,
          TOKEN_2022_PROGRAM_ID,
        ),
        createMintToInstruction(mint.publicKey, associated, payer.publicKey, 1_500_000n, [], TOKEN_2022_PROGRAM_ID),
      ]);
    });

    const parsed = async (account: string) =>
      (await result(node().rpcUrl, "getAccountInfo", account, { encoding: "jsonParsed" })).value.data;

    it("parses a mint", async () => {
      expect(await parsed(coin)).to.deep.equal({
        program: "spl-token-2022",
        parsed: {
          type: "mint",
          info: {
            decimals: 6,
            freezeAuthority: null,
            isInitialized: true,
            mintAuthority: payer.publicKey.toBase58(),
            supply: "1500000",
          },
        },
        space: 82,
      });
    });

    it("parses an account without extensions, and one with", async () => {
      const info = { isNative: false, mint: coin, owner: alice.toBase58(), state: "initialized" };
      const nothing = { amount: "0", decimals: 6, uiAmount: 0, uiAmountString: "0" };
      expect(await parsed(plain.publicKey.toBase58())).to.deep.equal({
        program: "spl-token-2022",
        parsed: { type: "account", info: { ...info, tokenAmount: nothing } },
        space: 165,
      });
      expect(await parsed(associated.toBase58())).to.deep.equal({
        program: "spl-token-2022",
        parsed: {
          type: "account",
          info: { ...info, tokenAmount: AMOUNT, extensions: [{ extension: "immutableOwner" }] },
        },
        space: 170,
      });
    });

    it("says of an extension with values that it has not parsed it, where a cluster does", async () => {
      const { info } = (await parsed(closable.publicKey.toBase58())).parsed;
      const closeAuthority = payer.publicKey.toBase58();
      expect(info.extensions).to.deep.equal([
        value<object>(
          { extension: "unparseableExtension" },
          { extension: "mintCloseAuthority", state: { closeAuthority } },
        ),
      ]);
    });

    it("parses a multisig", async () => {
      const shared = key(87);
      const initialize = createInitializeMultisigInstruction(
        shared.publicKey,
        [payer.publicKey, alice],
        1,
        TOKEN_2022_PROGRAM_ID,
      );
      await run(make(shared, 355, initialize), shared);
      expect(await parsed(shared.publicKey.toBase58())).to.deep.equal({
        program: "spl-token-2022",
        parsed: {
          type: "multisig",
          info: {
            isInitialized: true,
            numRequiredSigners: 1,
            numValidSigners: 2,
            signers: [payer.publicKey.toBase58(), alice.toBase58()],
          },
        },
        space: 355,
      });
    });

    it("leaves an account that is not initialized", async () => {
      const empty = key(88);
      await run(make(empty, 165), empty);
      expect((await parsed(empty.publicKey.toBase58()))[1]).to.equal("base64");
    });

    it("is read by web3.js", async () => {
      const connection = new Connection(node().rpcUrl, "confirmed");
      const { value: account } = await connection.getParsedAccountInfo(associated);
      expect(account?.data).to.have.property("program", "spl-token-2022");
      for (const filter of [{ mint: mint.publicKey }, { programId: TOKEN_2022_PROGRAM_ID }]) {
        const { value: found } = await connection.getParsedTokenAccountsByOwner(alice, filter);
        const amounts = found.map((one) => one.account.data.parsed.info.tokenAmount.amount).sort();
        expect(amounts).to.deep.equal(["0", "1500000"]);
      }
    });

    it("is listed by owner only for a mint that there is", async () => {
      const filter = { mint: payer.publicKey.toBase58() };
      const { error } = await ask(node().rpcUrl, "getTokenAccountsByOwner", alice.toBase58(), filter);
      const message = "Invalid param: Token mint could not be unpacked";
      // Surfpool answers no accounts.
      expect(error).to.deep.equal(value<unknown>({ code: -32602, message }, undefined));
    });

    it("has inner instructions called spl-token, as the classic program's", async () => {
      const other = getAssociatedTokenAddressSync(mint.publicKey, payer.publicKey, false, TOKEN_2022_PROGRAM_ID);
      const { base64 } = await signed(
        node().rpcUrl,
        [payer],
        [
          createAssociatedTokenAccountInstruction(
            payer.publicKey,
            other,
            payer.publicKey,
            mint.publicKey,
            TOKEN_2022_PROGRAM_ID,
          ),
        ],
      );
      const { value: simulated } = await result(node().rpcUrl, "simulateTransaction", base64, {
        encoding: "base64",
        innerInstructions: true,
      });
      const [first] = simulated.innerInstructions[0].instructions;
      expect(first).to.deep.equal({
        program: "spl-token",
        programId: TOKEN_2022,
        parsed: { type: "getAccountDataSize", info: { mint: coin, extensionTypes: ["immutableOwner"] } },
        stackHeight: 2,
      });
    });
  });
});
