import {
  type Account,
  type Mint,
  TOKEN_2022_PROGRAM_ID,
  TOKEN_PROGRAM_ID,
  unpackAccount,
  unpackMint,
} from "@solana/spl-token";
import { PublicKey } from "@solana/web3.js";
import type { AccountState } from "./runtime";

/** The classic token program and Token-2022, base58. */
export const TOKEN_PROGRAMS: readonly string[] = [TOKEN_PROGRAM_ID.toBase58(), TOKEN_2022_PROGRAM_ID.toBase58()];

/** The token account in the account, or null if it is none or not initialized. */
export function readTokenAccount(account: AccountState): Account | null {
  return unpack(account, unpackAccount);
}

/** The mint in the account, or null if it is none or not initialized. */
export function readMint(account: AccountState): Mint | null {
  return unpack(account, unpackMint);
}

function unpack<T extends { isInitialized: boolean }>(
  account: AccountState,
  read: (address: PublicKey, info: Parameters<typeof unpackAccount>[1], program: PublicKey) => T,
): T | null {
  if (!TOKEN_PROGRAMS.includes(account.owner)) return null;
  const owner = new PublicKey(account.owner);
  const info = { data: Buffer.from(account.data), owner, executable: false, lamports: Number(account.lamports) };
  try {
    const found = read(PublicKey.default, info, owner);
    return found.isInitialized ? found : null;
  } catch {
    return null;
  }
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
