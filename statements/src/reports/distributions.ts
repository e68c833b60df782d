/** What was shared, row by row, as CSV for people and JSON for machines. */
import { toDollars } from "@profit-share/sdk";
import { AMOUNTS, type Amounts, type Entry, sumOf } from "../books/entry";
import { type Cell, toCsv } from "../text/csv";
import { isoUtc, type Zone } from "../time/zone";

/** What a keeper's database adds to a settlement. It is told, not proved. */
export interface KeptTrade {
  tradeId: string;
}

/** @returns null if nothing is kept of it */
export type Kept = (entry: Entry) => KeptTrade | null;

const NOTHING_KEPT: Kept = () => null;

/** One entry as plain strings: amounts are base units, addresses base58. */
export interface DistributionRow extends Record<keyof Amounts, string> {
  timeUtc: string;
  timeLocal: string;
  kind: Entry["kind"];
  bot: string;
  creator: string;
  owner: string;
  /** Empty of what left a vault, like the next two. */
  subscription: string;
  instance: string;
  subscriber: string;
  /** Number of the record of a settlement; else empty. */
  sequence: string;
  gift: string;
  destination: string;
  slot: number;
  signature: string;
  index: number;
  /** What the row rests on, but for `tradeId`. */
  basis: Entry["basis"];
  /** As a keeper kept it; empty if nothing is kept. */
  tradeId: string;
}

export interface DistributionReport {
  timeZone: string;
  rows: DistributionRow[];
  /** Base units. */
  totals: Record<keyof Amounts, string>;
}

export function distributions(entries: readonly Entry[], zone: Zone, kept: Kept = NOTHING_KEPT): DistributionReport {
  return {
    timeZone: zone.name,
    rows: entries.map((entry) => rowOf(entry, zone, kept)),
    totals: written(sumOf(entries)),
  };
}

function rowOf(entry: Entry, zone: Zone, kept: Kept): DistributionRow {
  const { parties, record } = entry;
  return {
    timeUtc: isoUtc(entry.time),
    timeLocal: zone.iso(entry.time),
    kind: entry.kind,
    bot: entry.bot.toBase58(),
    creator: entry.creator.toBase58(),
    owner: entry.owner.toBase58(),
    subscription: parties?.subscription.toBase58() ?? "",
    instance: parties?.instance.toString() ?? "",
    subscriber: parties?.subscriber.toBase58() ?? "",
    sequence: record?.sequence.toString() ?? "",
    ...written(entry.amounts),
    gift: entry.gift.toString(),
    destination: entry.destination?.toBase58() ?? "",
    slot: entry.slot,
    signature: entry.signature,
    index: entry.index,
    basis: entry.basis,
    tradeId: kept(entry)?.tradeId ?? "",
  };
}

const written = (amounts: Amounts): Record<keyof Amounts, string> =>
  Object.fromEntries(AMOUNTS.map((name) => [name, amounts[name].toString()])) as Record<keyof Amounts, string>;

const TEXTS = [
  ...(["timeUtc", "timeLocal", "kind", "bot", "creator", "owner"] as const),
  ...(["subscription", "instance", "subscriber", "sequence", "tradeId"] as const),
] as const;
const MONEY = [...AMOUNTS, "gift"] as const;
const PLACE = ["destination", "signature", "index"] as const;

/** The rows with their sum last. Amounts are dollars, exact to the base unit. */
export function distributionsCsv({ rows, totals }: DistributionReport): string {
  const money = (row: Record<string, unknown>) =>
    MONEY.map((name): Cell => ({ number: toDollars(BigInt(row[name] as string)) }));
  const text = (row: DistributionRow, names: readonly (keyof DistributionRow)[]) =>
    names.map((name): Cell => ({ text: String(row[name]) }));
  const gift = rows.reduce((sum, row) => sum + BigInt(row.gift), 0n);
  const empty = (count: number) => Array.from({ length: count }, (): Cell => ({ text: "" }));
  return toCsv(
    [...TEXTS, ...MONEY, ...PLACE],
    [
      ...rows.map((row) => [...text(row, TEXTS), ...money({ ...row }), ...text(row, PLACE)]),
      [
        { text: "total" },
        ...empty(TEXTS.length - 1),
        ...money({ ...totals, gift: gift.toString() }),
        ...empty(PLACE.length),
      ],
    ],
  );
}
