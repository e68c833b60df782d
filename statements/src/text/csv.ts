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

/** A row of a CSV file. */
export interface CsvRow {
  /** Of the file in which it begins, from 1: a cell in quotes may hold several. */
  line: number;
  cells: string[];
}

/** The rows of a CSV file, its titles first; empty lines are left out. @throws InvalidInput if a quote is not closed */
export function csvRows(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let line = 1;
  let begins = 1;
  let rest = text.replace(/^\uFEFF/, "");
  while (rest !== "") {
    const [all, quoted, plain = "", end] = CELL.exec(rest) ?? [];
    if (all === undefined) throw new InvalidInput(`The CSV has a quote that does not fit in row ${rows.length + 1}`);
    cells.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    rest = rest.slice(all.length);
    line += all.match(LINE_END)?.length ?? 0;
    if (end === "," && rest !== "") continue;
    if (end === ",") cells.push("");
    if (cells.some((cell) => cell !== "")) rows.push({ line: begins, cells });
    cells = [];
    begins = line;
  }
  return rows;
}

/** The cells of each row alone. @throws InvalidInput as `csvRows` */
export const fromCsv = (text: string): string[][] => csvRows(text).map(({ cells }) => cells);

const LINE_END = /\r\n|\n|\r/g;
/** One cell and what ends it. */
const CELL = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/;
