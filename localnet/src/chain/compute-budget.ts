import { ComputeBudgetProgram, type VersionedMessage } from "@solana/web3.js";

/** What a message asks the network for. */
export interface Asked {
  /** Compute units; null if it leaves them to the default. */
  units: number | null;
  /** Micro-lamports for each of these units. */
  unitPrice: bigint;
  /** Bytes of accounts and programs; null if it leaves them to the default. */
  loadedBytes: number | null;
}

/** The numbers of the compute budget's instructions. */
const UNIT_LIMIT = 2;
const UNIT_PRICE = 3;
const LOADED_BYTES = 4;

/** By instructions to the compute budget; version 1 asks in the message itself, and such an instruction says nothing. */
export function askedBy(message: VersionedMessage): Asked {
  const asked: Asked = { units: null, unitPrice: 0n, loadedBytes: null };
  if (message.version === 1) {
    const { computeUnitLimit, loadedAccountsDataSizeLimit } = message.transactionConfig;
    return { ...asked, units: computeUnitLimit ?? 0, loadedBytes: loadedAccountsDataSizeLimit ?? 0 };
  }
  for (const { programIdIndex, data } of message.compiledInstructions) {
    if (!message.staticAccountKeys[programIdIndex]!.equals(ComputeBudgetProgram.programId)) continue;
    // web3.js does not know all of them. One that is too short is refused when it runs.
    const bytes = Buffer.from(data);
    if (bytes[0] === UNIT_LIMIT && bytes.length >= 5) asked.units = bytes.readUInt32LE(1);
    if (bytes[0] === UNIT_PRICE && bytes.length >= 9) asked.unitPrice = bytes.readBigUInt64LE(1);
    if (bytes[0] === LOADED_BYTES && bytes.length >= 5) asked.loadedBytes = bytes.readUInt32LE(1);
  }
  return asked;
}
