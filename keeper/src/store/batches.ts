/** Rows in one statement: a server takes no more than 65,535 values. */
const BATCH = 2_000;

export function* batches<T>(all: readonly T[]): Generator<T[]> {
  for (let start = 0; start < all.length; start += BATCH) yield all.slice(start, start + BATCH);
}
