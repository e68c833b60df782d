import { AddressLookupTableProgram, type MessageV1, PublicKey } from "@solana/web3.js";
import type { AccountState } from "./runtime";
import { TransactionRefused } from "./transaction-error";
import type { WireTransaction } from "./wire";

/** The accounts that a transaction names, in the order in which its instructions count them. */
export interface TransactionAccounts {
  keys: string[];
  writable: boolean[];
  /** The part that came from lookup tables. */
  loaded: { writable: string[]; readonly: string[] };
}

/** Reads a lookup table: its account, and the slot up to which its newest addresses cannot be used yet. */
export interface LookupContext {
  account(key: string): AccountState | null;
  slot: bigint;
  /** Whether the slot is recent enough for a table deactivated in it to be used still. */
  isRecentSlot(slot: bigint): boolean;
}

const TABLE_HEADER_BYTES = 56;
const NEVER_DEACTIVATED = 0xffff_ffff_ffff_ffffn;
/** What a message of version 1 may hold at most; older ones are bounded by their packet. */
const VERSION_1_MOST = { signatures: 12, instructions: 64, addresses: 64 } as const;
const HEAP_STEP = 1_024;
const HEAP_STEPS = { least: 32, most: 256 } as const;

/** Throws `TransactionRefused` if an index is out of range, or a lookup table missing, foreign, damaged or too short. */
export function accountsOf(transaction: WireTransaction, context: LookupContext): TransactionAccounts {
  if (!isWellFormed(transaction)) throw new TransactionRefused("SanitizeFailure");
  const { message } = transaction;
  const loaded = { writable: [] as string[], readonly: [] as string[] };
  for (const lookup of message.addressTableLookups) {
    const addresses = tableAddresses(lookup.accountKey.toBase58(), context);
    const pick = (index: number) => {
      const found = addresses[index];
      if (found === undefined) throw new TransactionRefused("InvalidAddressLookupTableIndex");
      return found;
    };
    loaded.writable.push(...lookup.writableIndexes.map(pick));
    loaded.readonly.push(...lookup.readonlyIndexes.map(pick));
  }
  const fixed = message.staticAccountKeys.map((key) => key.toBase58());
  return {
    keys: [...fixed, ...loaded.writable, ...loaded.readonly],
    writable: [
      ...fixed.map((_, index) => message.isAccountWritable(index)),
      ...loaded.writable.map(() => true),
      ...loaded.readonly.map(() => false),
    ],
    loaded,
  };
}

/** The checks that need no chain: enough signatures, a writable fee payer, and every index inside the message. */
function isWellFormed({ message, signatures }: WireTransaction): boolean {
  const { numRequiredSignatures, numReadonlySignedAccounts, numReadonlyUnsignedAccounts } = message.header;
  const fixed = message.staticAccountKeys.length;
  const all = message.addressTableLookups.reduce(
    (count, { writableIndexes, readonlyIndexes }) => count + writableIndexes.length + readonlyIndexes.length,
    fixed,
  );
  return (
    (message.version !== 1 || isWithinVersion1(message)) &&
    signatures.length === numRequiredSignatures &&
    numReadonlySignedAccounts < numRequiredSignatures &&
    numRequiredSignatures + numReadonlyUnsignedAccounts <= fixed &&
    message.compiledInstructions.every(
      ({ programIdIndex, accountKeyIndexes }) =>
        programIdIndex > 0 && programIdIndex < fixed && accountKeyIndexes.every((index) => index < all),
    )
  );
}

function isWithinVersion1({ header, staticAccountKeys, compiledInstructions, transactionConfig }: MessageV1): boolean {
  const { heapSize } = transactionConfig;
  const heapSteps = (heapSize ?? HEAP_STEPS.least * HEAP_STEP) / HEAP_STEP;
  return (
    header.numRequiredSignatures <= VERSION_1_MOST.signatures &&
    compiledInstructions.length <= VERSION_1_MOST.instructions &&
    staticAccountKeys.length <= VERSION_1_MOST.addresses &&
    new Set(staticAccountKeys.map((key) => key.toBase58())).size === staticAccountKeys.length &&
    Number.isInteger(heapSteps) &&
    heapSteps >= HEAP_STEPS.least &&
    heapSteps <= HEAP_STEPS.most
  );
}

function tableAddresses(key: string, context: LookupContext): string[] {
  const account = context.account(key);
  if (account === null) throw new TransactionRefused("AddressLookupTableNotFound");
  if (account.owner !== AddressLookupTableProgram.programId.toBase58()) {
    throw new TransactionRefused("InvalidAddressLookupTableOwner");
  }
  const data = Buffer.from(account.data);
  if (data.length < TABLE_HEADER_BYTES || (data.length - TABLE_HEADER_BYTES) % 32 !== 0 || data.readUInt32LE(0) !== 1) {
    throw new TransactionRefused("InvalidAddressLookupTableData");
  }
  const deactivated = data.readBigUInt64LE(4);
  if (deactivated !== NEVER_DEACTIVATED && !context.isRecentSlot(deactivated)) {
    throw new TransactionRefused("AddressLookupTableNotFound");
  }
  // Addresses appended in this very slot cannot be used before the next one.
  const usable = data.readBigUInt64LE(12) < context.slot ? Number.POSITIVE_INFINITY : data.readUInt8(20);
  const count = Math.min(usable, (data.length - TABLE_HEADER_BYTES) / 32);
  return Array.from({ length: count }, (_, index) => {
    const start = TABLE_HEADER_BYTES + 32 * index;
    return new PublicKey(data.subarray(start, start + 32)).toBase58();
  });
}
