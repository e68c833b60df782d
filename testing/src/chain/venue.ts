/** Accounts on the local chain's venue: opened, traded in, read. */
import { driftSimulation } from "@profit-share/localnet";
import { type VenueUser, venueUserOrGone } from "@profit-share/sdk";
import { driftInstructions, driftUserAddress } from "@profit-share/sdk/drift";
import type { Keypair, PublicKey } from "@solana/web3.js";
import type { LocalChain } from "./local-chain";

/** One execution. Buying is `base` above and `quote` below zero. */
export interface Trade {
  market: number;
  /** 1e-9. */
  base: bigint;
  /** 1e-6. */
  quote: bigint;
  /** 1e-6. */
  fee?: bigint;
}

/** An agent with its account on the venue. */
export interface Trader {
  agent: Keypair;
  user: PublicKey;
}

/** Opens the agent's first account on the venue and puts collateral in. @param collateral base units */
export async function openAccount(chain: LocalChain, agent: Keypair, collateral: bigint): Promise<Trader> {
  const from = await chain.mintTo(agent.publicKey, collateral);
  const by = { authority: agent.publicKey, payer: chain.payer.publicKey };
  const user = driftUserAddress(agent.publicKey, 0);
  await chain.send(
    [
      driftInstructions.initializeUserStats(by),
      driftInstructions.initializeUser({ ...by, subAccountId: 0 }),
      driftInstructions.deposit({ user, authority: agent.publicKey, from, amount: collateral }),
    ],
    agent,
  );
  return { agent, user };
}

/** @returns the transaction's signature */
export function trade(chain: LocalChain, { agent, user }: Trader, { market, ...execution }: Trade): Promise<string> {
  const fill = driftSimulation.fill({ user, authority: agent.publicKey, marketIndex: market, ...execution });
  return chain.send([fill], agent);
}

/** null if the account is gone. */
export async function userOrGone(chain: LocalChain, { user }: Trader): Promise<VenueUser | null> {
  return venueUserOrGone(await chain.connection.getAccountInfo(user));
}

export async function readUser(chain: LocalChain, trader: Trader): Promise<VenueUser> {
  const found = await userOrGone(chain, trader);
  if (found === null) throw new Error(`The venue account ${trader.user.toBase58()} is gone`);
  return found;
}
