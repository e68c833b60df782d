/** The committed page: writing it, and comparing a result with it. */
import { type Figure, isMet } from "./figures";
import type { Measurement } from "./measure";

export interface BenchResult {
  figures: Figure[];
  measurements: Measurement[];
}

/** Estimated for a bare transfer at a close, before there was a program. */
const ESTIMATED = 5_000;

const HEAD = `# Compute units

Written by \`npm run bench:cu\`: LiteSVM with mainnet's features, the committed program, fixed keys, so that each run gives the same
figures. \`npm run bench:cu -- --check\` fails when one rises above this page, \`--json\` prints the budgets' figures.

A transaction holds what its row names and is paid by somebody who is not a party to it. Accounts are all that it names, programs and fee
payer included; bytes are those on the wire; rent is what it puts into new accounts less what it takes out of closed ones, without
the fee. Batches are v0 transactions with a lookup table, in which each row has something to record.`;

const WHERE = `## Where the units go

Counted instruction by instruction for a \`settle\` with one event: 946 for the call of the program into itself, which carries the event; 162 for the hash of head
and record; 110 for the clock; 53 for what the called event instruction checks. The other 698 are the program's own instructions: 45 until the handler is found,
88 to walk over four accounts, 58 to check them, 148 to read eight positions and to see that something is new, 278 for the rule, the ledger and the record, 71 to
set up the call, 10 to leave.

Hoped for were 1,700 for settle and settle_attested, 700 for a row, 1,600 for a claim and 5,000 for the immediate payment. That would take parsing accounts without
the framework, and with it checks that the framework makes. Tried:

| what | effect on settle | kept |
|---|---|---|
| rule and window change the account's bytes in place | −65, a row −51 | yes |
| the record takes its reference from the account | +7, a row −6 | yes |
| the address of the subscription as a reference, not a copy | −9 | yes |
| the error's name in the log of a failure | +1 | yes |
| a reader that sums in 64 bits and goes over the account again if that overflows | +28 | no |
| a second copy of the rule for accounts that are gone | +61 | no |
| additions without a check in the rule | −5, a row −9 | no: money moves by checked operations |
| a transfer that does not track the subscription's borrow | claim −60 | no: see ADR 9 |`;

/** @throws Error if a budget is not met and nobody said why */
export function page({ figures, measurements }: BenchResult): string {
  return `${[
    HEAD,
    "## Budgets",
    table(
      ["figure", "measured", "budget", ""],
      figures.map((figure) => [
        figure.label,
        count(figure.value),
        budgetText(figure),
        isMet(figure) ? "met" : "**not met**",
      ]),
    ),
    ...figures.filter((figure) => !isMet(figure)).map(excuse),
    WHERE,
    "## Transactions",
    table(
      ["transaction", "CU", "accounts", "bytes", "rent (lamports)"],
      measurements.map(({ name, computeUnits, accounts, bytes, rent }) => [
        name,
        ...[computeUnits, accounts, bytes, rent].map(count),
      ]),
    ),
    `A bare transfer of tokens at a close was estimated at ${count(ESTIMATED)} units before there was a program.`,
  ].join("\n\n")}\n`;
}

/** What of a result is worse than what the page says, in words; empty if nothing is. */
export function rises(committed: string, result: BenchResult): string[] {
  const now = figuresOf(page(result));
  const then = figuresOf(committed);
  const more = new Set(
    result.figures.filter(({ budget }) => "atLeast" in budget).map(({ label }) => `${label}, measured`),
  );
  return [...now].flatMap(([name, value]) => {
    const was = then.get(name);
    if (was === undefined) return [`${name}: ${count(value)}, of which the page says nothing`];
    if (more.has(name) ? value < was : value > was) return [`${name}: ${count(value)}, not ${count(was)}`];
    return [];
  });
}

/** Every number of the page's tables, under "row, column". Budgets are no figures. */
export function figuresOf(text: string): Map<string, number> {
  const found = new Map<string, number>();
  let columns: string[] | null = null;
  for (const line of text.split("\n")) {
    if (!line.startsWith("| ")) {
      if (!line.startsWith("|")) columns = null;
      continue;
    }
    const [name, ...cells] = line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
    if (columns === null) columns = cells;
    else
      for (const [index, cell] of cells.entries()) {
        if (/^-?[\d,]+$/.test(cell)) found.set(`${name}, ${columns[index]}`, Number(cell.replaceAll(",", "")));
      }
  }
  return found;
}

function excuse({ label, reason }: Figure): string {
  if (reason === undefined)
    throw new Error(`The budget of "${label}" is not met: say in bench/figures.ts where the rest goes`);
  return `**${label}**: ${reason}`;
}

const budgetText = ({ budget }: Figure): string =>
  "atMost" in budget ? `≤ ${count(budget.atMost)}` : `≥ ${count(budget.atLeast)}`;

export const count = (value: number | bigint): string => value.toLocaleString("en-US");

export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}
