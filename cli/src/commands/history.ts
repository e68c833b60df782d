/** `history`: every settlement and every movement of money, proved and recomputed, with sums that are the chain's. */
import { formatDollars, type ProfitShareClient } from "@profit-share/sdk";
import {
  type LedgerAmounts,
  type LedgerEntry,
  type LifeHistory,
  ledgerOf,
  readLife,
  type SubscriptionLedger,
} from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import { EXIT } from "../exit-codes";
import type { Outcome } from "../outcome";
import { clock } from "../text/moment";
import { type Column, table } from "../text/table";
import { agreementAt, closedWhere } from "./agreement";

/** An entry of the ledger, or the sums of all. */
type Row = LedgerEntry | (LedgerAmounts & { what: "sum"; balance: bigint });

const WORDS: Readonly<Partial<Record<Row["what"], string>>> = {
  Subscribed: "subscribed",
  Settled: "settled",
  Unrecorded: "no record",
  Funded: "deposit",
  Claimed: "claim",
  Withdrawn: "withdrawal",
  Waived: "waiver",
  CapSet: "cap",
  Unsubscribed: "unsubscribed",
  Closed: "closed",
  Untold: "not told",
};

/** Why there is no place and no time. */
const NOTES: Readonly<Partial<Record<Row["what"], string>>> = {
  Unrecorded: "settled without a charge",
  Untold: "in the totals, in no log",
};

/** Of amounts that say something even where they are 0: those of a settlement, and all sums. */
const SAID: readonly (keyof LedgerAmounts)[] = ["pnl", "profit", "dropped", "accrued", "credited"];

const amount = (title: string, name: keyof LedgerAmounts): Column<Row> => ({
  title,
  align: "right",
  cell: (row) => {
    const said = row.what === "sum" || (row.what === "Settled" && SAID.includes(name));
    return said || row[name] !== 0n ? formatDollars(row[name]) : "";
  },
});

const COLUMNS: Column<Row>[] = [
  { title: "#", cell: (row) => recordOf(row)?.sequence.toString() ?? "", align: "right" },
  { title: "time (UTC)", cell: (row) => timeOf(row) },
  { title: "what", cell: ({ what }) => WORDS[what] ?? what },
  {
    title: "realized PnL",
    cell: (row) => ("realized" in row && isPnl(row) ? formatDollars(row.realized) : ""),
    align: "right",
  },
  amount("change", "pnl"),
  { title: "charged up to", cell: (row) => dollars(recordOf(row)?.mark), align: "right" },
  amount("profit", "profit"),
  amount("dropped", "dropped"),
  amount("share", "accrued"),
  amount("paid", "credited"),
  amount("waived", "waived"),
  amount("claimed", "claimed"),
  amount("in", "deposited"),
  amount("out", "withdrawn"),
  { title: "balance", cell: ({ balance }) => formatDollars(balance), align: "right" },
  { title: "notes", cell: (row) => NOTES[row.what] ?? flagsOf(row) },
  { title: "signature", cell: (row) => ("place" in row ? (row.place?.signature ?? "") : "") },
];

/** @param options.instance which subscription of its bot, where the address was used again; null is the present one or the last */
export async function history(
  client: ProfitShareClient,
  address: PublicKey,
  { instance }: { instance: bigint | null },
): Promise<Outcome> {
  const life = await readLife(client, address, await agreementAt(client, address, instance));
  const ledger = ledgerOf(life);
  const { entries, sums } = ledger;
  const { mismatch, verified: count, head } = life.report;
  const verified = mismatch === null;
  const sum: Row = { what: "sum", ...sums, balance: sums.deposited - sums.withdrawn - sums.credited };
  return {
    text: `${table(COLUMNS, [...entries, sum])}\n\n${verdict(life, ledger)}`,
    json: {
      subscription: address,
      verified,
      count,
      head,
      mismatch,
      closed: life.closed,
      settlements: settlements(life, entries),
      entries: entries.map(({ record, ...entry }) => ({ ...entry, sequence: record?.sequence ?? null })),
      sums,
    },
    exitCode: verified ? EXIT.done : EXIT.refused,
  };
}

/** Each record with what it added to the totals. */
function settlements({ events }: LifeHistory, entries: readonly LedgerEntry[]): object[] {
  const added = new Map(entries.map((entry) => [entry.record?.sequence, entry]));
  return events.map(({ record, head, signature, slot }) => {
    const { accrued: share, credited: paid } = added.get(record.sequence)!;
    return { ...record, share, paid, head, signature, slot };
  });
}

const recordOf = (row: Row) => ("record" in row ? row.record : null);

const isPnl = ({ what }: LedgerEntry): boolean => what === "Settled" || what === "Unrecorded";

const dollars = (value: bigint | undefined): string => (value === undefined ? "" : formatDollars(value));

function timeOf(row: Row): string {
  const time = recordOf(row)?.time ?? ("place" in row ? row.place?.time : null);
  return time == null ? "" : clock(BigInt(time));
}

const flagsOf = (row: Row): string =>
  Object.entries(recordOf(row)?.flags ?? {})
    .filter(([, set]) => set)
    .map(([name]) => name)
    .join(", ");

function verdict({ report, subscription, events, closed }: LifeHistory, { entries }: SubscriptionLedger): string {
  const { mismatch, verified } = report;
  if (mismatch !== null) {
    return (
      `NOT VERIFIED: record ${mismatch.sequence} is wrong: ${mismatch.what}. ` +
      `${verified} of ${events.length} records before it are right.`
    );
  }
  const untold = entries.some(({ what }) => what === "Untold");
  return [
    `VERIFIED: ${verified} settlements, from the terms to the ${closed === null ? "account's" : "closing's"} head without a ` +
      `gap; each recomputed with the rule; together a share of ${formatDollars(subscription.accrued)}.`,
    `The sums are the ${closed === null ? "account's" : "closing's"}.`,
    ...(untold ? ['The node does not keep all logs: what they would tell stands as "not told".'] : []),
    ...(closed === null ? [] : [`Closed by ${closed.signature}: ${closedWhere(closed)}.`]),
  ].join("\n");
}
