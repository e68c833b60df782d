import { TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import bs58 from "bs58";
import type { AccountState } from "./runtime";

/** The classic token program and Token-2022, base58. */
export const TOKEN_PROGRAMS: readonly string[] = [TOKEN_PROGRAM_ID.toBase58(), TOKEN_2022_PROGRAM_ID.toBase58()];

export interface TokenAccount {
  mint: string;
  owner: string;
  /** Base units. */
  amount: bigint;
}

export interface Mint {
  /** Base units. */
  supply: bigint;
  decimals: number;
}

const ACCOUNT_BYTES = 165;
const MINT_BYTES = 82;
/** Token-2022 pads a mint with extensions to an account's length and then says which of the two it is. */
const KIND_OFFSET = 165;
const KIND_MINT = 1;
const KIND_ACCOUNT = 2;

/** The token account in the account, or null if it is none or not initialized. */
export function readTokenAccount(account: AccountState): TokenAccount | null {
  const data = Buffer.from(account.data);
  if (!TOKEN_PROGRAMS.includes(account.owner) || data.length < ACCOUNT_BYTES) return null;
  if (data.length > ACCOUNT_BYTES && data[KIND_OFFSET] !== KIND_ACCOUNT) return null;
  if (data[108] === 0) return null;
  return {
    mint: bs58.encode(data.subarray(0, 32)),
    owner: bs58.encode(data.subarray(32, 64)),
    amount: data.readBigUInt64LE(64),
  };
}

/** The mint in the account, or null if it is none or not initialized. */
export function readMint(account: AccountState): Mint | null {
  const data = Buffer.from(account.data);
  if (!TOKEN_PROGRAMS.includes(account.owner) || data.length < MINT_BYTES) return null;
  if (data.length > MINT_BYTES && data[KIND_OFFSET] !== KIND_MINT) return null;
  if (data[45] !== 1) return null;
  return { supply: data.readBigUInt64LE(36), decimals: data[44]! };
}

/** A token amount as JSON-RPC writes it. */
export interface UiTokenAmount {
  amount: string;
  decimals: number;
  uiAmount: number;
  uiAmountString: string;
}

export function uiTokenAmount(amount: bigint, decimals: number): UiTokenAmount {
  const digits = amount.toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  const text = fraction === "" ? whole : `${whole}.${fraction}`;
  return { amount: amount.toString(), decimals, uiAmount: Number(text), uiAmountString: text };
}
