import type { KeeperStatus } from "../../data/keeper";
import { formatCount } from "../../format/money";
import { Card } from "../../ui/card";
import { type Column, Table } from "../../ui/table";

interface Node {
  place: string;
  requests: number;
  failures: number;
}

const COLUMNS: Column<Node>[] = [
  { name: "Node", cell: ({ place }) => <span className="break-all">{place}</span> },
  { name: "Requests", isNumber: true, cell: ({ requests }) => formatCount(requests) },
  { name: "Failed", isNumber: true, cell: ({ failures }) => formatCount(failures) },
];

/** What the keeper asks, and whether it is told of changes. */
export function NodesCard({ endpoints, feed }: Pick<KeeperStatus, "endpoints" | "feed">) {
  const byPlace = new Map<string, Node>();
  for (const { place, requests, failures } of endpoints) {
    const known = byPlace.get(place) ?? { place, requests: 0, failures: 0 };
    byPlace.set(place, { place, requests: known.requests + requests, failures: known.failures + failures });
  }
  return (
    <Card title="Nodes">
      <Table caption="Nodes" columns={COLUMNS} rows={[...byPlace.values()]} keyOf={({ place }) => place} />
      <p className="mt-4 text-muted text-sm">{feedWords(feed)}</p>
    </Card>
  );
}

function feedWords(feed: KeeperStatus["feed"]): string {
  if (feed === null) return "It asks for no notifications: changes are found by polls.";
  const followed = `${formatCount(feed.followed)} accounts are told of`;
  return feed.connected
    ? `Notifications come: ${followed}.`
    : `Notifications do not come now; ${followed} when they do.`;
}
