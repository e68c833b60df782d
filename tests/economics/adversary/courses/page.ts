/** The tables of docs/economics.md about courses that an adversary chooses. */
import { dollars } from "../page";
import type { Move } from "./account";
import type { Levers } from "./ending";
import type { Found, Step, Worst } from "./search";

/** Dollars that the first edition's rule charged too much and too little by the worst of the same courses. */
export interface Before {
  tooMuch: string;
  tooLittle: string;
}

export function liquidationTable(rows: readonly { name: string; found: Found; before: Before }[]): string {
  const cells = rows.map(({ name, found: { chargedTooMuch, chargedTooLittle }, before }) => {
    const [most, least] = [worst(chargedTooMuch, before.tooMuch), worst(chargedTooLittle, before.tooLittle)];
    return `| ${name} | ${most} | ${least} | ${[chargedTooMuch, chargedTooLittle].flatMap(written).join(" · ")} |`;
  });
  return ["| who settles when | too much | too little | by |", "|---|---|---|---|", ...cells, ""].join("\n");
}

const worst = ({ amount }: Worst, before: string): string => {
  const now = dollars(amount);
  return now === before ? now : `${now} (was ${before})`;
};

const written = ({ amount, course }: Worst): string[] => (amount === 0n ? [] : [course.map(step).join("; ")]);

const step = ({ move, settled }: Step): string => what(move) + (settled ? " *" : "");

function what(move: Move): string {
  switch (move.kind) {
    case "wins":
      return `+40 in ${move.market}`;
    case "loses":
      return `−40 in ${move.market}`;
    case "is settled on the venue":
      return `${move.market} settled on the venue`;
    case "is liquidated":
      return `${move.most} of ${move.market} taken`;
    default:
      return "the liquidation ends";
  }
}

export function endingTable(
  levers: readonly Levers[],
  rows: readonly { name: string; saved: readonly bigint[] }[],
): string {
  const heads = levers.map(({ minBalance, minDailyCap }) => `${whole(minBalance)} and ${whole(minDailyCap)}`);
  return [
    `| the trade is closed | ${heads.join(" | ")} |`,
    `|---|${heads.map(() => "---").join("|")}|`,
    ...rows.map(({ name, saved }) => `| ${name} | ${saved.map(dollars).join(" | ")} |`),
    "",
  ].join("\n");
}

const whole = (amount: bigint): string => `$${amount / 1_000_000n}`;
