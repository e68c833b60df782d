/** What was agreed, of a subscription that lives as of one that is closed. */
import { type Bot, encodeTerms, type FeeBasis, formatPercent, type Source, type Terms } from "@profit-share/sdk";
import { bothUnits } from "../../text/amounts";

/** A line of a list. */
export type Line = readonly [name: string, value: string];

/** A subscription as it is shown. */
export interface Standing {
  /** The parties, before the terms. */
  parties: Line[];
  /** Base units; null if no log tells. */
  dailyCap: bigint | null;
  /** Where the money is. */
  ledger: Line[];
  /** The same and more for machines. */
  json: object;
}

const SOURCES: Record<Source, string> = {
  drift: "Drift: read on chain from the agent's own account there",
  velocity: "Velocity: read on chain from the agent's own account there",
  attested: "attested: stated by the keeper",
};

const BASES: Record<FeeBasis, string> = {
  high_water_mark: "of profit above the high-water mark: losses are made up first",
  each_close: "of each profitable close: losses do not count",
};

const shareIn = ({ profitShareBps, feeBasis }: Terms): string => `${formatPercent(profitShareBps)} ${BASES[feeBasis]}`;

export const ownersOf = (bot: Bot): Line[] => [
  ["bot owner", bot.owner.toBase58()],
  ["payout wallet", bot.payoutWallet.toBase58()],
];

export const agreedLines = (agreed: Terms, dailyCap: bigint | null): Line[] => [
  ["profit share", shareIn(agreed)],
  ["realized PnL", SOURCES[agreed.source]],
  ...(agreed.keeper === null ? [] : [["keeper", agreed.keeper.toBase58()] as const]),
  ["mint", agreed.mint.toBase58()],
  ...(dailyCap === null ? [] : [["daily cap", `${bothUnits(dailyCap)} of share`] as const]),
  ["minimum balance", bothUnits(agreed.minBalance)],
  ["terms", `version ${agreed.version}, legal text sha256 ${Buffer.from(agreed.hash).toString("hex")}`],
];

/** What the bot offers to new subscribers that differs from what was agreed to. */
export function differences(agreed: Terms, offered: Terms): string[] {
  if (Buffer.from(encodeTerms(agreed)).equals(encodeTerms(offered))) return [];
  const shown = (value: Terms) => ({
    "profit share": shareIn(value),
    keeper: value.keeper?.toBase58() ?? "none",
    "minimum balance": bothUnits(value.minBalance),
    "minimum daily cap": bothUnits(value.minDailyCap),
    "legal text": Buffer.from(value.hash).toString("hex"),
    version: String(value.version),
  });
  const before = shown(agreed);
  return Object.entries(shown(offered))
    .filter(([name, value]) => before[name as keyof typeof before] !== value)
    .map(([name, value]) => `${name}: ${value} (here: ${before[name as keyof typeof before]})`);
}
