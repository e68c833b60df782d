/** `history`: every settlement of a subscription, the chain of heads proved and each share recomputed. */
import { formatDollars, type ProfitShareClient } from "@profit-share/sdk";
import {
  type Place,
  readHistory,
  type SettledEvent,
  type SettlementRecord,
  type VerifiedHistory,
} from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import { EXIT } from "../exit-codes";
import { type Column, table } from "../text/table";
import type { Outcome } from "./outcome";

/** A settlement with what it added to the totals. */
interface Row {
  record: SettlementRecord;
  share: bigint;
  paid: bigint;
  signature: string;
}

const COLUMNS: Column<Row>[] = [
  { title: "#", cell: ({ record }) => String(record.sequence), align: "right" },
  { title: "time (UTC)", cell: ({ record }) => new Date(Number(record.time) * 1_000).toISOString().slice(0, 19) },
  { title: "realized PnL", cell: ({ record }) => formatDollars(record.realized), align: "right" },
  { title: "change", cell: ({ record }) => formatDollars(record.realized - record.last), align: "right" },
  { title: "charged up to", cell: ({ record }) => formatDollars(record.mark), align: "right" },
  { title: "profit", cell: ({ record }) => formatDollars(record.profit), align: "right" },
  { title: "share", cell: ({ share }) => formatDollars(share), align: "right" },
  { title: "paid", cell: ({ paid }) => formatDollars(paid), align: "right" },
  { title: "notes", cell: ({ record }) => notes(record) },
  { title: "signature", cell: ({ signature }) => signature },
];

export async function history(client: ProfitShareClient, address: PublicKey): Promise<Outcome> {
  const found = await readHistory(client, address);
  const { mismatch, verified: count, head } = found.report;
  const verified = mismatch === null;
  return {
    text: `${table(COLUMNS, rows(found.events))}\n\n${verdict(found)}`,
    json: {
      subscription: address,
      verified,
      count,
      head,
      mismatch,
      closed: found.closed,
      settlements: found.events.map(({ record, head, signature, slot }) => ({ ...record, head, signature, slot })),
    },
    exitCode: verified ? EXIT.done : EXIT.refused,
  };
}

/** What the balance paid in between, by a deposit, counts for the settlement after it. */
function rows(events: readonly (SettledEvent & Place)[]): Row[] {
  return events.map(({ record, signature }, index) => {
    const before = events[index - 1]?.record;
    const share = record.accrued - (before?.accrued ?? 0n);
    return { record, share, paid: record.credited - (before?.credited ?? 0n), signature };
  });
}

function notes({ flags }: SettlementRecord): string {
  return Object.entries(flags)
    .filter(([, set]) => set)
    .map(([name]) => name)
    .join(", ");
}

function verdict({ report, subscription, events, closed }: VerifiedHistory): string {
  const { mismatch, verified } = report;
  if (mismatch !== null) {
    return (
      `NOT VERIFIED: record ${mismatch.sequence} is wrong: ${mismatch.what}. ` +
      `${verified} of ${events.length} records before it are right.`
    );
  }
  const proved =
    `VERIFIED: ${verified} settlements, from the terms to the ${closed === null ? "account's" : "closing's"} head without a ` +
    `gap; each recomputed with the rule; together a share of ${formatDollars(subscription.accrued)}.`;
  return closed === null ? proved : `${proved}\n${closing(closed)}`;
}

function closing({ toVault, toSubscriber, writtenOff, signature }: NonNullable<VerifiedHistory["closed"]>): string {
  return (
    `Closed by ${signature}: ${formatDollars(toVault)} to the bot's vault, ${formatDollars(toSubscriber)} to the subscriber, ` +
    `${formatDollars(writtenOff)} written off.`
  );
}
