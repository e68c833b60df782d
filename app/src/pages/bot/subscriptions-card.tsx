import type { Located, Subscription } from "@profit-share/sdk";
import { Link } from "@tanstack/react-router";
import { realizedSinceBegin, toWinBack } from "../../data/standing";
import { shortAddress } from "../../format/short";
import { formatDate } from "../../format/time";
import { Badge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { Money } from "../../ui/money";
import { type Column, Table } from "../../ui/table";

const COLUMNS: Column<Located<Subscription>>[] = [
  {
    name: "Subscription",
    cell: ({ address, state }) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        <Link to="/s/$subscription" params={{ subscription: address.toBase58() }} className="link font-mono">
          {shortAddress(address.toBase58())}
        </Link>
        {state !== "active" && <Badge tone="warn">{state === "closing" ? "leaving" : "ended"}</Badge>}
      </span>
    ),
  },
  { name: "Since", cell: ({ subscribedAt }) => <span className="whitespace-nowrap">{formatDate(subscribedAt)}</span> },
  { name: "Realized", isNumber: true, cell: (one) => <Money change exact amount={realizedSinceBegin(one)} /> },
  { name: "To win back", isNumber: true, cell: (one) => <Money exact amount={toWinBack(one)} /> },
  { name: "Charged profit", isNumber: true, cell: ({ profitTotal }) => <Money exact amount={profitTotal} /> },
  { name: "Share", isNumber: true, cell: ({ accrued }) => <Money exact amount={accrued} /> },
];

/** Every living subscription: what is on the chain is for everybody to read. */
export function SubscriptionsCard({ subscriptions }: { subscriptions: Located<Subscription>[] }) {
  if (subscriptions.length === 0) return null;
  return (
    <Card title="Living subscriptions">
      <Table
        caption="Living subscriptions"
        columns={COLUMNS}
        rows={subscriptions}
        keyOf={({ address }) => address.toBase58()}
      />
    </Card>
  );
}
