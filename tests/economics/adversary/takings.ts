/** What a game took from whom: pure. */

import type { Role } from "./parties";
import type { Setting } from "./setting";

/** Tokens (1e-6) by role. */
export type Holdings = Record<Role, bigint>;

/** Amounts (1e-6) beyond what honest settlements of the same trades would have moved. */
export interface Outcome {
  /** What the coalition ends with too much; negative if it lost by it. */
  takes: bigint;
  /** What the subscriber ends with too little; null if it belongs to the coalition. */
  costsSubscriber: bigint | null;
  /** The same of the creator. */
  costsCreator: bigint | null;
}

/** The creator's tenth of what was really earned: above the highest point, or in each profitable close. */
export function fairShare(setting: Setting, closes: readonly bigint[]): bigint {
  let realized = 0n;
  let highest = 0n;
  let won = 0n;
  for (const pnl of closes) {
    realized += pnl;
    if (realized > highest) highest = realized;
    if (pnl > 0n) won += pnl;
  }
  return (setting === "attested, each close" ? won : highest) / 10n;
}

export function outcomeOf(coalition: readonly Role[], fair: bigint, before: Holdings, after: Holdings): Outcome {
  const due: Partial<Holdings> = { creator: fair, subscriber: -fair };
  const excess = (role: Role) => after[role] - before[role] - (due[role] ?? 0n);
  const costs = (role: Role) => (coalition.includes(role) ? null : -excess(role));
  return {
    takes: coalition.reduce((sum, role) => sum + excess(role), 0n),
    costsSubscriber: costs("subscriber"),
    costsCreator: costs("creator"),
  };
}
