/**
 * Everything that stores or sends goes through `Checkpoints.pass`, so that a process can be killed right before and right
 * after each of them, and a test can show that the next one ends in the same state of the chain.
 */

export const CHECKPOINTS = [
  /** A close that is handed over is stored, before anything is asked of the chain. */
  "take_close",
  /** What was taken becomes closes with sequences, or is refused. */
  "admit_closes",
  /** The rows are brought in line with the chain's history: after a lost database, or after somebody else's settlement. */
  "reconcile_closes",
  /** The rows are known to be in line with the chain up to its last settlement. */
  "note_history",
  /** The host's word that no close follows is stored, or counts no more. */
  "request_final",
  /** What is spent on an account of somebody else is noted before it is sent. */
  "note_spending",
  /** Money begins to wait for the next time of a periodic policy, or waits no more. */
  "note_money",
  /** What a look showed of the creator's share is stored, with what was paid of it since the look before. */
  "note_share",
  /** A lookup table is noted before it is made, or forgotten after it was closed. */
  "note_table",
  /** A payment gets its record. */
  "record_transfer",
  /** A signed transaction is stored before it is sent. */
  "store_flight",
  /** A transaction is sent, the first time or again. */
  "send",
  /** A transaction has landed: its lanes are free, and the closes that it settled are marked. */
  "land_flight",
  /** A transaction failed or can never land any more: it is forgotten. */
  "drop_flight",
  /** A transaction that had landed is final: it is forgotten. */
  "forget_flight",
  /** A fork took away a transaction that had landed: the closes that it settled are pending again. */
  "reopen_flight",
  /** Payments that are to be told, or a problem, become messages. */
  "make_messages",
  /** A message is sent, the first time or again. */
  "send_message",
  /** What became of a message is stored. */
  "note_message",
] as const;

export type Checkpoint = (typeof CHECKPOINTS)[number];

export const MOMENTS = ["before", "after"] as const;
export type Moment = (typeof MOMENTS)[number];

/** Called at both moments of each checkpoint; it may end the process. */
export type CheckpointListener = (checkpoint: Checkpoint, moment: Moment) => void;

export class Checkpoints {
  constructor(private readonly listener: CheckpointListener = () => {}) {}

  async pass<T>(checkpoint: Checkpoint, work: () => Promise<T>): Promise<T> {
    this.listener(checkpoint, "before");
    const result = await work();
    this.listener(checkpoint, "after");
    return result;
  }
}
