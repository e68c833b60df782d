/** Accounts as one RPC call showed them, so that they are of one slot. */
import { base58Of } from "@profit-share/sdk";
import type { AccountInfo, PublicKey } from "@solana/web3.js";

export type Account = AccountInfo<Buffer> | null;

/** By address, base58. */
export interface Accounts {
  /** Whether it was asked for. */
  has(name: string): boolean;
  /** null if there is none; undefined if it was not asked for. @throws NodeFailure if the node's answer cannot be read */
  get(name: string): Account | undefined;
}

export interface Reading {
  slot: number;
  accounts: Accounts;
}

/** Addresses by their base58 texts, each once. */
export type Addresses = ReadonlyMap<string, PublicKey>;

export const addressesOf = (keys: readonly PublicKey[]): Addresses => new Map(keys.map((key) => [base58Of(key), key]));
