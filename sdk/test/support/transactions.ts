/** Transactions as a node returns them, with inner instructions and logs that a test makes up. */
import { utils } from "@coral-xyz/anchor";
import { MessageV0, PublicKey, type VersionedTransactionResponse } from "@solana/web3.js";
import { encodeRecord, type SettlementRecord } from "../../src/history/record";
import { eventAuthorityAddress } from "../../src/program/addresses";
import { ByteWriter } from "../../src/wire/bytes";
import { PROGRAM_ID } from "../../src/wire/idl";

const key = (byte: number): PublicKey => new PublicKey(new Uint8Array(32).fill(byte));
export const OTHER_PROGRAM = key(9);

/** Anchor's event tag, then sha256("event:Settled")[..8]. */
const SETTLED = "e445a52e51cb9a1de8d228118e7c91ee";

/** Data of a `Settled` event instruction. @param head of fives if left out */
export function settledData(
  subscription: PublicKey,
  record: SettlementRecord,
  prefix = SETTLED,
  head: Uint8Array = new Uint8Array(32).fill(5),
): Uint8Array {
  const start = Uint8Array.from(prefix.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  return new ByteWriter(210)
    .bytes(start, 16)
    .publicKey(subscription)
    .bytes(encodeRecord(record), 130)
    .bytes(head, 32)
    .finish();
}

/** Accounts of the message: 0 payer, 1 the program, 2 another program; from a lookup table: 3 the event authority, 4 eve. */
export const EVENT_AUTHORITY = 3;
export const EVE = 4;

export interface Inner {
  program?: number;
  accounts?: number[];
  data: Uint8Array;
}

export function transaction(
  inner: Inner[],
  { err = null, logMessages = [] }: { err?: object | null; logMessages?: string[] } = {},
): VersionedTransactionResponse {
  const message = new MessageV0({
    header: { numRequiredSignatures: 1, numReadonlySignedAccounts: 0, numReadonlyUnsignedAccounts: 2 },
    staticAccountKeys: [key(1), PROGRAM_ID, OTHER_PROGRAM],
    recentBlockhash: key(3).toBase58(),
    compiledInstructions: [],
    addressTableLookups: [{ accountKey: key(8), writableIndexes: [], readonlyIndexes: [0, 1] }],
  });
  const instructions = inner.map(({ program = 1, accounts = [EVENT_AUTHORITY], data }) => ({
    programIdIndex: program,
    accounts,
    data: utils.bytes.bs58.encode(data),
  }));
  return {
    slot: 1,
    transaction: { message, signatures: [] },
    meta: {
      fee: 5_000,
      err,
      preBalances: [],
      postBalances: [],
      logMessages,
      innerInstructions: [{ index: 0, instructions }],
      loadedAddresses: { writable: [], readonly: [eventAuthorityAddress(), key(6)] },
    },
  };
}

/** What the program logs with an event: its data, between the lines that say who runs. */
export function logged(data: Uint8Array): string[] {
  const program = PROGRAM_ID.toBase58();
  return [
    `Program ${program} invoke [1]`,
    `Program data: ${utils.bytes.base64.encode(Buffer.from(data))}`,
    `Program ${program} success`,
  ];
}
