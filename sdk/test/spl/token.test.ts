/** Against `@solana/spl-token`, which makes the same instructions and reads the same accounts. */
import * as spl from "@solana/spl-token";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import * as token from "../../src/spl/token";
import { key } from "../support/history";

const MINT = key(1);
const WALLET = new PublicKey("memehrTi5GGRsv1cDUuCeNKW6qu8XVAL1UcvFv8WmHp");
const PAYER = key(3);

const NOBODY = {
  delegateOption: 0,
  delegate: PublicKey.default,
  closeAuthorityOption: 0,
  closeAuthority: PublicKey.default,
} as const;

function encoded(values: Partial<spl.RawAccount>): Buffer {
  const data = Buffer.alloc(spl.ACCOUNT_SIZE);
  const plain = {
    mint: MINT,
    owner: WALLET,
    amount: 5n,
    state: 1,
    isNativeOption: 0,
    isNative: 0n,
    delegatedAmount: 0n,
  } as const;
  spl.AccountLayout.encode({ ...plain, ...NOBODY, ...values }, data);
  return data;
}

/** As Token-2022 has it: padded to a token account, marked, with some bytes of extensions. */
const extended = (data: Buffer, mark: number): Buffer =>
  Buffer.concat([data, Buffer.alloc(spl.ACCOUNT_SIZE - data.length), Buffer.of(mark), Buffer.alloc(9)]);

describe("spl token", () => {
  it("names the programs", () => {
    expect(token.TOKEN_PROGRAM_ID.equals(spl.TOKEN_PROGRAM_ID)).to.equal(true);
    expect(token.TOKEN_2022_PROGRAM_ID.equals(spl.TOKEN_2022_PROGRAM_ID)).to.equal(true);
    expect(token.ASSOCIATED_TOKEN_PROGRAM_ID.equals(spl.ASSOCIATED_TOKEN_PROGRAM_ID)).to.equal(true);
    expect([token.TOKEN_ACCOUNT_LENGTH, token.MINT_LENGTH]).to.deep.equal([spl.ACCOUNT_SIZE, spl.MINT_SIZE]);
  });

  it("finds a wallet's token account, also a program's", () => {
    for (const wallet of [WALLET, token.tokenAddress(MINT, WALLET)]) {
      const theirs = spl.getAssociatedTokenAddressSync(MINT, wallet, true);
      expect(token.tokenAddress(MINT, wallet).equals(theirs)).to.equal(true);
    }
  });

  it("makes a token account", () => {
    const theirs = spl.createAssociatedTokenAccountIdempotentInstruction(
      PAYER,
      token.tokenAddress(MINT, WALLET),
      WALLET,
      MINT,
    );
    expect(token.createTokenAccount(MINT, WALLET, PAYER)).to.deep.equal(theirs);
  });

  it("moves tokens", () => {
    const [from, to] = [key(4), key(5)];
    const theirs = spl.createTransferCheckedInstruction(from, MINT, to, WALLET, 2n ** 64n - 1n, 6);
    const ours = { from, mint: MINT, to, owner: WALLET, amount: 2n ** 64n - 1n, decimals: 6 };
    expect(token.transferTokens(ours)).to.deep.equal(theirs);
    expect(() => token.transferTokens({ ...ours, amount: 2n ** 64n })).to.throw(RangeError, "does not fit a u64");
  });

  it("reads a token account", () => {
    expect(token.decodeTokenAccount(encoded({}))).to.deep.equal({
      mint: MINT,
      owner: WALLET,
      amount: 5n,
      delegate: null,
      delegatedAmount: 0n,
      frozen: false,
      rentExemptReserve: null,
      closeAuthority: null,
    });
    const full = {
      delegateOption: 1,
      delegate: key(6),
      delegatedAmount: 4n,
      state: 2,
      isNativeOption: 1,
      isNative: 9n,
    } as const;
    const close = { closeAuthorityOption: 1, closeAuthority: key(7) } as const;
    expect(token.decodeTokenAccount(encoded({ ...full, ...close }))).to.deep.include({
      delegate: key(6),
      delegatedAmount: 4n,
      frozen: true,
      rentExemptReserve: 9n,
      closeAuthority: key(7),
    });
  });

  it("reads a mint", () => {
    const data = Buffer.alloc(spl.MINT_SIZE);
    const values = {
      mintAuthorityOption: 1,
      mintAuthority: key(8),
      supply: 77n,
      decimals: 6,
      isInitialized: true,
    } as const;
    spl.MintLayout.encode({ ...values, freezeAuthorityOption: 0, freezeAuthority: PublicKey.default }, data);
    const read = { mintAuthority: key(8), supply: 77n, decimals: 6, freezeAuthority: null };
    expect(token.decodeMint(data)).to.deep.equal(read);
    expect(token.decodeMint(extended(data, 1))).to.deep.equal(read);
    expect(token.decodeTokenAccount(extended(data, 1))).to.equal(null);
  });

  it("reads what Token-2022 has extended, and nothing else that is longer", () => {
    expect(token.decodeTokenAccount(extended(encoded({}), 2))?.amount).to.equal(5n);
    expect(token.decodeTokenAccount(extended(encoded({}), 1))).to.equal(null);
    const multisig = Buffer.alloc(spl.MULTISIG_SIZE);
    multisig[spl.ACCOUNT_SIZE] = 2;
    multisig[108] = 1;
    expect(token.decodeTokenAccount(multisig)).to.equal(null);
  });

  it("finds nothing in what is not initialized or too short", () => {
    expect(token.decodeTokenAccount(encoded({ state: 0 }))).to.equal(null);
    expect(token.decodeMint(Buffer.alloc(spl.MINT_SIZE))).to.equal(null);
    expect(token.decodeTokenAccount(Buffer.alloc(164))).to.equal(null);
    expect(token.decodeMint(Buffer.alloc(0))).to.equal(null);
  });
});
