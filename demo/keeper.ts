/** The real keeper, in this process: it sees what happens on the venue and pays; the demo only trades. */
import { join } from "node:path";
import { createKeeper, type Keeper, MemoryAgents } from "@profit-share/keeper";
import type { Keypair } from "@solana/web3.js";
import pino from "pino";
import { BOTS, DOLLAR, KEEPER, KEEPER_SIGNER } from "./cast";
import type { Stage } from "./stage";

/** Stays in a venue account when the keeper takes money from there. */
const MARGIN_BUFFER = 100n * DOLLAR;

export const logFile = (folder: string): string => join(folder, "keeper.log");

/** @param folder gets the database and the log */
export async function startKeeper(stage: Stage, agents: readonly Keypair[], folder: string): Promise<Keeper> {
  const { rpcUrl, wsUrl } = stage.localnet;
  const keeper = await createKeeper({
    settings: {
      rpcUrl,
      wsUrl,
      watched: { keeper: KEEPER, bots: [BOTS.Tide.address], agents: [], subscriptions: [] },
      policy: { kind: "immediate" },
      venueMarginBuffer: MARGIN_BUFFER,
      minFunding: 1n,
      computeUnitPrice: 0n,
      // The notifications wake it; the poll is for what they miss.
      pollIntervalMs: 2_000,
    },
    signer: KEEPER_SIGNER,
    agents: new MemoryAgents(agents),
    database: join(folder, "keeper"),
    logger: pino(pino.destination({ dest: logFile(folder), sync: true })),
    // A slot of the local chain takes milliseconds.
    timing: { statusMs: 20, resendMs: 500 },
  });
  keeper.start();
  return keeper;
}
