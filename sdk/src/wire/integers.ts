/** The machine integers of the program, as exact bigints. Anything that leaves its range is clamped, never wrapped. */

export const I64_MIN = -(2n ** 63n);
export const I64_MAX = 2n ** 63n - 1n;
export const U64_MAX = 2n ** 64n - 1n;
export const U32_MAX = 2n ** 32n - 1n;

export const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** The nearest value an i64 can hold. */
export const clampI64 = (value: bigint): bigint => max(I64_MIN, min(I64_MAX, value));

/** The nearest value a u64 can hold; used for sums that are never negative. */
export const clampU64 = (value: bigint): bigint => max(0n, min(U64_MAX, value));
