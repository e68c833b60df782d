/** Terms in sentences. */
import type { Terms } from "@profit-share/sdk";
import { formatBps, formatMoney } from "./money";

const DOLLAR = 1_000_000n;

/** What the creator takes, in one sentence. */
export function feeSentence({ profitShareBps, feeBasis }: Pick<Terms, "profitShareBps" | "feeBasis">): string {
  if (profitShareBps === 0) return "The creator takes no share.";
  const share = formatBps(profitShareBps);
  return feeBasis === "high_water_mark"
    ? `${share} of new profit; losses are won back first.`
    : `${share} of every profitable close; losses are not carried forward.`;
}

/** "Of the next $100 you keep $90." */
export function keepSentence({ profitShareBps }: Pick<Terms, "profitShareBps">): string {
  const kept = 100n * DOLLAR - (100n * DOLLAR * BigInt(profitShareBps)) / 10_000n;
  return `Of the next $100 of new profit you keep ${formatMoney(kept)}.`;
}
