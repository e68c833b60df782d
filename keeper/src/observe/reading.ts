/** Accounts as one RPC call showed them, so that they are of one slot. */
import type { AccountInfo, PublicKey } from "@solana/web3.js";

export type Account = AccountInfo<Buffer> | null;

/** By address, base58; undefined where an account was not asked for. */
export type Accounts = ReadonlyMap<string, Account>;

export interface Reading {
  slot: number;
  accounts: Accounts;
}

/** Each address once. */
export const distinct = (keys: readonly PublicKey[]): PublicKey[] => [
  ...new Map(keys.map((key) => [key.toBase58(), key])).values(),
];
