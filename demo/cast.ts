/** Who plays and what they agree on. Amounts are base units of the dollar (1e-6). */
import { createHash } from "node:crypto";
import {
  attestedSubscriptionAddress,
  botAddress,
  keeperAddress,
  type Subscribe,
  verifiedSubscriptionAddress,
} from "@profit-share/sdk";
import { actor, idOf } from "@profit-share/testing/chain/keys";
import type { Trader } from "@profit-share/testing/chain/trading";
import type { Keypair, PublicKey } from "@solana/web3.js";
import type { BotPlan, Plan } from "../cli/src/deploy/deploy";

export const DOLLAR = 1_000_000n;

export const CREATOR = actor("creator");
/** Another wallet of the creator, for the claim. */
export const SAFE = actor("safe");
/** Registers the keeper and rotates its key. */
export const MARKETPLACE = actor("marketplace");
export const KEEPER_SIGNER = actor("keeper signer");
export const NEW_KEEPER_SIGNER = actor("new keeper signer");
/** The other side of every trade: its collateral is what winners are paid from. */
export const MARKET_MAKER = actor("market maker");
export const MARKET_MAKER_COLLATERAL = 10_000n * DOLLAR;

const KEEPER_ID = idOf("keeper");
export const KEEPER = keeperAddress(MARKETPLACE.publicKey, KEEPER_ID);

/** Tide is verified with a high-water mark, Spark attested with a share of each close. */
export type BotName = "Tide" | "Spark";

export const BOTS: Record<BotName, { address: PublicKey; id: Uint8Array }> = {
  Tide: { id: idOf("Tide"), address: botAddress(CREATOR.publicKey, idOf("Tide")) },
  Spark: { id: idOf("Spark"), address: botAddress(CREATOR.publicKey, idOf("Spark")) },
};

const legalText = (bot: BotName): Uint8Array => createHash("sha256").update(`The terms of ${bot}.\n`).digest();

function botPlans(mint: PublicKey): BotPlan[] {
  const common = { creator: CREATOR, payoutWallet: CREATOR.publicKey };
  const terms = { profitShareBps: 1_000, minDailyCap: DOLLAR, mint };
  return [
    {
      ...common,
      id: BOTS.Tide.id,
      terms: { ...terms, source: "drift", feeBasis: "high_water_mark", minBalance: 0n, hash: legalText("Tide") },
      minPayout: 10_000n,
    },
    {
      ...common,
      id: BOTS.Spark.id,
      terms: {
        ...terms,
        source: "attested",
        feeBasis: "each_close",
        minBalance: 5n * DOLLAR,
        hash: legalText("Spark"),
      },
      // So high that the creator collects with claims.
      minPayout: 25n * DOLLAR,
    },
  ];
}

export function deployment(mint: PublicKey): Omit<Plan, "program"> {
  const keeper = { creator: MARKETPLACE, id: KEEPER_ID, signer: KEEPER_SIGNER.publicKey };
  return { keeper, bots: botPlans(mint) };
}

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
  wallet: actor(name),
  agent: actor(`${name}'s agent`),
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

/** The daily cap with which everybody begins. */
export const DAILY_CAP = 1_000n * DOLLAR;

/** A subscription of the story. */
export interface Membership {
  /** "Anna · Tide". */
  label: string;
  bot: BotName;
  subscriber: Subscriber;
  /** null for an attested one. */
  trader: Trader | null;
  address: PublicKey;
  account: Subscribe["account"];
  deposit: bigint;
}

export function membership(subscriber: Subscriber, bot: BotName, trader: Trader | null): Membership {
  const deposit = subscriber.deposits[bot];
  if (deposit === undefined) throw new Error(`${subscriber.name} does not subscribe to ${bot}`);
  const common = { label: `${subscriber.name} · ${bot}`, bot, subscriber, deposit };
  if (bot === "Spark") {
    const address = attestedSubscriptionAddress(subscriber.agent.publicKey, 0);
    return { ...common, trader: null, address, account: { accountNo: 0 } };
  }
  if (trader === null) throw new Error(`${subscriber.name} needs an account on the venue for ${bot}`);
  const address = verifiedSubscriptionAddress(trader.user);
  return { ...common, trader, address, account: { venueUser: trader.user } };
}
