import { toBase58 } from "@profit-share/sdk";
import type { TransactionRecord } from "../chain/ledger";
import type { Outcome } from "../chain/runtime";

export type TransactionEncoding = "json" | "jsonParsed" | "base58" | "base64" | "binary";

interface Instruction {
  programIdIndex: number;
  accounts: number[];
  data: Uint8Array;
}

/** A program's return data as JSON-RPC writes it. */
export function returnData(outcome: Outcome): object | null {
  const returned = outcome.returnData;
  return returned && { programId: returned.programId, data: [Buffer.from(returned.data).toString("base64"), "base64"] };
}

/** An instruction that nobody has parsed further, with its accounts' addresses. */
export function partiallyDecoded(keys: readonly string[], instruction: Instruction, stackHeight: number): object {
  return {
    programId: keys[instruction.programIdIndex],
    accounts: instruction.accounts.map((index) => keys[index]),
    data: toBase58(instruction.data),
    stackHeight,
  };
}

function compiled(instruction: Instruction, stackHeight: number): object {
  const { programIdIndex, accounts, data } = instruction;
  return { programIdIndex, accounts, data: toBase58(data), stackHeight };
}

/** A landed transaction as getTransaction answers it. */
export function encodeTransaction(record: TransactionRecord, encoding: TransactionEncoding): object {
  const { transaction, slot, blockTime } = record;
  return {
    slot,
    blockTime,
    transaction: encodeWire(record, encoding),
    meta: encodeMeta(record, encoding),
    version: transaction.message.version,
  };
}

function encodeWire(record: TransactionRecord, encoding: TransactionEncoding): unknown {
  const { bytes, signatures } = record.transaction;
  switch (encoding) {
    case "base64":
      return [Buffer.from(bytes).toString("base64"), "base64"];
    case "base58":
      return [toBase58(bytes), "base58"];
    case "binary":
      return toBase58(bytes);
    case "json":
      return { signatures, message: compiledMessage(record) };
    case "jsonParsed":
      return { signatures, message: parsedMessage(record) };
  }
}

function topLevel(record: TransactionRecord): Instruction[] {
  return record.transaction.message.compiledInstructions.map((one) => ({
    programIdIndex: one.programIdIndex,
    accounts: one.accountKeyIndexes,
    data: one.data,
  }));
}

function lookups(record: TransactionRecord): object {
  const { message } = record.transaction;
  if (message.version === "legacy") return {};
  return {
    addressTableLookups: message.addressTableLookups.map((one) => ({
      accountKey: one.accountKey.toBase58(),
      writableIndexes: one.writableIndexes,
      readonlyIndexes: one.readonlyIndexes,
    })),
  };
}

function compiledMessage(record: TransactionRecord): object {
  const { message } = record.transaction;
  const { numRequiredSignatures, numReadonlySignedAccounts, numReadonlyUnsignedAccounts } = message.header;
  return {
    header: { numRequiredSignatures, numReadonlySignedAccounts, numReadonlyUnsignedAccounts },
    accountKeys: message.staticAccountKeys.map((key) => key.toBase58()),
    recentBlockhash: message.recentBlockhash,
    instructions: topLevel(record).map((one) => compiled(one, 1)),
    ...lookups(record),
  };
}

/** Instructions stay partially decoded, as a node leaves those of programs it does not know. */
function parsedMessage(record: TransactionRecord): object {
  const { message } = record.transaction;
  const fixed = message.staticAccountKeys.length;
  return {
    accountKeys: record.keys.map((pubkey, index) => ({
      pubkey,
      signer: index < message.header.numRequiredSignatures,
      writable: record.writable[index],
      source: index < fixed ? "transaction" : "lookupTable",
    })),
    recentBlockhash: message.recentBlockhash,
    instructions: topLevel(record).map((one) => partiallyDecoded(record.keys, one, 1)),
    ...lookups(record),
  };
}

function encodeMeta(record: TransactionRecord, encoding: TransactionEncoding): object {
  const { outcome, keys } = record;
  const encode = encoding === "jsonParsed" ? partiallyDecoded.bind(null, keys) : compiled;
  return {
    err: outcome.err,
    status: outcome.err === null ? { Ok: null } : { Err: outcome.err },
    fee: record.fee,
    preBalances: record.preBalances,
    postBalances: record.postBalances,
    innerInstructions: outcome.innerInstructions.flatMap((instructions, index) =>
      instructions.length === 0
        ? []
        : [{ index, instructions: instructions.map((one) => encode(one, one.stackHeight)) }],
    ),
    logMessages: outcome.logs,
    preTokenBalances: record.preTokenBalances,
    postTokenBalances: record.postTokenBalances,
    rewards: [],
    loadedAddresses: encoding === "jsonParsed" ? undefined : record.loaded,
    returnData: returnData(outcome) ?? undefined,
    computeUnitsConsumed: outcome.computeUnits,
  };
}
