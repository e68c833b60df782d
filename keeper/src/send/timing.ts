/** How long sending waits for what. Milliseconds. */
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
}

export const TIMING: Timing = {
  statusMs: 250,
  resendMs: 2_000,
  blockhashMs: 1_000,
  signMs: 10_000,
  stopGraceMs: 10_000,
};
