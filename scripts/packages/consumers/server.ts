/** A host's server, bundled into one file: the keeper's database opens with its tables, and keeps a close. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeeper, DEFAULT_SETTINGS, MemoryAgents } from "@profit-share/keeper";
import { Keypair } from "@solana/web3.js";

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bundled-keeper-"));
  const database = join(folder, "database");
  const keeper = await createKeeper({
    settings: {
      ...DEFAULT_SETTINGS,
      rpcUrl: "http://127.0.0.1:1",
      watched: { keeper: null, bots: [], agents: [], subscriptions: [] },
      pollIntervalMs: 1_000,
    },
    signer: Keypair.generate(),
    agents: new MemoryAgents([]),
    database,
  });
  // Asks the tables which closes and transactions are left over: none, and nothing is asked of a node.
  const failed = await keeper.once();
  await keeper.stop();
  const isThere = existsSync(join(database, "data", "PG_VERSION"));
  rmSync(folder, { recursive: true });
  if (failed.length > 0 || !isThere) throw new Error("The database did not open");
  console.log("the bundled keeper has its database");
}

void main();
