import { Link } from "@tanstack/react-router";
import type { ClosedMine, ClosedOnes } from "../../data/mine";
import { shortAddress } from "../../format/short";
import { formatMoment } from "../../format/time";
import { Card } from "../../ui/card";
import { Money } from "../../ui/money";
import { type Column, Table } from "../../ui/table";

const COLUMNS: Column<ClosedMine>[] = [
  {
    name: "Subscription",
    cell: ({ subscription }) => (
      <Link to="/s/$subscription" params={{ subscription: subscription.toBase58() }} className="link font-mono">
        {shortAddress(subscription.toBase58())}
      </Link>
    ),
  },
  { name: "Closed", cell: ({ time }) => (time === null ? "the node does not say" : formatMoment(time)) },
  { name: "Charged profit", isNumber: true, cell: ({ profitTotal }) => <Money exact amount={profitTotal} /> },
  { name: "Share", isNumber: true, cell: ({ accrued }) => <Money exact amount={accrued} /> },
  { name: "Written off", isNumber: true, cell: ({ writtenOff }) => <Money exact amount={writtenOff} /> },
  { name: "Came back", isNumber: true, cell: ({ toSubscriber }) => <Money exact amount={toSubscriber} /> },
  {
    name: "Receipt",
    cell: ({ signature }) => (
      <Link to="/receipt/$signature" params={{ signature }} className="link font-mono">
        {shortAddress(signature)}
      </Link>
    ),
  },
];

export const ClosedCard = ({ closed, isWhole }: ClosedOnes) => (
  <Card title="Closed subscriptions">
    {closed.length === 0 ? (
      <p className="text-muted text-sm">None was found.</p>
    ) : (
      <Table caption="Closed subscriptions" columns={COLUMNS} rows={closed} keyOf={({ signature }) => signature} />
    )}
    <p className="mt-4 text-muted text-xs">
      Found in your wallet's transactions, as far as the node keeps them.
      {!isWhole && " Only the latest 1,000 were looked through: there can be more."}
    </p>
  </Card>
);
