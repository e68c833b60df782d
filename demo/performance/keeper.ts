/** The real keeper, in this process: it sees what happens on the venue and pays; the demo only trades. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  createKeeper,
  DEFAULT_SETTINGS,
  type Keeper,
  type MemoryAgents,
  NoSubscription,
  type Observed,
} from "@profit-share/keeper";
import { claimable, owed, previewVerified } from "@profit-share/sdk";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import type { Keypair } from "@solana/web3.js";
import pino from "pino";
import type { Membership } from "../cast/membership";
import { BOTS, DOLLAR, KEEPER } from "../cast/people";

/** Stays in a venue account when the keeper takes money from there. */
const MARGIN_BUFFER = 100n * DOLLAR;

/** How long the keeper may take for what a step leads to. */
const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 20;

export const logFile = (folder: string): string => join(folder, "keeper.log");

/** @param folder of the database and the log: a keeper that is started again goes on with them */
export async function startKeeper(
  chain: LocalChain,
  signer: Keypair,
  agents: MemoryAgents,
  folder: string,
): Promise<Keeper> {
  const { rpcUrl, wsUrl } = chain.localnet;
  const keeper = await createKeeper({
    settings: {
      ...DEFAULT_SETTINGS,
      rpcUrl,
      wsUrl,
      watched: { keeper: KEEPER, bots: [BOTS.Tide.address], agents: [], subscriptions: [] },
      venueMarginBuffer: MARGIN_BUFFER,
      // The notifications wake it; the poll is for what they miss.
      pollIntervalMs: 2_000,
      pollsPerSecond: 50,
    },
    signer,
    agents,
    database: join(folder, "keeper"),
    logger: pino(pino.destination({ dest: logFile(folder), sync: true })),
    // A slot of the local chain takes milliseconds.
    timing: { statusMs: 20, resendMs: 500 },
  });
  keeper.start();
  return keeper;
}

/**
 * Waits until there is what the keeper's policy leads to.
 * @param stillOwed what can be paid from nowhere, base units
 * @throws Error if it takes too long
 */
export async function isDone(keeper: Keeper, { address, label }: Membership, stillOwed: bigint): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const observed = await keeper.observe(address).catch(unlessClosed);
    if (observed === null) return;
    const { subscription, bot } = observed;
    const paid = owed(subscription) === stillOwed && claimable(subscription) < bot.minPayout;
    if (paid && isSettled(observed)) return;
    if (Date.now() > deadline) {
      throw new Error(
        `The keeper did not bring ${label} in order within ${PATIENCE_MS / 1_000} s: settled ${subscription.last}, ` +
          `owed ${owed(subscription)}, claimable ${claimable(subscription)}`,
      );
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

/** The keeper closes what has ended and owes nothing. */
function unlessClosed(error: unknown): null {
  if (error instanceof NoSubscription) return null;
  throw error;
}

function isSettled({ subscription, venue, closes, now }: Observed): boolean {
  if (venue.kind !== "read") return closes.length === 0;
  const { user } = venue;
  return (
    subscription.last === user.realizedPnl &&
    subscription.totalDeposits === user.totalDeposits &&
    subscription.totalWithdraws === user.totalWithdraws &&
    // Also of what the cap cut off the day before.
    !previewVerified(subscription, user, now)?.records
  );
}
