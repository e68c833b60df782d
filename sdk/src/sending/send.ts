/** Sends one transaction and waits until it is known what became of it. */

import type { SignatureStatus, TransactionInstruction, VersionedTransaction } from "@solana/web3.js";
import {
  type Connection,
  type Keypair,
  type PublicKey,
  SendTransactionError,
  SolanaJSONRPCError,
  Transaction,
} from "@solana/web3.js";
import { isMisshapen } from "../client/connection";
import { InvalidInput, NodeFailure } from "../failures";
import { signatureOf } from "../wire/signature";
import { toBase58 } from "../wire/text";
import { type Explanation, explainError } from "./explain";
import { measured } from "./measure";
import { programsOf } from "./message";

/** The chain refused a transaction: nothing of it happened. */
export class Refused extends Error {
  override readonly name = "Refused";

  /** @param signature null if it was refused before it was sent */
  constructor(
    readonly explanation: Explanation,
    readonly signature: string | null,
    cause: unknown,
  ) {
    super(explanation.message, { cause });
  }
}

/** A transaction did not land in time and never will: nothing of it happened. */
export class Expired extends Error {
  override readonly name = "Expired";

  constructor(readonly signature: string) {
    super(`Transaction ${signature} expired before it landed: nothing of it happened, try again`);
  }
}

/** A transaction was handed to a node that then failed: it may have landed, or land yet. */
export class FateUnknown extends NodeFailure {
  override readonly name = "FateUnknown";

  constructor(
    readonly signature: string,
    cause: unknown,
  ) {
    super(`${whyOf(cause)}. Transaction ${signature} may have landed: look it up before you send it again`, { cause });
  }
}

/** A transaction that was sent, and until when it can land. */
interface Pending {
  signature: string;
  lastValidBlockHeight: number;
}

/** What is known of a transaction: it can still land, it landed (well or with an error), or it never will. */
type Fate = { kind: "pending" } | { kind: "landed"; status: SignatureStatus } | { kind: "expired" };

/**
 * Asks once. Answers may come from different nodes, and one that is behind knows nothing of what has landed since: so a
 * transaction is given up only by a status of the slot in which its last block is known to be over, or of a later one.
 * @throws what the connection throws
 */
async function fateOf(connection: Connection, { signature, lastValidBlockHeight }: Pending): Promise<Fate> {
  // It says a height and the slot that it is of.
  const { absoluteSlot, blockHeight } = await connection.getEpochInfo("confirmed");
  const over = blockHeight !== undefined && blockHeight > lastValidBlockHeight;
  const { context, value } = await connection.getSignatureStatus(signature, { searchTransactionHistory: over });
  if (value !== null && isConfirmed(value)) return { kind: "landed", status: value };
  return over && value === null && context.slot >= absoluteSlot ? { kind: "expired" } : { kind: "pending" };
}

const isConfirmed = ({ confirmationStatus, confirmations }: SignatureStatus): boolean =>
  confirmationStatus === "confirmed" || confirmationStatus === "finalized" || confirmations === null;

/** How long it is looked what became of a transaction. */
export interface Looking {
  /** Milliseconds between two looks at what became of it, 200 if left out: a slot. */
  lookEveryMs?: number;
  /** Milliseconds after which no more is looked, 90,000 if left out. It can land for some 30 s; a node may stand still. */
  giveUpMs?: number;
}

export interface SendOptions extends Looking {
  /** Signs, and pays the fee. */
  payer: Keypair;
  /** Who else signs. */
  signers?: readonly Keypair[];
}

/**
 * Simulates, and asks for little more units and data than that took; instructions to the compute budget among the given ones
 * are left as they are.
 * @returns the signature of the confirmed transaction
 * @throws Refused with the program's reason in plain words; Expired; FateUnknown if the node failed after it was sent, another
 *   NodeFailure if before
 */
export async function sendTransaction(
  connection: Connection,
  instructions: readonly TransactionInstruction[],
  { payer, signers = [], ...looking }: SendOptions,
): Promise<string> {
  const toSend = await measured(connection, payer.publicKey, instructions);
  if ("refused" in toSend) throw new Refused(toSend.refused, null, toSend.cause);
  const latest = await connection.getLatestBlockhash("confirmed");
  const transaction = new Transaction({ feePayer: payer.publicKey, ...latest }).add(...toSend.instructions);
  transaction.sign(...distinct([payer, ...signers]));
  const signature = toBase58(transaction.signature!);
  const programs = toSend.instructions.map(({ programId }) => programId);
  await hand(connection, { signature, wire: transaction.serialize(), programs, skipPreflight: false });
  return follow(connection, { signature, lastValidBlockHeight: latest.lastValidBlockHeight, programs }, looking);
}

