/** Many transactions by one request: what a long walk takes, where the node allows it. */
import {
  type CompiledInnerInstruction,
  type Connection,
  type Finality,
  PublicKey,
  SolanaJSONRPCError,
  VersionedTransaction,
  type VersionedTransactionResponse,
} from "@solana/web3.js";
import { NodeFailure } from "../failures";
import { signatureOf } from "../wire/signature";
import { fromBase64 } from "../wire/text";
import { MAX_TRANSACTION_VERSION } from "../wire/transaction-version";

/** As a node answers `getTransaction` in base64. */
interface Answered {
  slot: number;
  blockTime?: number | null;
  version?: VersionedTransactionResponse["version"];
  transaction: [base64: string, encoding: "base64"];
  meta:
    | (Omit<NonNullable<VersionedTransactionResponse["meta"]>, "loadedAddresses" | "innerInstructions"> & {
        innerInstructions?: CompiledInnerInstruction[] | null;
        loadedAddresses?: { writable: string[]; readonly: string[] } | null;
      })
    | null;
}

/** web3.js has it for itself, and takes each answer apart field by field; a walk over 50,000 transactions has no time for that. */
interface Batching {
  _rpcBatchRequest?: (requests: { methodName: string; args: unknown[] }[]) => Promise<unknown>;
}

/**
 * Those of the transactions that the node returned, by signature: what is missing may be asked for alone. null: the node takes no
 * batches.
 * @throws NodeFailure of a node that is asked too often, or does not answer
 */
export async function transactionsAtOnce(
  connection: Connection,
  signatures: readonly string[],
  commitment: Finality,
): Promise<ReadonlyMap<string, VersionedTransactionResponse> | null> {
  const config = { commitment, encoding: "base64", maxSupportedTransactionVersion: MAX_TRANSACTION_VERSION };
  const requests = signatures.map((signature) => ({ methodName: "getTransaction", args: [signature, config] }));
  const batching = connection as unknown as Batching;
  if (batching._rpcBatchRequest === undefined) return null;
  let answers: unknown;
  try {
    answers = await batching._rpcBatchRequest(requests);
  } catch (error) {
    if (takesNone(error)) return null;
    throw error;
  }
  if (!Array.isArray(answers)) return null;
  // A batch may be answered in any order: each transaction says which it is.
  return new Map(
    answers.flatMap((answer) => {
      const read = isAnswer(answer) ? responseOf(answer.result) : null;
      return read === null ? [] : [read];
    }),
  );
}

/** A refusal of the request itself, such as 400 or 413; not one to wait for. */
const takesNone = (error: unknown): boolean =>
  error instanceof SolanaJSONRPCError ||
  (error instanceof NodeFailure && error.status !== null && error.status !== 429 && error.status < 500);

const isAnswer = (answer: unknown): answer is { result: Answered } =>
  typeof answer === "object" && answer !== null && "result" in answer && answer.result !== null;

/** null if it is none that can be read here. */
function responseOf({ slot, blockTime, version, transaction: [base64], meta }: Answered) {
  try {
    const transaction = VersionedTransaction.deserialize(fromBase64(base64)!);
    const { message } = transaction;
    const signature = signatureOf(transaction);
    const response: VersionedTransactionResponse = {
      slot,
      blockTime: blockTime ?? null,
      ...(version === undefined ? {} : { version }),
      transaction: { message, signatures: [signature] },
      meta: meta && metaOf(meta),
    };
    return [signature, response] as const;
  } catch {
    return null;
  }
}

function metaOf({ loadedAddresses, innerInstructions, ...meta }: NonNullable<Answered["meta"]>) {
  const keys = (addresses: readonly string[]) => addresses.map((address) => new PublicKey(address));
  return {
    ...meta,
    innerInstructions: innerInstructions ?? null,
    ...(loadedAddresses == null
      ? {}
      : { loadedAddresses: { writable: keys(loadedAddresses.writable), readonly: keys(loadedAddresses.readonly) } }),
  };
}
