/** The table of docs/economics.md. */

import type { Best, Bests, Found } from "./search";
import type { Setting } from "./setting";

/** Dollars of the first edition's search that were others, by who and what. */
const BEFORE: Partial<Record<string, string>> = { "liquidator: costs the creator": "4.00" };

const COLUMNS = ["takes", "costs the subscriber", "costs the creator"] as const;

/** Dollars and cents, rounded down. @param amount 1e-6 */
export const dollars = (amount: bigint): string => {
  const cents = amount / 10_000n;
  return `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
};

function cell(best: Best | null, name: string): string {
  if (best === null) return "—";
  const before = BEFORE[name];
  return dollars(best.amount) + (before === undefined ? "" : ` (was ${before})`);
}

/** The sequence that took most, else that cost others most. */
function how({ takes, costsSubscriber, costsCreator }: Bests): string {
  const bests = [takes, costsSubscriber, costsCreator].filter((best) => best !== null && best.amount > 0n);
  const distinct = [...new Set(bests.map((best) => best!.by.join("; ")))];
  return distinct.join(" · ");
}

export function table(setting: Setting, found: readonly Found[]): string {
  const rows = found.map(({ coalition, few }) => {
    const who = coalition.join(" + ");
    const bests = [few.takes, few.costsSubscriber, few.costsCreator];
    const cells = bests.map((best, index) => cell(best, `${who}: ${COLUMNS[index]}`));
    return `| ${who} | ${cells.join(" | ")} | ${how(few)} |`;
  });
  return [
    `### ${setting[0]!.toUpperCase()}${setting.slice(1)}`,
    "",
    `| who | ${COLUMNS.join(" | ")} | by |`,
    "|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
