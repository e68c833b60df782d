/** Who takes part, and what they have at the start. Amounts are base units of the dollar (1e-6). */
import { botAddress, keeperAddress } from "@profit-share/sdk";
import { idOf, keyOf } from "@profit-share/testing/keys";
import type { Keypair, PublicKey } from "@solana/web3.js";

export const DOLLAR = 1_000_000n;

export const CREATOR = keyOf("creator");
/** Another wallet of the creator, for the claim. */
export const SAFE = keyOf("safe");
/** Registers the keeper and rotates its key. */
export const MARKETPLACE = keyOf("marketplace");
export const KEEPER_SIGNER = keyOf("keeper signer");
export const NEW_KEEPER_SIGNER = keyOf("new keeper signer");
/** The other side of every trade: its collateral is what winners are paid from. */
export const MARKET_MAKER = keyOf("market maker");
export const MARKET_MAKER_COLLATERAL = 10_000n * DOLLAR;

export const KEEPER_ID = idOf("keeper");
export const KEEPER = keeperAddress(MARKETPLACE.publicKey, KEEPER_ID);

/** Tide is verified with a high-water mark, Spark attested with a share of each close. */
export type BotName = "Tide" | "Spark";

export const BOTS: Record<BotName, { address: PublicKey; id: Uint8Array }> = {
  Tide: { id: idOf("Tide"), address: botAddress(CREATOR.publicKey, idOf("Tide")) },
  Spark: { id: idOf("Spark"), address: botAddress(CREATOR.publicKey, idOf("Spark")) },
};

/** A subscriber, the agent that trades for her, and what they have at the start. */
export interface Subscriber {
  name: string;
  wallet: Keypair;
  agent: Keypair;
  /** In the subscriber's wallet. */
  dollars: bigint;
  /** In the agent's wallet. */
  agentDollars: bigint;
  /** On the venue; null if the agent has no account there. */
  collateral: bigint | null;
  /** First deposit by bot. */
  deposits: Partial<Record<BotName, bigint>>;
}

const subscriber = (name: string, has: Omit<Subscriber, "name" | "wallet" | "agent">): Subscriber => ({
  name,
  wallet: keyOf(name),
  agent: keyOf(`${name}'s agent`),
  ...has,
});

export const SUBSCRIBERS: readonly Subscriber[] = [
  subscriber("Anna", {
    dollars: 100n * DOLLAR,
    agentDollars: 0n,
    collateral: 1_000n * DOLLAR,
    deposits: { Tide: 50n * DOLLAR, Spark: 5n * DOLLAR },
  }),
  subscriber("Ben", { dollars: 0n, agentDollars: 0n, collateral: 60n * DOLLAR, deposits: { Tide: 0n } }),
  subscriber("Cleo", {
    dollars: 40n * DOLLAR,
    agentDollars: 30n * DOLLAR,
    collateral: null,
    deposits: { Spark: 20n * DOLLAR },
  }),
  subscriber("Dora", {
    dollars: 30n * DOLLAR,
    agentDollars: 0n,
    collateral: 500n * DOLLAR,
    deposits: { Tide: 30n * DOLLAR },
  }),
  subscriber("Emil", { dollars: 0n, agentDollars: 0n, collateral: 60n * DOLLAR, deposits: { Tide: 0n } }),
];

/** The owner of the nth real account that takes part, from 1. */
export const guest = (number: number): Subscriber =>
  subscriber(`Guest ${number}`, {
    dollars: 25n * DOLLAR,
    agentDollars: 0n,
    collateral: null,
    deposits: { Tide: 20n * DOLLAR },
  });
