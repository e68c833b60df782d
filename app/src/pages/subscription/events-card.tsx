/** Everything that moved money, with what it was for. */
import { hex, type Located, type Subscription } from "@profit-share/sdk";
import type { LedgerEntry } from "@profit-share/sdk/history";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTradeIds } from "../../data/indexer";
import { shortAddress } from "../../format/short";
import { formatMoment } from "../../format/time";
import { Badge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { Choice } from "../../ui/choice";
import { Money } from "../../ui/money";
import { EmptyState } from "../../ui/states";
import { type Column, Table } from "../../ui/table";
import type { Proof, Row } from "./rows";

const KINDS = [
  { value: "deductions", text: "Deductions" },
  { value: "all", text: "Everything" },
] as const;

/** Ids by reference; undefined without an index. */
type Trades = ReadonlyMap<string, string> | undefined;

interface Props {
  subscription: Pick<Located<Subscription>, "address" | "instance" | "terms">;
  rows: readonly Row[];
  proof: Proof;
}

const PROOFS: Record<Proof, ReactNode> = {
  none: <Badge tone="warn">not proven yet</Badge>,
  earlier: <Badge>proven on an earlier visit</Badge>,
  whole: <Badge tone="accent">proven</Badge>,
  broken: <Badge tone="danger">does not add up</Badge>,
};

export function EventsCard({ subscription: { address, instance, terms }, rows, proof }: Props) {
  const { data: trades } = useTradeIds(address.toBase58(), instance, terms.source === "attested");
  const [kind, setKind] = useState<(typeof KINDS)[number]["value"]>("deductions");
  const shown = kind === "all" ? rows : rows.filter(({ accrued }) => accrued > 0n);
  const title = kind === "all" ? "Everything that happened" : "Every deduction";
  return (
    <Card
      title={
        <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
          {proof === "none" ? "The newest deductions" : title} {PROOFS[proof]}
        </span>
      }
      aside={proof !== "none" && <Choice label="What to show" options={KINDS} value={kind} onChange={setKind} />}
    >
      {shown.length === 0 ? (
        <EmptyState title={kind === "all" ? "Nothing happened yet" : "Nothing was deducted yet"} />
      ) : (
        <Table
          caption={title}
          columns={kind === "all" ? EVERYTHING : deductions(trades)}
          rows={shown}
          keyOf={({ key }) => key}
        />
      )}
    </Card>
  );
}

const WHEN: Column<Row> = {
  name: "When",
  cell: ({ place, record, isProven }) => (
    <span className="whitespace-nowrap">
      {record !== null ? formatMoment(record.time) : place?.time ? formatMoment(place.time) : "in between"}
      {!isProven && <span className="block text-muted text-xs">not proven yet</span>}
    </span>
  ),
};

const RECEIPT: Column<Row> = {
  name: "Receipt",
  cell: ({ place }) =>
    place === null ? (
      "–"
    ) : (
      <Link to="/receipt/$signature" params={{ signature: place.signature }} className="link font-mono">
        {shortAddress(place.signature)}
      </Link>
    ),
};

const money = (name: string, amountOf: (row: Row) => bigint | null, change = false): Column<Row> => ({
  name,
  isNumber: true,
  cell: (row) => {
    const amount = amountOf(row);
    if (amount === null) return <span className="text-muted">…</span>;
    // What did not happen is left out of sight.
    return amount === 0n ? <span className="text-muted">–</span> : <Money exact change={change} amount={amount} />;
  },
});

const PNL = money("Realized", ({ pnl }) => pnl, true);

const deductions = (trades: Trades): Column<Row>[] => [
  WHEN,
  { name: "Trade", cell: ({ record }) => <Trade record={record} trades={trades} /> },
  PNL,
  money("Charged profit", ({ profit }) => profit),
  money("Share", ({ accrued }) => accrued),
  money("Paid at once", ({ credited }) => credited),
  money("Balance after", ({ balance }) => balance),
  RECEIPT,
];

const EVERYTHING: Column<Row>[] = [
  WHEN,
  { name: "What", cell: (row) => wordsOf(row) },
  PNL,
  money("Share", ({ accrued }) => accrued),
  money("Paid", ({ credited }) => credited),
  money("In and out", ({ deposited, withdrawn }) => deposited - withdrawn, true),
  money("Balance after", ({ balance }) => balance),
  RECEIPT,
];

/** Of an attested close the hash of its trade's id; a verified settlement reads the venue's account instead. */
function Trade({ record, trades }: Pick<Row, "record"> & { trades: Trades }) {
  if (record === null || record.kind === "verified") return "read on the venue";
  const reference = hex(record.reference);
  const id = trades?.get(reference);
  if (id !== undefined) return <bdi title={`Its sha256 is on the chain: ${reference}`}>{id}</bdi>;
  return (
    <span className="font-mono text-xs" title={`sha256 of the trade's id: ${reference}`}>
      {reference.slice(0, 8)}…
    </span>
  );
}

const WORDS: Partial<Record<LedgerEntry["what"], string>> = {
  Funded: "Deposit",
  Withdrawn: "Withdrawal",
  Claimed: "The creator was paid out",
  CapSet: "Daily cap changed",
  Waived: "The creator gave up a debt",
  Unsubscribed: "The subscriber left",
  Unrecorded: "Settlements without a charge",
  Untold: "What no log told of",
};

function wordsOf({ what, record }: Row): string {
  if (record === null) return WORDS[what] ?? what;
  if (record.flags.liquidation) return "Settlement after a liquidation";
  if (record.flags.capped) return "Settlement, cut off by the daily cap";
  return record.flags.ended ? "The last settlement" : "Settlement";
}
