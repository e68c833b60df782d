/** The demo's chain: it runs by itself, from this morning on. */
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { UsageError } from "../command-line/usage-error";

/** Fast enough that nobody waits, slow enough that a blockhash lives for seconds. */
const SLOT_MS = 50;
const HOUR = 3_600;
const DAY = 24 * HOUR;

/** @param port of JSON-RPC, 0 for a free one @throws UsageError if it or the one above is taken */
export async function startChain(port: number): Promise<LocalChain> {
  try {
    return await LocalChain.start({ port, slotMs: SLOT_MS, clock: morning(), withProgram: false });
  } catch (error) {
    const { code, port: taken } = error as NodeJS.ErrnoException & { port?: number };
    if (code !== "EADDRINUSE") throw error;
    throw new UsageError(`Port ${taken ?? port} is taken: stop what listens there, or pass another one with --port N`);
  }
}

/** 8:00 UTC of today: no midnight falls into the story, where a new day would give every daily cap new room. */
function morning(): number {
  const now = Math.floor(Date.now() / 1_000);
  return now - (now % DAY) + 8 * HOUR;
}
