/**
 * The SPL token program, as far as this project needs it: where a wallet's tokens are, what an account holds, and two
 * instructions. Layouts: `spl_token::state`. `@solana/spl-token` is not used: it brings a native module that has an
 * unpatched overflow, and 60 kB to a browser.
 */
import { type AccountInfo, type AccountMeta, PublicKey, SystemProgram, TransactionInstruction } from "@solana/web3.js";
import { ByteReader, ByteWriter, toBuffer } from "../wire/bytes";
import { derive } from "../wire/derive";

export const TOKEN_PROGRAM_ID = /* @__PURE__ */ new PublicKey("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
export const TOKEN_2022_PROGRAM_ID = /* @__PURE__ */ new PublicKey("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
export const ASSOCIATED_TOKEN_PROGRAM_ID = /* @__PURE__ */ new PublicKey(
  "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL",
);

/** Bytes of a token account of the classic program. */
export const TOKEN_ACCOUNT_LENGTH = 165;
/** Bytes of a mint of the classic program. */
export const MINT_LENGTH = 82;
const MULTISIG_LENGTH = 355;

/** A token account. Amounts are base units. */
export interface TokenAccount {
  mint: PublicKey;
  owner: PublicKey;
  amount: bigint;
  delegate: PublicKey | null;
  delegatedAmount: bigint;
  frozen: boolean;
  /** Lamports that are its rent, if it wraps SOL; null for every other mint. */
  rentExemptReserve: bigint | null;
  closeAuthority: PublicKey | null;
}

/** A token's mint. */
export interface Mint {
  mintAuthority: PublicKey | null;
  /** Base units. */
  supply: bigint;
  decimals: number;
  freezeAuthority: PublicKey | null;
}

/** A wallet's associated token account of the classic program. The wallet may be a program's address, such as a multisig's. */
export function tokenAddress(mint: PublicKey, wallet: PublicKey): PublicKey {
  return derive(ASSOCIATED_TOKEN_PROGRAM_ID, wallet.toBytes(), TOKEN_PROGRAM_ID.toBytes(), mint.toBytes());
}

/** Makes the wallet's associated token account, or leaves it as it is. @param payer signs and pays the rent */
export function createTokenAccount(mint: PublicKey, wallet: PublicKey, payer: PublicKey): TransactionInstruction {
  const CREATE_IDEMPOTENT = 1;
  return new TransactionInstruction({
    programId: ASSOCIATED_TOKEN_PROGRAM_ID,
    keys: [
      { pubkey: payer, isSigner: true, isWritable: true },
      { pubkey: tokenAddress(mint, wallet), isSigner: false, isWritable: true },
      ...[wallet, mint, SystemProgram.programId, TOKEN_PROGRAM_ID].map(read),
    ],
    data: toBuffer(Uint8Array.of(CREATE_IDEMPOTENT)),
  });
}

export interface TokenTransfer {
  /** Pays. */
  from: PublicKey;
  mint: PublicKey;
  /** Gets it. */
  to: PublicKey;
  /** Signs; owner of the paying account. */
  owner: PublicKey;
  /** u64 base units. */
  amount: bigint;
  /** Of the mint; the program refuses others. */
  decimals: number;
}

/** Moves tokens from one token account to another. @throws RangeError if the amount is no u64 */
export function transferTokens(transfer: TokenTransfer): TransactionInstruction {
  const { from, mint, to, owner, amount, decimals } = transfer;
  const TRANSFER_CHECKED = 12;
  return new TransactionInstruction({
    programId: TOKEN_PROGRAM_ID,
    keys: [
      { pubkey: from, isSigner: false, isWritable: true },
      read(mint),
      { pubkey: to, isSigner: false, isWritable: true },
      { pubkey: owner, isSigner: true, isWritable: false },
    ],
    data: toBuffer(new ByteWriter(10).u8(TRANSFER_CHECKED).u64(amount).u8(decimals).finish()),
  });
}

/** @returns null if there is no account, or no token account of the classic program */
export function tokenAccountIn(account: AccountInfo<Uint8Array> | null): TokenAccount | null {
  return account?.owner.equals(TOKEN_PROGRAM_ID) ? decodeTokenAccount(account.data) : null;
}

/** @param data of an account that a token program owns @returns null if it is no token account, or not initialized */
export function decodeTokenAccount(data: Uint8Array): TokenAccount | null {
  if (!isKind(data, TOKEN_ACCOUNT_LENGTH, EXTENDED.account)) return null;
  const from = new ByteReader(data);
  const [mint, owner, amount] = [from.publicKey(), from.publicKey(), from.u64()];
  const delegate = optionalKey(from);
  const state = from.u8();
  if (state === UNINITIALIZED) return null;
  const isNative = from.u32() !== 0;
  const reserve = from.u64();
  const delegatedAmount = from.u64();
  const closeAuthority = optionalKey(from);
  const rentExemptReserve = isNative ? reserve : null;
  return {
    mint,
    owner,
    amount,
    delegate,
    delegatedAmount,
    frozen: state === FROZEN,
    rentExemptReserve,
    closeAuthority,
  };
}

/** @param data of an account that a token program owns @returns null if it is no mint, or not initialized */
export function decodeMint(data: Uint8Array): Mint | null {
  if (!isKind(data, MINT_LENGTH, EXTENDED.mint)) return null;
  const from = new ByteReader(data);
  const mintAuthority = optionalKey(from);
  const [supply, decimals] = [from.u64(), from.u8()];
  if (from.u8() === UNINITIALIZED) return null;
  return { mintAuthority, supply, decimals, freezeAuthority: optionalKey(from) };
}

const UNINITIALIZED = 0;
const FROZEN = 2;
/** What Token-2022 writes behind the longest base layout, in an account with extensions. */
const EXTENDED = { mint: 1, account: 2 };

/** Of the classic length, or extended and marked as of this kind. */
function isKind(data: Uint8Array, length: number, mark: number): boolean {
  if (data.length === length) return true;
  return data.length > TOKEN_ACCOUNT_LENGTH && data.length !== MULTISIG_LENGTH && data[TOKEN_ACCOUNT_LENGTH] === mark;
}

/** An address behind a u32 that says whether there is one. */
function optionalKey(from: ByteReader): PublicKey | null {
  const there = from.u32() !== 0;
  const key = from.publicKey();
  return there ? key : null;
}

const read = (pubkey: PublicKey): AccountMeta => ({ pubkey, isSigner: false, isWritable: false });
