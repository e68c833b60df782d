import {
  createInitializeAccount3Instruction,
  createInitializeMint2Instruction,
  createMintToInstruction,
  TOKEN_PROGRAM_ID,
} from "@solana/spl-token";
import { type Keypair, SystemProgram, type TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { ask, failure, result } from "./client";
import { onEveryNode } from "./nodes";
import { fund, key, land, SOL, signed } from "./transactions";

/** Token accounts that one transaction can make. */
const PER_TRANSACTION = 3;

describe("getTokenLargestAccounts", () => {
  onEveryNode((node, value) => {
    const [payer, mint, other] = [key(161), key(162), key(163)];
    const accounts = Array.from({ length: 21 }, (_, index) => key(170 + index));
    const coin = mint.publicKey.toBase58();

    const run = async (instructions: TransactionInstruction[], ...signers: Keypair[]) =>
      land(node().rpcUrl, await signed(node().rpcUrl, [payer, ...signers], instructions));
    const create = (account: Keypair, space: number) =>
      SystemProgram.createAccount({
        fromPubkey: payer.publicKey,
        newAccountPubkey: account.publicKey,
        lamports: 3_000_000,
        space,
        programId: TOKEN_PROGRAM_ID,
      });
    const open = (account: Keypair, of: Keypair) => [
      create(account, 165),
      createInitializeAccount3Instruction(account.publicKey, of.publicKey, payer.publicKey),
    ];
    const give = (account: Keypair, amount: bigint) =>
      createMintToInstruction(mint.publicKey, account.publicKey, payer.publicKey, amount);
    const largest = async (account: string) => (await result(node().rpcUrl, "getTokenLargestAccounts", account)).value;

    before(async function () {
      this.timeout(30_000);
      await fund(node().rpcUrl, payer.publicKey, 10 * SOL);
      for (const each of [mint, other]) {
        await run([create(each, 82), createInitializeMint2Instruction(each.publicKey, 6, payer.publicKey, null)], each);
      }
      for (let start = 0; start < accounts.length; start += PER_TRANSACTION) {
        const some = accounts.slice(start, start + PER_TRANSACTION);
        await run(
          some.flatMap((account) => open(account, mint)),
          ...some,
        );
      }
      await run([give(accounts[7]!, 5n), give(accounts[20]!, 1_500_000n)]);
    });

    it("answers 20 at most, the fullest first", async () => {
      const found = await largest(coin);
      expect(found).to.have.length(20);
      expect(found.slice(0, 2)).to.deep.equal([
        {
          address: accounts[20]!.publicKey.toBase58(),
          amount: "1500000",
          decimals: 6,
          uiAmount: 1.5,
          uiAmountString: "1.5",
        },
        {
          address: accounts[7]!.publicKey.toBase58(),
          amount: "5",
          decimals: 6,
          uiAmount: 0.000005,
          uiAmountString: "0.000005",
        },
      ]);
      expect(found[2].amount).to.equal("0");
    });

    it("answers none of a mint without accounts", async () => {
      expect(await largest(other.publicKey.toBase58())).to.deep.equal([]);
      expect(await largest("So11111111111111111111111111111111111111112")).to.deep.equal([]);
    });

    it("refuses what is no mint", async () => {
      const refused = async (params: unknown[], message: string) =>
        expect(await failure(node().rpcUrl, "getTokenLargestAccounts", ...params)).to.deep.equal({
          code: -32602,
          message,
        });
      await refused([], "`params` should have at least 1 argument(s)");
      await refused([5], "Invalid params: invalid type: integer `5`, expected a string.");
      const noMint = async (account: Keypair, message: string) => {
        const { error } = await ask(node().rpcUrl, "getTokenLargestAccounts", account.publicKey.toBase58());
        // Surfpool answers no accounts for these.
        expect(error).to.deep.equal(value<unknown>({ code: -32602, message }, undefined));
      };
      await noMint(key(164), "Invalid param: could not find mint");
      await noMint(payer, "Invalid param: Token mint could not be unpacked");
      await noMint(accounts[0]!, "Invalid param: Token mint could not be unpacked");
    });
  });
});
