import { setTimeout as sleep } from "node:timers/promises";

/** @throws Error if it does not become true in time */
export async function eventually(what: string, condition: () => boolean, ms = 10_000): Promise<void> {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`It did not happen within ${ms} ms: ${what}`);
    await sleep(5);
  }
}
