/** `report`: what a creator earned or a subscriber paid in a year, from the chain's transactions alone. */
import { formatDollars, NotFound, type ProfitShareClient } from "@profit-share/sdk";
import {
  distributions,
  distributionsCsv,
  type Entry,
  enter,
  openBooks,
  type PeriodTotal,
  type Selection,
  select,
  sumOf,
  type TaxOptions,
  type TaxReport,
  taxCsv,
  taxReport,
  totalsByPeriod,
  yearOf,
  type Zone,
} from "@profit-share/statements";
import type { PublicKey } from "@solana/web3.js";
import { EXIT } from "../exit-codes";
import type { Outcome } from "../outcome";
import { gather, type Role } from "../report/gather";
import { type Column, table } from "../text/table";

export interface ReportOptions {
  role: Role;
  year: number;
  zone: Zone;
  /** Rows as CSV in place of text. */
  csv: boolean;
  /** null: without values in a currency. */
  tax: Pick<TaxOptions, "basis" | "prices" | "missing"> | null;
}

/** @param address of a wallet, or of a bot (creator) or subscription (subscriber) */
export async function report(
  client: ProfitShareClient,
  address: PublicKey,
  { role, year, zone, csv, tax }: ReportOptions,
): Promise<Outcome> {
  const { scope, transactions } = await gather(client, address, role);
  if (scope.bots?.size === 0) {
    const kind = role === "creator" ? "bot" : "subscription";
    throw new NotFound(
      kind,
      address,
      `${address.toBase58()} is no ${kind} and had none: check the address, --role and the cluster`,
    );
  }
  const { entries } = enter(openBooks(client.programId, { scope }), transactions);
  const found = select(entries, { ...whose(address, role, entries), period: yearOf(year, zone) });
  if (tax !== null) {
    const taxed = taxReport(found, { ...tax, role, zone, decimals: CENTS });
    return { text: csv ? taxCsv(taxed).trimEnd() : taxText(taxed), json: taxed, exitCode: EXIT.done };
  }
  const distributed = distributions(found, zone);
  const text = csv ? distributionsCsv(distributed).trimEnd() : monthly(found, zone);
  return { text, json: distributed, exitCode: EXIT.done };
}

/** Of the currency. */
const CENTS = 2;

/** A wallet has the entries of the time when it was the owner or subscriber. */
function whose(address: PublicKey, role: Role, entries: readonly Entry[]): Selection {
  const isBot = entries.some(({ bot }) => bot.equals(address));
  const isSubscription = entries.some(({ parties }) => parties?.subscription.equals(address));
  if (role === "creator") return isBot ? { bot: address } : { owner: address };
  return isSubscription ? { subscription: address } : { subscriber: address };
}

type Row = Pick<PeriodTotal, "amounts"> & { title: string };

const COLUMNS: Column<Row>[] = [
  { title: "month", cell: ({ title }) => title },
  ...(
    [
      ["profit", "profit"],
      ["share", "accrued"],
      ["paid", "credited"],
      ["waived", "waived"],
      ["written off", "writtenOff"],
      ["claimed", "claimed"],
      ["to vault", "toVault"],
      ["from vault", "vaultClaimed"],
      ["in", "deposited"],
      ["out", "withdrawn"],
    ] as const
  ).map(
    ([title, name]): Column<Row> => ({ title, align: "right", cell: ({ amounts }) => formatDollars(amounts[name]) }),
  ),
];

function monthly(entries: readonly Entry[], zone: Zone): string {
  const months = totalsByPeriod(entries, "month", zone);
  const rows: Row[] = months.map(({ period, amounts }) => ({ title: period.label, amounts }));
  const sum = { title: "sum", amounts: sumOf(entries) };
  return `${table(COLUMNS, [...rows, sum])}\n\n${entries.length} entries; months of ${zone.name}. Each ledger was checked against the chain.`;
}

function taxText({ title, assumptions, currency, rows, totals }: TaxReport): string {
  const columns: Column<{ date: string; kind: string; quantity: string; price: string; value: string }>[] = [
    { title: "date", cell: ({ date }) => date },
    { title: "what", cell: ({ kind }) => kind.replaceAll("_", " ") },
    { title: "quantity", cell: ({ quantity }) => quantity, align: "right" },
    { title: `price ${currency}`, cell: ({ price }) => price, align: "right" },
    { title: `value ${currency}`, cell: ({ value }) => value, align: "right" },
  ];
  const sum = { date: "sum", kind: "", price: "", ...totals };
  return [title, ...assumptions.map((line) => `- ${line}`), "", table(columns, [...rows, sum])].join("\n");
}
