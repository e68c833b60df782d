import { Link } from "@tanstack/react-router";
import type { KeeperStatus } from "../../data/keeper";
import { formatCount } from "../../format/money";
import { shortAddress } from "../../format/short";
import { formatMoment } from "../../format/time";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/states";
import { type Column, Table } from "../../ui/table";

type SetAside = KeeperStatus["setAside"]["first"][number];

const COLUMNS: Column<SetAside>[] = [
  {
    name: "Subscription",
    cell: ({ subscription }) => (
      <Link to="/s/$subscription" params={{ subscription }} className="link font-mono">
        {shortAddress(subscription)}
      </Link>
    ),
  },
  { name: "Since", cell: ({ since }) => formatMoment(since / 1_000) },
  { name: "Failures in a row", isNumber: true, cell: ({ failures }) => formatCount(failures) },
  { name: "The last one said", isProse: true, cell: ({ reason }) => <span className="break-words">{reason}</span> },
];

/** Subscriptions with which something failed, the longest first. */
export const SetAsideCard = ({ count, first }: KeeperStatus["setAside"]) => (
  <Card
    title="Set aside"
    aside={count > first.length && `the first ${formatCount(first.length)} of ${formatCount(count)}`}
  >
    {first.length === 0 ? (
      <EmptyState title="Nothing is set aside">Each subscription was brought in order at the last look.</EmptyState>
    ) : (
      <Table caption="Set aside" columns={COLUMNS} rows={first} keyOf={({ subscription }) => subscription} />
    )}
  </Card>
);
