/** Tables as CSV (RFC 4180), and back. */
import { InvalidInput } from "@profit-share/sdk";

/** A cell: text that somebody may have chosen, or a number as it is written. */
export type Cell = { text: string } | { number: string };

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** Lines end with CRLF. A text that a spreadsheet would take for a formula gets an apostrophe in front. */
export function toCsv(titles: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [titles.map((text): Cell => ({ text })), ...rows];
  return lines.map((cells) => `${cells.map(written).join(",")}\r\n`).join("");
}

function written(cell: Cell): string {
  if ("number" in cell) return cell.number;
  const safe = FORMULA.test(cell.text) ? `'${cell.text}` : cell.text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows of a CSV file, its titles first; empty lines are left out. @throws InvalidInput if a quote is not closed */
export function fromCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let rest = text.replace(/^\uFEFF/, "");
  while (rest !== "") {
    const [all, quoted, plain = "", end] = CELL.exec(rest) ?? [];
    if (all === undefined) throw new InvalidInput(`The CSV has a quote that does not fit in row ${rows.length + 1}`);
    row.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    rest = rest.slice(all.length);
    if (end === "," && rest !== "") continue;
    if (end === ",") row.push("");
    if (row.some((cell) => cell !== "")) rows.push(row);
    row = [];
  }
  return rows;
}

/** One cell and what ends it. */
const CELL = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/;
