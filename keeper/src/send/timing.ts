/** How long a keeper waits for what. Milliseconds. */
export interface Timing {
  /** Between two looks at the statuses of everything in flight. */
  statusMs: number;
  /** Between two sendings of the same bytes. */
  resendMs: number;
  /** How long a blockhash is used for new transactions; it lives for some 30 s. */
  blockhashMs: number;
  /** How long an agent's signature is waited for; the blockhash is there already. */
  signMs: number;
  /** How long transactions in flight are waited for when the keeper stops. */
  stopGraceMs: number;
  /** How long a keeper that dies keeps its part of a shared fleet; another one has it `renewMs` later. */
  leaseMs: number;
  /** Between two renewals of that. */
  renewMs: number;
  /** How long a lookup table that no transaction uses is kept. */
  tableIdleMs: number;
  /** How long the answer to a message is waited for, when the keeper stops, too. */
  messageMs: number;
  /** How long a settlement is left to become final before the trades that led to it are read. */
  finalMs: number;
}

export const TIMING: Timing = {
  statusMs: 250,
  resendMs: 2_000,
  blockhashMs: 1_000,
  signMs: 10_000,
  stopGraceMs: 10_000,
  leaseMs: 10_000,
  renewMs: 3_000,
  tableIdleMs: 7 * 86_400_000,
  messageMs: 10_000,
  finalMs: 15_000,
};
