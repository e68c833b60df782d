import { VersionedMessage } from "@solana/web3.js";
import { z } from "zod";
import type { TransactionAccounts } from "../../chain/accounts-of";
import type { Chain } from "../../chain/chain";
import { describeTransactionError, TransactionRefused } from "../../chain/transaction-error";
import { decodeTransaction, largest, MAX_TRANSACTION_BYTES, signatureOf, type WireTransaction } from "../../chain/wire";
import { decodeBase58, decodeBase64 } from "../binary";
import { CODE, invalidParams, RpcError } from "../errors";
import { type Methods, method, requireSlot, withContext } from "../method";
import { accountEncoding, address, context, flag, list, oneOf, struct, text, unsigned } from "../params";
import { preflightValue, simulationValue } from "../simulation";

const wireEncoding = oneOf("binary", "base64", "base58", "json", "jsonParsed").nullish();
type WireEncoding = z.output<typeof wireEncoding>;

const sendConfig = struct("RpcSendTransactionConfig", {
  ...context,
  skipPreflight: flag.nullish(),
  encoding: wireEncoding,
  maxRetries: unsigned("usize").nullish(),
}).nullish();

const simulatedAccounts = struct("RpcSimulateTransactionAccountsConfig", {
  encoding: accountEncoding.nullish(),
  addresses: list(address),
}).nullish();

const simulateConfig = struct("RpcSimulateTransactionConfig", {
  ...context,
  sigVerify: flag.nullish(),
  replaceRecentBlockhash: flag.nullish(),
  encoding: wireEncoding,
  innerInstructions: flag.nullish(),
  accounts: simulatedAccounts,
}).nullish();

/** The types' names in Agave; clients have learned to look for them in messages. */
const TRANSACTION_TYPE = "solana_transaction::versioned::VersionedTransaction";
const MESSAGE_TYPE = "solana_message::versions::VersionedMessage";

/** The most characters that a transaction takes, which version 1 has more of. */
const MAX_ENCODED = { base58: 5594, base64: 5464 } as const;

/** Base58 unless told. */
function binaryEncoding(encoding: WireEncoding): "base58" | "base64" {
  if (encoding === "base64") return "base64";
  if (encoding !== "json" && encoding !== "jsonParsed") return "base58";
  throw invalidParams(`unsupported encoding: ${encoding}. Supported encodings: base58, base64`);
}

function decodeBytes(encoded: string, encoding: "base58" | "base64", type: string): Uint8Array {
  if (encoded.length > MAX_ENCODED[encoding]) {
    const limits = `(max: encoded/raw ${MAX_ENCODED[encoding]}/${MAX_TRANSACTION_BYTES.version1})`;
    throw invalidParams(`${encoding} encoded ${type} too large: ${encoded.length} bytes ${limits}`);
  }
  const decodeText = encoding === "base64" ? decodeBase64 : decodeBase58;
  const bytes = decodeText(encoded, (fault) => `invalid ${encoding} encoding: ${fault}`);
  const most = largest(bytes);
  if (bytes.length > most) {
    throw invalidParams(`decoded ${type} too large: ${bytes.length} bytes (max: ${most} bytes)`);
  }
  return bytes;
}

function decode<T>(encoded: string, encoding: "base58" | "base64", type: string, parse: (bytes: Uint8Array) => T): T {
  const bytes = decodeBytes(encoded, encoding, type);
  try {
    return parse(bytes);
  } catch (error) {
    throw invalidParams(`failed to deserialize ${type}: ${(error as Error).message}`);
  }
}

/** Refuses what no node would even simulate: a malformed transaction, or lookup tables that cannot be resolved. */
function sanitize(chain: Chain, transaction: WireTransaction): TransactionAccounts {
  try {
    return chain.accountsOf(transaction);
  } catch (error) {
    if (!(error instanceof TransactionRefused)) throw error;
    throw invalidParams(`invalid transaction: ${error.message}`);
  }
}

function checkAccounts(wanted: z.output<typeof simulatedAccounts>, available: number): void {
  if (wanted?.encoding === "binary" || wanted?.encoding === "base58")
    throw invalidParams("base58 encoding not supported");
  if (wanted && wanted.addresses.length > available)
    throw invalidParams(`Too many accounts provided; max ${available}`);
}

/** Throws what a node answers to a transaction that would fail. */
function preflight(chain: Chain, transaction: WireTransaction): void {
  const result = chain.simulate(transaction, { verifySignatures: true, anyBlockhash: false });
  if (result.err === null) return;
  const message = `Transaction simulation failed: ${describeTransactionError(result.err)}`;
  throw new RpcError(CODE.preflightFailure, message, preflightValue(chain, transaction, result));
}

export const transactionMethods: Methods = {
  sendTransaction: method(1, [text, sendConfig], (chain, encoded, config) => {
    const transaction = decode(encoded, binaryEncoding(config?.encoding), TRANSACTION_TYPE, decodeTransaction);
    requireSlot(chain, config);
    sanitize(chain, transaction);
    if (!config?.skipPreflight) preflight(chain, transaction);
    chain.submit(transaction);
    return signatureOf(transaction);
  }),

  simulateTransaction: method(1, [text, simulateConfig], (chain, encoded, config) => {
    const transaction = decode(encoded, binaryEncoding(config?.encoding), TRANSACTION_TYPE, decodeTransaction);
    requireSlot(chain, config);
    if (config?.sigVerify && config.replaceRecentBlockhash) {
      throw invalidParams("sigVerify may not be used with replaceRecentBlockhash");
    }
    const { keys } = sanitize(chain, transaction);
    checkAccounts(config?.accounts, keys.length);
    const result = chain.simulate(transaction, {
      verifySignatures: config?.sigVerify ?? false,
      anyBlockhash: config?.replaceRecentBlockhash ?? false,
    });
    return withContext(chain, simulationValue(chain, transaction, result, config));
  }),

  requestAirdrop: method(2, [address, unsigned("u64"), z.unknown()], (chain, recipient, lamports) => {
    const record = chain.airdrop(recipient, BigInt(lamports));
    if (record === null) throw new RpcError(CODE.internalError, "Internal error");
    return signatureOf(record.transaction);
  }),

  getFeeForMessage: method(1, [text, struct("RpcContextConfig", context).nullish()], (chain, encoded, config) => {
    const message = decode(encoded, "base64", MESSAGE_TYPE, (bytes) => VersionedMessage.deserialize(bytes));
    requireSlot(chain, config);
    return withContext(chain, chain.feeFor(message));
  }),
};
