/** The worked examples of a Markdown page: a quoted line of terms, then a table of steps with what is said of each. */
import type { FeeTerms } from "@profit-share/sdk";

export interface Example {
  /** The page's heading above it. */
  heading: string;
  verified: boolean;
  terms: FeeTerms;
  /** Base units. */
  dailyCap: bigint;
  balance: bigint;
  rows: Row[];
}

interface Row {
  what: string;
  step: ExampleStep;
  /** Base units by the column's name; empty cells are left out. */
  said: Record<string, bigint>;
}

/** What happens on the venue. Positive units are bought; amounts are base units. */
export type VenueStep =
  | { kind: "trade"; units: bigint; quote: bigint; fee: bigint }
  | { kind: "earn" | "lose" | "liquidate"; amount: bigint; settled: boolean }
  | { kind: "create again"; settled: boolean };

export type ExampleStep =
  | VenueStep
  | { kind: "read"; realized: bigint }
  | { kind: "close"; closePnl: bigint }
  | { kind: "deposit"; amount: bigint }
  | { kind: "day" };

const TERMS =
  /^> (verified|attested) · (high-water mark|each close) · (\d+) % · cap ([\d.]+) a day · balance ([\d.]+)$/;
const STEPS: [RegExp, (parts: string[]) => ExampleStep][] = [
  [/^read (\S+)$/, ([realized]) => ({ kind: "read", realized: units(realized!) })],
  [/^close (\S+)$/, ([pnl]) => ({ kind: "close", closePnl: units(pnl!) })],
  [
    /^(buy|sell) (\d+) for (\S+) fee (\S+)$/,
    ([side, base, quote, fee]) => ({
      kind: "trade",
      units: side === "buy" ? BigInt(base!) : -BigInt(base!),
      quote: units(quote!),
      fee: units(fee!),
    }),
  ],
  [
    /^(earn|lose|liquidate) (\S+)( unsettled)?$/,
    ([kind, amount, unsettled]) => ({
      kind: kind as "earn" | "lose" | "liquidate",
      amount: units(amount!),
      settled: unsettled === undefined,
    }),
  ],
  [/^create again( unsettled)?$/, ([unsettled]) => ({ kind: "create again", settled: unsettled === undefined })],
  [/^deposit (\S+)$/, ([amount]) => ({ kind: "deposit", amount: units(amount!) })],
  [/^day$/, () => ({ kind: "day" })],
];

/** @throws Error naming the line that is not understood */
export function readExamples(page: string): Example[] {
  const examples: Example[] = [];
  let heading = "";
  let columns: string[] | null = null;
  for (const line of page.split("\n")) {
    if (line.startsWith("## ")) heading = line.slice(3);
    if (line.startsWith("> ")) {
      examples.push({ heading, ...termsOf(line), rows: [] });
      columns = null;
    }
    if (!line.startsWith("|") || line.startsWith("|---")) continue;
    const cells = line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
    if (columns === null) columns = cells;
    else examples.at(-1)!.rows.push(rowOf(columns, cells));
  }
  return examples;
}

function termsOf(line: string): Omit<Example, "heading" | "rows"> {
  const found = TERMS.exec(line);
  if (found === null) throw new Error(`These terms are not understood: ${line}`);
  const [, source, basis, percent, cap, balance] = found;
  return {
    verified: source === "verified",
    terms: {
      profitShareBps: Number(percent) * 100,
      feeBasis: basis === "each close" ? "each_close" : "high_water_mark",
    },
    dailyCap: units(cap!),
    balance: units(balance!),
  };
}

function rowOf(columns: string[], cells: string[]): Row {
  const [what, step, ...values] = cells;
  const said = values.flatMap((value, index) => (value === "" ? [] : [[columns[index + 2]!, units(value)] as const]));
  return { what: what!, step: stepOf(step!.replaceAll("`", "")), said: Object.fromEntries(said) };
}

function stepOf(text: string): ExampleStep {
  for (const [pattern, make] of STEPS) {
    const found = pattern.exec(text);
    if (found !== null) return make(found.slice(1));
  }
  throw new Error(`This step is not understood: ${text}`);
}

/** Dollars with up to six decimals as base units. */
function units(text: string): bigint {
  const found = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text);
  if (found === null) throw new Error(`This is not an amount: ${text}`);
  const [, sign, whole, decimals = ""] = found;
  const value = BigInt(`${whole}${decimals.padEnd(6, "0")}`);
  return sign === "-" ? -value : value;
}
