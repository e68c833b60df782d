/** Where the money for what is owed can come from, and how much of it. Pure. */

import { max, min } from "@profit-share/sdk";
import type { KeeperSettings } from "../config/config";
import type { Observed } from "../observe/observed";
import type { Cause, Hindrance } from "./actions";
import { withdrawable } from "./margin";

export type Funding =
  | { kind: "possible"; amount: bigint; settleMarkets: number[] }
  | { kind: "impossible"; because: Hindrance };

type FundingSettings = Pick<KeeperSettings, "venueMarginBuffer" | "minFunding" | "agentReserve">;

/**
 * Out of the venue account, where the profit of a verified subscription is.
 * @param owed base units @param closed markets whose PnL cannot be settled now
 */
export function fundingFromVenue(
  observed: Observed,
  owed: bigint,
  settings: FundingSettings,
  closed: ReadonlySet<number>,
): Funding {
  const { venue, agent } = observed;
  if (venue.kind !== "read" || venue.drift === null) {
    return impossible("venue_gone", "there is no venue account to take it from");
  }
  if (!agent.signs) return NO_KEY;
  const { account, markets } = venue.drift;
  const { beingLiquidated } = venue.user;
  const free = withdrawable(account, markets, beingLiquidated, settings.venueMarginBuffer, owed, closed);
  if (beingLiquidated) return impossible("in_liquidation", "the venue account is in liquidation");
  return upTo(owed, free.amount, settings.minFunding, "the venue account", free.settle);
}

/**
 * Out of the agent's token account, beyond its reserve. Subscriptions of one agent that owe at the same time share its tokens in
 * proportion to what each owes.
 * @param owed base units @param spent base units that are promised already
 */
export function fundingFromAgent(observed: Observed, owed: bigint, settings: FundingSettings, spent: bigint): Funding {
  const { agent, owedByOthers } = observed;
  if (!agent.signs) return NO_KEY;
  const free = max(0n, agent.tokens - settings.agentReserve - spent);
  const share = owedByOthers === 0n ? free : (free * owed) / (owed + owedByOthers);
  return upTo(owed, share, settings.minFunding, "the agent's token account", []);
}

function upTo(owed: bigint, free: bigint, least: bigint, place: string, settleMarkets: number[]): Funding {
  const amount = min(owed, free);
  if (owed < least) {
    return impossible("below_minimum", `${owed} base units are owed, the least that is moved is ${least}`);
  }
  if (amount < least) {
    return impossible("too_little", `${place} can spare ${free < 0n ? 0n : free} of the ${owed} base units owed`);
  }
  return { kind: "possible", amount, settleMarkets };
}

const impossible = (cause: Cause, reason: string): Funding => ({ kind: "impossible", because: { cause, reason } });

const NO_KEY = impossible("no_key", "there is no key of the agent");
