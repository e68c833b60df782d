import { SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import { failure, result } from "./client";
import { onEveryNode } from "./nodes";
import { fund, key, SOL } from "./transactions";

const ATA_PROGRAM = "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL";
const WALLET = {
  data: ["", "base64"],
  executable: false,
  lamports: 3_000_000_000,
  owner: "11111111111111111111111111111111",
  // 2^64 - 1 of a rent-exempt account, as JSON.parse rounds it.
  rentEpoch: 18_446_744_073_709_552_000,
  space: 0,
};

describe("accounts", () => {
  onEveryNode((node) => {
    const wallet = key(3).publicKey;
    const nobody = key(4).publicKey;

    before(() => fund(node().rpcUrl, wallet, 3 * SOL));

    describe("getAccountInfo", () => {
      it("answers the account with the slot", async () => {
        const answer = await result(node().rpcUrl, "getAccountInfo", wallet.toBase58(), { encoding: "base64" });
        expect(answer.value).to.deep.equal(WALLET);
        expect(answer.context.slot).to.be.a("number");
        expect(answer.context.apiVersion).to.be.a("string");
      });

      it("answers null where nothing is", async () => {
        expect((await result(node().rpcUrl, "getAccountInfo", nobody.toBase58())).value).to.equal(null);
      });

      it("answers base64 for jsonParsed of an account it cannot parse", async () => {
        const { value: account } = await result(node().rpcUrl, "getAccountInfo", wallet.toBase58(), {
          encoding: "jsonParsed",
        });
        expect(account).to.deep.equal(WALLET);
      });

      it("answers a slice", async () => {
        const { rpcUrl } = node();
        const slice = async (config: object) =>
          (await result(rpcUrl, "getAccountInfo", ATA_PROGRAM, config)).value.data;
        const dataSlice = { offset: 1, length: 3 };
        expect(await slice({ encoding: "base64", dataSlice })).to.deep.equal(["RUxG", "base64"]);
        expect(await slice({ encoding: "base58", dataSlice })).to.deep.equal(["QH2u", "base58"]);
        const beyond = { offset: 10_000_000, length: 3 };
        expect(await slice({ encoding: "base64", dataSlice: beyond })).to.deep.equal(["", "base64"]);
      });

      it("says the whole length with a slice", async () => {
        const { value: account } = await result(node().rpcUrl, "getAccountInfo", ATA_PROGRAM, {
          encoding: "base64",
          dataSlice: { offset: 0, length: 0 },
        });
        expect(account.space).to.equal(105_032);
        expect(account.executable).to.equal(true);
      });
    });

    describe("getMultipleAccounts", () => {
      it("answers in the order asked, null where nothing is", async () => {
        const { value: accounts } = await result(
          node().rpcUrl,
          "getMultipleAccounts",
          [nobody.toBase58(), wallet.toBase58()],
          { encoding: "base64" },
        );
        expect(accounts).to.deep.equal([null, WALLET]);
      });
    });

    describe("getBalance", () => {
      it("answers 0 where nothing is", async () => {
        expect((await result(node().rpcUrl, "getBalance", nobody.toBase58())).value).to.equal(0);
      });

      it("accepts every commitment, as an object that also has other members", async () => {
        for (const commitment of ["processed", "confirmed", "finalized"]) {
          const config = { commitment, minContextSlot: 0, unknown: true };
          expect((await result(node().rpcUrl, "getBalance", wallet.toBase58(), config)).value).to.equal(3_000_000_000);
        }
      });

      it("refuses a slot that the chain has not reached", async () => {
        const error = await failure(node().rpcUrl, "getBalance", wallet.toBase58(), { minContextSlot: 1e15 });
        const { contextSlot } = error.data as { contextSlot: number };
        expect(contextSlot).to.be.a("number");
        expect(error).to.deep.equal({
          code: -32016,
          message: "Minimum context slot has not been reached",
          data: { contextSlot },
        });
      });
    });

    describe("getMinimumBalanceForRentExemption", () => {
      it("answers the rent of a token account", async () => {
        const rent = await result(node().rpcUrl, "getMinimumBalanceForRentExemption", 165);
        // (165 + 128) · 5,080
        expect(rent).to.equal(1_488_440);
      });
    });

    describe("getProgramAccounts", () => {
      it("answers nothing for a program without accounts", async () => {
        expect(await result(node().rpcUrl, "getProgramAccounts", nobody.toBase58())).to.deep.equal([]);
      });

      it("finds wallets by the system program", async () => {
        const found = await result(node().rpcUrl, "getProgramAccounts", SystemProgram.programId.toBase58(), {
          encoding: "base64",
        });
        const keys = found.map(({ pubkey }: { pubkey: string }) => pubkey);
        expect(keys).to.include(wallet.toBase58());
        expect(keys).not.to.include(nobody.toBase58());
      });
    });
  });
});
