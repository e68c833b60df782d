/** What a token was worth in a currency, day by day, as a file says. Prices are exact decimals. */
import { InvalidInput } from "@profit-share/sdk";
import { fromCsv } from "../text/csv";

/** A day has no price. */
export class MissingPrice extends InvalidInput {
  override readonly name = "MissingPrice";

  constructor(
    /** Such as 2026-03-29. */
    readonly date: string,
    currency: string,
    earlier: boolean,
  ) {
    super(
      `The price file has no price in ${currency} for ${date}${earlier ? " or any day before" : ""}: add the day${
        earlier ? "" : ", or let the nearest earlier one stand in"
      }`,
    );
  }
}

/** `units / 10 ** decimals` of the currency for one whole token. */
export interface Price {
  units: bigint;
  decimals: number;
  /** As it is written in the file. */
  text: string;
  /** The day it is of. */
  date: string;
}

/** What stands for a day without a price. */
export type Missing = "error" | "nearest_earlier";

export class Prices {
  private readonly days: readonly string[];

  private constructor(
    readonly currency: string,
    private readonly byDay: ReadonlyMap<string, Price>,
  ) {
    this.days = [...byDay.keys()].sort();
  }

  /**
   * A CSV file with the titles `date` and the currency, or a JSON list of objects with the same names:
   * `date,EUR` and `2026-03-29,0.9231`, or `[{ "date": "2026-03-29", "EUR": "0.9231" }]`. Other columns are passed over.
   * @throws InvalidInput naming what cannot be read
   */
  static parse(text: string, currency: string): Prices {
    const rows = /^\s*\[/.test(text) ? jsonRows(text, currency) : csvRows(text, currency);
    const byDay = new Map<string, Price>();
    for (const [date, price] of rows) {
      if (!isDate(date)) throw new InvalidInput(`The price file has the date "${date}": write it like 2026-03-29`);
      if (byDay.has(date)) throw new InvalidInput(`The price file has ${date} twice: leave one`);
      byDay.set(date, priceOf(date, price));
    }
    return new Prices(currency, byDay);
  }

  /** @throws MissingPrice */
  on(date: string, missing: Missing): Price {
    const exact = this.byDay.get(date);
    if (exact !== undefined) return exact;
    const earlier = missing === "nearest_earlier" ? this.days.findLast((day) => day < date) : undefined;
    if (earlier === undefined) throw new MissingPrice(date, this.currency, missing === "nearest_earlier");
    return this.byDay.get(earlier)!;
  }
}

type Row = readonly [date: string, price: string];

function csvRows(text: string, currency: string): Row[] {
  const [titles = [], ...rows] = fromCsv(text);
  const columns = ["date", currency].map((title) => titles.indexOf(title));
  if (columns.includes(-1)) {
    throw new InvalidInput(`The price file has the titles "${titles.join(",")}": it needs date and ${currency}`);
  }
  return rows.map((row): Row => [row[columns[0]!] ?? "", row[columns[1]!] ?? ""]);
}

function jsonRows(text: string, currency: string): Row[] {
  let list: Record<string, unknown>[];
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(`The price file is no JSON: ${(error as Error).message}`);
  }
  return list.map((row): Row => [String(row?.date ?? ""), String(row?.[currency] ?? "")]);
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

function priceOf(date: string, text: string): Price {
  const [, whole, fraction = ""] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) {
    throw new InvalidInput(`The price file has the price "${text}" for ${date}: write it like 0.9231`);
  }
  return { units: BigInt(whole + fraction), decimals: fraction.length, text, date };
}
