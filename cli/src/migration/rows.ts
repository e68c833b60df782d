/** A host's file, CSV or JSON: its rows as texts, each with where it stands. Pure. */
import { InvalidInput } from "@profit-share/sdk";
import { csvRows } from "@profit-share/statements";

/** Which columns a file may have. What is in none of the lists is refused: it may be a misspelled one. */
export interface Columns {
  required: readonly string[];
  optional: readonly string[];
}

export interface Row {
  /** For messages, such as "bots.csv line 3". */
  place: string;
  /** By column; what is empty is left out. */
  cells: Readonly<Record<string, string>>;
}

/** @param file its name, for messages @throws InvalidInput if it is neither CSV nor JSON, or has other columns */
export function readRows(text: string, file: string, columns: Columns): Row[] {
  const plain = text.replace(/^\uFEFF/, "");
  return /^\s*\[/.test(plain) ? jsonRows(plain, file, columns) : titledRows(plain, file, columns);
}

function titledRows(text: string, file: string, columns: Columns): Row[] {
  const [head, ...rows] = csvRows(text);
  if (head === undefined) throw new InvalidInput(`${file} is empty: its first line has the titles ${namesOf(columns)}`);
  const titles = head.cells;
  expectKnown(titles, file, columns);
  const missing = columns.required.find((name) => !titles.includes(name));
  if (missing !== undefined) {
    throw new InvalidInput(`${file} has no column "${missing}": it needs ${columns.required.join(", ")}`);
  }
  const twice = titles.find((title, index) => titles.indexOf(title) !== index);
  if (twice !== undefined) throw new InvalidInput(`${file} has two columns "${twice}": leave one`);
  return rows.map(({ line, cells }) => {
    const place = `${file} line ${line}`;
    if (cells.length > titles.length) {
      throw new InvalidInput(
        `${place} has ${cells.length} cells, its titles are ${titles.length}: quote what has a comma`,
      );
    }
    return { place, cells: filled(titles.map((title, index) => [title, cells[index] ?? ""])) };
  });
}

function jsonRows(text: string, file: string, columns: Columns): Row[] {
  let list: unknown[];
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(`${file} is no JSON: ${(error as Error).message}`);
  }
  return list.map((item, index) => {
    const place = `${file} item ${index + 1}`;
    if (typeof item !== "object" || item === null || Array.isArray(item)) {
      throw new InvalidInput(`${place} has to be an object`);
    }
    const given = Object.entries(item).filter(([, value]) => value !== null);
    expectKnown(
      given.map(([name]) => name),
      place,
      columns,
    );
    return { place, cells: filled(given.map(([name, value]) => [name, textOf(`${place}: ${name}`, value)])) };
  });
}

function expectKnown(titles: readonly string[], place: string, columns: Columns): void {
  const strange = titles.find((title) => ![...columns.required, ...columns.optional].includes(title));
  if (strange === undefined) return;
  throw new InvalidInput(`${place} has "${strange}", which is none of ${namesOf(columns)}: leave it out`);
}

const namesOf = ({ required, optional }: Columns): string => [...required, ...optional].join(", ");

const filled = (cells: readonly (readonly [name: string, text: string])[]): Record<string, string> =>
  Object.fromEntries(cells.filter(([, text]) => text !== ""));

function textOf(name: string, value: unknown): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new InvalidInput(`${name} has to be a text or a number, not ${JSON.stringify(value)}`);
}

/** @throws InvalidInput if nothing stands there */
export function cell({ cells }: Row, column: string): string {
  const text = cells[column];
  if (text === undefined) throw new InvalidInput(`${column} is empty`);
  return text;
}

/** Rows that were read, and what is wrong with the others, a line each. */
export interface Read<T> {
  found: T[];
  problems: string[];
}

/** Goes on behind a row that is wrong: nobody wants to correct 5,000 rows one run at a time. */
export function readEach<T>(rows: readonly Row[], read: (row: Row) => T): Read<T> {
  const found: T[] = [];
  const problems: string[] = [];
  for (const row of rows) {
    try {
      found.push(read(row));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      problems.push(`${row.place}: ${error.message}`);
    }
  }
  return { found, problems };
}
