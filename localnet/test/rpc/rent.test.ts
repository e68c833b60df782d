import {
  createAssociatedTokenAccountInstruction,
  createInitializeMint2Instruction,
  getAssociatedTokenAddressSync,
  MINT_SIZE,
  TOKEN_PROGRAM_ID,
} from "@solana/spl-token";
import { SYSVAR_RENT_PUBKEY, SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import { type Localnet, startLocalnet } from "../../src";
import { result } from "./client";
import { onEveryNode } from "./nodes";
import { fund, key, land, SOL, signed, transfer } from "./transactions";

/** What 165 bytes cost besides the 128 that every account pays for. */
const PAID_BYTES = 165 + 128;

describe("rent", () => {
  onEveryNode((node) => {
    const [alice, mint] = [key(161), key(162)];
    const least = () => result(node().rpcUrl, "getMinimumBalanceForRentExemption", 165);

    before(() => fund(node().rpcUrl, alice.publicKey, 10 * SOL));

    const make = async (seed: number, lamports: number) => {
      const made = key(seed);
      const create = SystemProgram.createAccount({
        fromPubkey: alice.publicKey,
        newAccountPubkey: made.publicKey,
        lamports,
        space: 165,
        programId: alice.publicKey,
      });
      const { base64 } = await signed(node().rpcUrl, [alice, made], [create]);
      return (await result(node().rpcUrl, "simulateTransaction", base64, { encoding: "base64" })).value.err;
    };

    it("is asked of an account to the lamport", async () => {
      expect(await make(163, await least())).to.equal(null);
      expect(await make(163, (await least()) - 1)).to.deep.equal({ InsufficientFundsForRent: { account_index: 1 } });
    });

    it("is 5,080 lamports a byte in the sysvar that programs read", async () => {
      const { value } = await result(node().rpcUrl, "getAccountInfo", SYSVAR_RENT_PUBKEY.toBase58(), {
        encoding: "base64",
      });
      const data = Buffer.from(value.data[0], "base64");
      expect([data.readBigUInt64LE(0), data.readDoubleLE(8)]).to.deep.equal([5_080n, 1]);
    });

    it("is what a program pays that makes an account", async () => {
      const { rpcUrl } = node();
      const tokens = getAssociatedTokenAddressSync(mint.publicKey, alice.publicKey);
      const instructions = [
        SystemProgram.createAccount({
          fromPubkey: alice.publicKey,
          newAccountPubkey: mint.publicKey,
          lamports: await result(rpcUrl, "getMinimumBalanceForRentExemption", MINT_SIZE),
          space: MINT_SIZE,
          programId: TOKEN_PROGRAM_ID,
        }),
        createInitializeMint2Instruction(mint.publicKey, 6, alice.publicKey, null),
        createAssociatedTokenAccountInstruction(alice.publicKey, tokens, alice.publicKey, mint.publicKey),
      ];
      await land(rpcUrl, await signed(rpcUrl, [alice, mint], instructions));
      expect((await result(rpcUrl, "getBalance", tokens.toBase58())).value).to.equal(await least());
    });
  });
});

describe("the rent of a chain of one's own", () => {
  let net: Localnet;
  afterEach(() => net.close());

  for (const lamportsPerByte of [2_575, 6_960]) {
    it(`is ${lamportsPerByte} lamports a byte if asked for`, async () => {
      net = await startLocalnet({ port: 0, slotMs: 3_600_000, lamportsPerByte });
      const rent = await result(net.rpcUrl, "getMinimumBalanceForRentExemption", 165);
      expect(rent).to.equal(PAID_BYTES * lamportsPerByte);
    });
  }

  it("is what transactions need", async () => {
    net = await startLocalnet({ port: 0, slotMs: 3_600_000, lamportsPerByte: 2_575 });
    const [alice, bob] = [key(164), key(165)];
    await fund(net.rpcUrl, alice.publicKey, SOL);
    const err = async (lamports: number) => {
      const { base64 } = await signed(net.rpcUrl, [alice], [transfer(alice, bob.publicKey, lamports)]);
      return (await result(net.rpcUrl, "simulateTransaction", base64, { encoding: "base64" })).value.err;
    };
    expect(await err(128 * 2_575)).to.equal(null);
    expect(await err(128 * 2_575 - 1)).to.deep.equal({ InsufficientFundsForRent: { account_index: 1 } });
  });

  it("is refused if it is no rent", async () => {
    net = await startLocalnet({ port: 0, slotMs: 3_600_000 });
    for (const wrong of [-1, 0.5, Number.NaN, 1_000_000_001]) {
      const refused = await startLocalnet({ port: 0, lamportsPerByte: wrong }).catch((error: Error) => error);
      expect(refused).to.be.instanceOf(RangeError);
      expect((refused as Error).message).to.equal(
        `lamportsPerByte must be an integer from 0 to 1000000000, not ${wrong}`,
      );
    }
  });
});
