import { VersionedMessage } from "@solana/web3.js";
import bs58 from "bs58";
import { z } from "zod";
import type { Chain } from "../../chain/chain";
import { describeTransactionError, TransactionRefused } from "../../chain/transaction-error";
import { decodeTransaction, MAX_TRANSACTION_BYTES, signatureOf, type WireTransaction } from "../../chain/wire";
import { CODE, invalidParams, RpcError } from "../errors";
import { type Methods, method, requireSlot, withContext } from "../method";
import { accountEncoding, address, context, flag, list, oneOf, struct, text, unsigned } from "../params";
import { simulationValue } from "../simulation";

const wireEncoding = oneOf("base58", "base64").nullish();

const sendConfig = struct("RpcSendTransactionConfig", {
  ...context,
  skipPreflight: flag.nullish(),
  encoding: wireEncoding,
  maxRetries: unsigned("usize").nullish(),
}).nullish();

const simulateConfig = struct("RpcSimulateTransactionConfig", {
  ...context,
  sigVerify: flag.nullish(),
  replaceRecentBlockhash: flag.nullish(),
  encoding: wireEncoding,
  innerInstructions: flag.nullish(),
  accounts: struct("RpcSimulateTransactionAccountsConfig", {
    encoding: accountEncoding.nullish(),
    addresses: list(address),
  }).nullish(),
}).nullish();

/** The types' names in Agave; clients have learned to look for them in messages. */
const TRANSACTION_TYPE = "solana_transaction::versioned::VersionedTransaction";
const MESSAGE_TYPE = "solana_message::versions::VersionedMessage";

function decodeBytes(encoded: string, encoding: "base58" | "base64", type: string): Uint8Array {
  const bytes = encoding === "base64" ? Buffer.from(encoded, "base64") : bs58.decodeUnsafe(encoded);
  if (bytes === undefined || (encoding === "base64" && Buffer.from(bytes).toString("base64") !== encoded)) {
    throw invalidParams(`invalid ${encoding} encoding`);
  }
  if (bytes.length > MAX_TRANSACTION_BYTES) {
    throw invalidParams(`decoded ${type} too large: ${bytes.length} bytes (max: ${MAX_TRANSACTION_BYTES} bytes)`);
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

/** Refuses what no node would even simulate: a damaged transaction, or lookup tables that cannot be resolved. */
function sanitize(chain: Chain, transaction: WireTransaction): void {
  try {
    if (transaction.signatures.length !== transaction.message.header.numRequiredSignatures) {
      throw new TransactionRefused("SanitizeFailure");
    }
    chain.accountsOf(transaction);
  } catch (error) {
    if (!(error instanceof TransactionRefused)) throw error;
    throw invalidParams(`invalid transaction: ${error.message}`);
  }
}

/** Throws what a node answers to a transaction that would fail. */
function preflight(chain: Chain, transaction: WireTransaction): void {
  const result = chain.simulate(transaction, { verifySignatures: true, anyBlockhash: false });
  if (result.err === null) return;
  if (result.err === "SignatureFailure") {
    throw new RpcError(CODE.signatureVerificationFailure, "Transaction signature verification failure");
  }
  const message = `Transaction simulation failed: ${describeTransactionError(result.err)}`;
  throw new RpcError(CODE.preflightFailure, message, simulationValue(chain, transaction, result, null));
}

export const transactionMethods: Methods = {
  sendTransaction: method(1, [text, sendConfig], (chain, encoded, config) => {
    const transaction = decode(encoded, config?.encoding ?? "base58", TRANSACTION_TYPE, decodeTransaction);
    requireSlot(chain, config);
    sanitize(chain, transaction);
    if (!config?.skipPreflight) preflight(chain, transaction);
    chain.submit(transaction);
    return signatureOf(transaction);
  }),

  simulateTransaction: method(1, [text, simulateConfig], (chain, encoded, config) => {
    const transaction = decode(encoded, config?.encoding ?? "base58", TRANSACTION_TYPE, decodeTransaction);
    requireSlot(chain, config);
    if (config?.sigVerify && config.replaceRecentBlockhash) {
      throw invalidParams("sigVerify may not be used with replaceRecentBlockhash");
    }
    sanitize(chain, transaction);
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
