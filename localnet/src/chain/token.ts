import {
  decodeMint,
  decodeTokenAccount,
  type Mint,
  TOKEN_2022_PROGRAM_ID,
  TOKEN_PROGRAM_ID,
  type TokenAccount,
} from "@profit-share/sdk";
import type { AccountState } from "./runtime";

/** The classic token program and Token-2022, base58. */
export const TOKEN_PROGRAMS: readonly string[] = [TOKEN_PROGRAM_ID.toBase58(), TOKEN_2022_PROGRAM_ID.toBase58()];

/** The token account in the account, or null if it is none or not initialized. */
export function readTokenAccount({ owner, data }: AccountState): TokenAccount | null {
  return TOKEN_PROGRAMS.includes(owner) ? decodeTokenAccount(data) : null;
}

/** The mint in the account, or null if it is none or not initialized. */
export function readMint({ owner, data }: AccountState): Mint | null {
  return TOKEN_PROGRAMS.includes(owner) ? decodeMint(data) : null;
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
