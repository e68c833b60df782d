/** A tax report as CSV: its title and assumptions, an empty line, the rows, and their total. */
import { type Cell, toCsv } from "../text/csv";
import type { TaxReport, TaxRow } from "./report";

const TEXTS = ["date", "timeUtc", "timeLocal", "kind"] as const satisfies readonly (keyof TaxRow)[];
const PLACE = ["bot", "subscription", "signature", "index"] as const satisfies readonly (keyof TaxRow)[];

export function taxCsv({ title, assumptions, currency, rows, totals }: TaxReport): string {
  const text = (value: string | number): Cell => ({ text: String(value) });
  const number = (value: string): Cell => ({ number: value });
  const empty = (count: number) => Array.from({ length: count }, () => text(""));
  const head = toCsv([title], [...assumptions.map((line) => [text(line)]), [text("")]]);
  const titles = [...TEXTS, "quantity", `price ${currency}`, "priceDate", `value ${currency}`, ...PLACE];
  return (
    head +
    toCsv(titles, [
      ...rows.map((row) => [
        ...TEXTS.map((name) => text(row[name])),
        ...[number(row.quantity), number(row.price), text(row.priceDate), number(row.value)],
        ...PLACE.map((name) => text(row[name])),
      ]),
      [
        ...[text("total"), ...empty(TEXTS.length - 1)],
        ...[number(totals.quantity), text(""), text(""), number(totals.value)],
        ...empty(PLACE.length),
      ],
    ])
  );
}