export interface FollowOptions extends Looking {
  /** Of the transaction's blockhash, as `getLatestBlockhash` says it. */
  lastValidBlockHeight: number;
}

export interface SendSignedOptions extends FollowOptions {
  /** True: the node does not simulate it first, and so takes one that it has already. False if left out. */
  skipPreflight?: boolean;
}

/**
 * Sends what somebody else has signed, such as a wallet in a browser.
 * @throws InvalidInput if a signature is missing; else as `sendTransaction`
 */
export async function sendSigned(
  connection: Connection,
  transaction: VersionedTransaction,
  { skipPreflight = false, ...options }: SendSignedOptions,
): Promise<string> {
  const signature = requireSigned(transaction);
  const programs = programsOf(transaction.message);
  await hand(connection, { signature, wire: transaction.serialize(), programs, skipPreflight });
  return followSigned(connection, transaction, options);
}

/**
 * Waits for what was sent before, by whomever.
 * @returns its signature @throws Refused if it failed; Expired; FateUnknown; InvalidInput if the fee payer has not signed
 */
export async function followSigned(
  connection: Connection,
  transaction: VersionedTransaction,
  { lastValidBlockHeight, ...looking }: FollowOptions,
): Promise<string> {
  const sent = { signature: signatureOf(transaction), lastValidBlockHeight };
  return follow(connection, { ...sent, programs: programsOf(transaction.message) }, looking);
}

/** @returns the transaction's signature @throws InvalidInput naming who has not signed */
export function requireSigned(transaction: VersionedTransaction): string {
  const { signatures, message } = transaction;
  const missing = signatures.findIndex((bytes) => bytes.every((byte) => byte === 0));
  if (missing < 0) return signatureOf(transaction);
  throw new InvalidInput(`${message.staticAccountKeys[missing]?.toBase58()} has not signed the transaction`);
}

/** A signed transaction. */
interface Signed {
  signature: string;
  wire: Uint8Array;
  /** The programs that its instructions go to, in order. */
  programs: readonly PublicKey[];
}

async function hand(
  connection: Connection,
  { signature, wire, programs, skipPreflight }: Signed & { skipPreflight: boolean },
): Promise<void> {
  await connection.sendRawTransaction(wire, { skipPreflight }).catch((error: unknown) => {
    throw notTaken(signature, error, programs);
  });
}

async function follow(
  connection: Connection,
  { programs, ...sent }: Pending & Pick<Signed, "programs">,
  { lookEveryMs = 200, giveUpMs = 90_000 }: Looking,
): Promise<string> {
  const { signature } = sent;
  const until = Date.now() + giveUpMs;
  for (;;) {
    const fate = await fateOf(connection, sent).catch((error: unknown) => {
      throw new FateUnknown(signature, error);
    });
    if (fate.kind === "expired") throw new Expired(signature);
    if (fate.kind === "landed") {
      const { err } = fate.status;
      if (err !== null) throw new Refused(explainError({ err, programs }), signature, err);
      return signature;
    }
    if (Date.now() > until) {
      throw new FateUnknown(signature, `The node has not said what became of it for ${giveUpMs / 1_000} s`);
    }
    await new Promise((done) => setTimeout(done, lookEveryMs));
  }
}

/** The chain's refusals come with the logs of a simulation or in the runtime's words; another error is the node's own. */
function notTaken(signature: string, error: unknown, programs: readonly PublicKey[]): Error {
  // With such an answer it was not taken. Without one, or after a fault, it may have been.
  if (error instanceof NodeFailure && error.status !== null && error.status < 500) return error;
  if (!(error instanceof SendTransactionError)) return new FateUnknown(signature, error);
  const explanation = explainError({ err: error, programs });
  const refused = error.logs !== undefined || explanation.name !== "Unknown" || explanation.code !== null;
  if (refused) return new Refused(explanation, null, error);
  const said = error.transactionError.message;
  return new NodeFailure(`The node does not take the transaction: ${said}`, { cause: error });
}

function whyOf(cause: unknown): string {
  if (typeof cause === "string") return cause;
  if (cause instanceof NodeFailure) return cause.message;
  if (cause instanceof SolanaJSONRPCError) return `The node answers with an error (${cause.code}): ${cause.message}`;
  const what = isMisshapen(cause) ? ` (${cause.message})` : "";
  return `The node gives an answer that is not understood${what}`;
}

/** web3.js takes no key twice. */
const distinct = (keypairs: readonly Keypair[]): Keypair[] => [
  ...new Map(keypairs.map((keypair): [string, Keypair] => [nameOf(keypair.publicKey), keypair])).values(),
];

const nameOf = (key: PublicKey): string => key.toBase58();
