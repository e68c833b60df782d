/** Accounts as one RPC call showed them, so that they are of one slot. */
import type { AccountInfo, PublicKey } from "@solana/web3.js";

export type Account = AccountInfo<Buffer> | null;

/** By address, base58; undefined where an account was not asked for. */
export type Accounts = ReadonlyMap<string, Account>;

export interface Reading {
  slot: number;
  accounts: Accounts;
}

/** Addresses by their base58 texts, each once. Writing one takes longer than most of what is done with it. */
export type Addresses = ReadonlyMap<string, PublicKey>;

export const addressesOf = (keys: readonly PublicKey[]): Addresses => new Map(keys.map((key) => [key.toBase58(), key]));
