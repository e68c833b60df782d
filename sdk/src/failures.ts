/**
 * What can go wrong in ways that a caller tells apart: by class, not by text. Each message says what is wrong, with which
 * input, and what to do.
 */
import type { PublicKey } from "@solana/web3.js";

/** What the caller passed cannot be used. Nothing was sent. */
export class InvalidInput extends Error {
  override readonly name: string = "InvalidInput";
}

/** There is no such account. */
export class NotFound extends Error {
  override readonly name = "NotFound";

  /** @param kind what was looked for, such as "subscription" */
  constructor(
    readonly kind: string,
    readonly address: PublicKey,
    message = `There is no ${kind} at ${address.toBase58()}: check the address and the cluster`,
  ) {
    super(message);
  }
}

/** There is an account, of another kind. */
export class WrongAccount extends Error {
  override readonly name = "WrongAccount";

  /** @param expected such as "subscription" @param found such as "a wallet" */
  constructor(
    readonly expected: string,
    readonly found: string,
    readonly address: PublicKey,
  ) {
    super(`${address.toBase58()} is no ${expected}, it is ${found}: pass the address of a ${expected}`);
  }
}

/** The data is of another version than this SDK reads, or damaged. */
export class UnreadableData extends Error {
  override readonly name = "UnreadableData";
}

/** The node does not keep what is needed of the past. */
export class HistoryUnavailable extends Error {
  override readonly name: string = "HistoryUnavailable";
}

/** The node did not do its part: no answer, a refusal, or something that is no answer. Another node may. */
export class NodeFailure extends Error {
  override readonly name: string = "NodeFailure";
  /** Of the HTTP answer; null if there was none, or its status is not what was wrong. */
  readonly status: number | null;

  constructor(message: string, { status = null, cause }: { status?: number | null; cause?: unknown } = {}) {
    super(message, { cause });
    this.status = status;
  }
}
