/** What a benchmark says on its way: what it did, how long that took, and what came of it. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  const seconds = ((performance.now() - start) / 1_000).toFixed(0);
  console.error(`bench: ${what}, ${seconds} s: ${JSON.stringify(result) ?? "right"}`);
  return result;
}
