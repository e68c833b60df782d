/** The table of docs/economics.md. */

import type { Best, Found } from "./search";
import type { Setting } from "./setting";

const dollars = (best: Best | null): string => {
  if (best === null) return "—";
  const cents = best.amount / 10_000n;
  return `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
};

/** The sequence that took most, else that cost others most. */
function how({ takes, costsSubscriber, costsCreator }: Found): string {
  const bests = [takes, costsSubscriber, costsCreator].filter((best) => best !== null && best.amount > 0n);
  const distinct = [...new Set(bests.map((best) => best!.by.join("; ")))];
  return distinct.join(" · ");
}

export function table(setting: Setting, found: readonly Found[]): string {
  const rows = found.map((one) => {
    const amounts = [one.takes, one.costsSubscriber, one.costsCreator].map(dollars).join(" | ");
    return `| ${one.coalition.join(" + ")} | ${amounts} | ${how(one)} |`;
  });
  return [
    `## ${setting[0]!.toUpperCase()}${setting.slice(1)}`,
    "",
    "| who | takes | costs the subscriber | costs the creator | by |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
