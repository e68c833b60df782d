/** What is deployed before the story begins: the keeper and both bots. */
import { createHash } from "node:crypto";
import type { BotPlan, Plan } from "@profit-share/cli/deploy";
import type { PublicKey } from "@solana/web3.js";
import { BOTS, type BotName, CREATOR, DOLLAR, KEEPER_ID, KEEPER_SIGNER, MARKETPLACE } from "./people";

export function deployment(mint: PublicKey): Omit<Plan, "program"> {
  const keeper = { creator: MARKETPLACE, id: KEEPER_ID, signer: KEEPER_SIGNER.publicKey };
  return { keeper, bots: botPlans(mint) };
}

function botPlans(mint: PublicKey): BotPlan[] {
  const common = { creator: CREATOR, payoutWallet: CREATOR.publicKey };
  const terms = { profitShareBps: 1_000, minDailyCap: DOLLAR, mint };
  return [
    {
      ...common,
      id: BOTS.Tide.id,
      terms: { ...terms, source: "drift", feeBasis: "high_water_mark", minBalance: 0n, hash: legalHash("Tide") },
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
        hash: legalHash("Spark"),
      },
      // So high that the creator collects with claims.
      minPayout: 25n * DOLLAR,
    },
  ];
}

const legalHash = (bot: BotName): Uint8Array => createHash("sha256").update(`The terms of ${bot}.\n`).digest();
