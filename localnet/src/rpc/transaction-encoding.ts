import { toBase58 } from "@profit-share/sdk";
import type { TransactionVersion } from "@solana/web3.js";
import type { TransactionRecord } from "../chain/ledger";
import type { Outcome } from "../chain/runtime";
import { CODE, RpcError } from "./errors";
import { type CompiledInstruction, parsedInstruction } from "./instructions";

export type TransactionEncoding = "json" | "jsonParsed" | "base58" | "base64" | "binary";

export interface TransactionOptions {
  encoding: TransactionEncoding;
  /** The newest version that the client can read; it reads none but legacy transactions if it names none. */
  maxVersion: number | null | undefined;
  /** Whether rewards are listed; here there are none to list. */
  rewards: boolean;
}

/** A program's return data as JSON-RPC writes it. */
export function returnData(outcome: Outcome): object | null {
  const returned = outcome.returnData;
  return returned && { programId: returned.programId, data: [Buffer.from(returned.data).toString("base64"), "base64"] };
}

function compiled(instruction: CompiledInstruction, stackHeight: number): object {
  const { programIdIndex, accounts, data } = instruction;
  return { programIdIndex, accounts, data: toBase58(data), stackHeight };
}

/** A landed transaction with what it did. Throws if the client cannot read its version. */
export function encodeTransaction(record: TransactionRecord, options: TransactionOptions): object {
  const version = versionFor(record, options.maxVersion);
  return { transaction: encodeWire(record, options.encoding), meta: encodeMeta(record, options), version };
}

/** A landed transaction with its accounts instead of its instructions. Throws as above. */
export function encodeAccounts(record: TransactionRecord, options: TransactionOptions): object {
  const version = versionFor(record, options.maxVersion);
  const { signatures } = record.transaction;
  return {
    transaction: { signatures, accountKeys: parsedKeys(record) },
    meta: { ...balances(record), rewards: options.rewards ? [] : undefined },
    version,
  };
}

/** Undefined, so not written, for a client that names no version. */
function versionFor(record: TransactionRecord, maxVersion: number | null | undefined): TransactionVersion | undefined {
  const { version } = record.transaction.message;
  if (version === "legacy") return maxVersion === null || maxVersion === undefined ? undefined : version;
  if (maxVersion !== null && maxVersion !== undefined && version <= maxVersion) return version;
  const message =
    `Transaction version (${version}) is not supported by the requesting client. ` +
    `Please try the request again with the following configuration parameter: "maxSupportedTransactionVersion": ${version}`;
  throw new RpcError(CODE.unsupportedTransactionVersion, message);
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

function topLevel(record: TransactionRecord): CompiledInstruction[] {
  return record.transaction.message.compiledInstructions.map((one) => ({
    programIdIndex: one.programIdIndex,
    accounts: one.accountKeyIndexes,
    data: one.data,
  }));
}

/** What version 0 has more than a legacy message, and what version 1 has in its place. */
function versionsOwn(record: TransactionRecord): object {
  const { message } = record.transaction;
  if (message.version === "legacy") return {};
  if (message.version === 1) return { transactionConfig: message.transactionConfig };
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
    ...versionsOwn(record),
  };
}

function parsedKeys({ transaction: { message }, keys, writable }: TransactionRecord): object[] {
  const fixed = message.staticAccountKeys.length;
  return keys.map((pubkey, index) => ({
    pubkey,
    signer: index < message.header.numRequiredSignatures,
    writable: writable[index],
    source: index < fixed ? "transaction" : "lookupTable",
  }));
}

function parsedMessage(record: TransactionRecord): object {
  return {
    accountKeys: parsedKeys(record),
    recentBlockhash: record.transaction.message.recentBlockhash,
    instructions: topLevel(record).map((one) => parsedInstruction(record.keys, one, 1)),
    ...versionsOwn(record),
  };
}

function balances(record: TransactionRecord): object {
  const { err } = record.outcome;
  return {
    err,
    status: err === null ? { Ok: null } : { Err: err },
    fee: record.fee,
    preBalances: record.preBalances,
    postBalances: record.postBalances,
    preTokenBalances: record.preTokenBalances,
    postTokenBalances: record.postTokenBalances,
  };
}

function encodeMeta(record: TransactionRecord, { encoding, rewards }: TransactionOptions): object {
  const { outcome, keys } = record;
  const parsed = encoding === "jsonParsed";
  const encode = parsed ? parsedInstruction.bind(null, keys) : compiled;
  // A node that is asked for no rewards leaves them out of what it parses, and writes null elsewhere.
  const noRewards = parsed ? undefined : null;
  return {
    ...balances(record),
    innerInstructions: outcome.innerInstructions.flatMap((instructions, index) =>
      instructions.length === 0
        ? []
        : [{ index, instructions: instructions.map((one) => encode(one, one.stackHeight)) }],
    ),
    logMessages: outcome.logs,
    rewards: rewards ? [] : noRewards,
    loadedAddresses: parsed ? undefined : record.loaded,
    returnData: returnData(outcome) ?? undefined,
    computeUnitsConsumed: outcome.computeUnits,
  };
}
