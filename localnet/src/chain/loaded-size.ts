import { toBase58 } from "@profit-share/sdk";
import { askedBy } from "./compute-budget";
import type { AccountLookup } from "./token-balances";
import type { WireTransaction } from "./wire";

/** What every account counts besides its data, and every lookup table in place of it (SIMD-0186), in bytes. */
const ACCOUNT_BYTES = 64;
const LOOKUP_TABLE_BYTES = 8_248;
const UPGRADEABLE_LOADER = "BPFLoaderUpgradeab1e11111111111111111111111";
/** A program account of the upgradeable loader: a u32 that says so, and the address of its bytes. */
const PROGRAM_LENGTH = 36;
const PROGRAM_MARK = 2;

/** What may be loaded at most. */
const MOST_LOADED_BYTES = 64 * 1_024 * 1_024;

/** Whether the transaction loads more than it asks for. LiteSVM looks at its accounts only, not at the bytes of programs. */
export function loadsTooMuch(state: AccountLookup, transaction: WireTransaction, keys: readonly string[]): boolean {
  const asked = askedBy(transaction.message).loadedBytes ?? MOST_LOADED_BYTES;
  // To ask an older transaction's limit of 0 is an error of its own.
  if (asked === 0 && transaction.message.version !== 1) return false;
  return loadedSize(state, transaction, keys) > Math.min(asked, MOST_LOADED_BYTES);
}

/** Bytes that the transaction loads, as the limit on them counts: its accounts that exist, and the bytes of upgradeable programs. */
export function loadedSize(state: AccountLookup, { message }: WireTransaction, keys: readonly string[]): number {
  const loaded = new Set(keys);
  for (const key of keys) {
    const programData = programDataOf(state, key);
    if (programData !== null) loaded.add(programData);
  }
  const accounts = [...loaded].reduce((total, key) => {
    const account = state.account(key);
    return account === null ? total : total + ACCOUNT_BYTES + account.data.length;
  }, 0);
  return accounts + message.addressTableLookups.length * LOOKUP_TABLE_BYTES;
}

function programDataOf(state: AccountLookup, key: string): string | null {
  const account = state.account(key);
  if (account?.owner !== UPGRADEABLE_LOADER || account.data.length !== PROGRAM_LENGTH) return null;
  const data = Buffer.from(account.data);
  return data.readUInt32LE(0) === PROGRAM_MARK ? toBase58(data.subarray(4)) : null;
}
