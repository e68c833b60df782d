/** Lamports that keep one byte of an account alive: mainnet's since SIMD-0437's second step, as of November 2026. */
export const LAMPORTS_PER_BYTE = 5_080;

/** So much that 10 MiB, the largest account, still cost less than 2^64 lamports. */
export const MAX_LAMPORTS_PER_BYTE = 1_000_000_000;
