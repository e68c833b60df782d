/** What became of a transaction. */
import type { LogEvent, SettledEvent } from "@profit-share/sdk/history";
import type { Explanation, SkippedRow } from "@profit-share/sdk/sending";

export type Outcome =
  | { kind: "confirmed"; signature: string; slot: number; details: Details | null }
  /** The simulation failed, or an agent did not sign: nothing was sent. */
  | { kind: "refused"; error: Explanation; logs: readonly string[] }
  /** It landed and failed: the fee is paid, nothing else happened. */
  | { kind: "failed"; signature: string; error: Explanation }
  /**
   * Its blockhash is dead: it never lands any more. `isSure` says that it did not land before either; false if that takes a
   * history that the node does not keep. The accounts of the lane's slot or later show it.
   */
  | { kind: "expired"; signature: string; isSure: boolean }
  /** The process stops before its fate is known; the next start goes on from here. */
  | { kind: "unresolved"; signature: string };

/** What a landed transaction did; null in an outcome if the node does not return it. */
export interface Details {
  computeUnits: number | null;
  settled: SettledEvent[];
  /** Rows of its batch that would have been refused alone. */
  skipped: SkippedRow[];
  events: LogEvent[];
}

/** In one sentence. */
export function describe(outcome: Outcome): string {
  switch (outcome.kind) {
    case "confirmed":
      return `confirmed: ${outcome.signature}`;
    case "refused":
      return `was not sent (${outcome.error.name}): ${outcome.error.message}`;
    case "failed":
      return `transaction ${outcome.signature} failed (${outcome.error.name}): ${outcome.error.message}`;
    case "expired":
      return outcome.isSure
        ? `transaction ${outcome.signature} expired before it landed`
        : `transaction ${outcome.signature} expired; whether it landed before, the node does not say, and the accounts show`;
    case "unresolved":
      return `transaction ${outcome.signature} is in flight while the keeper stops; the next start looks after it`;
  }
}
