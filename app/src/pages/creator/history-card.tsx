import { toDollars } from "@profit-share/sdk";
import { toCsv } from "@profit-share/statements";
import { Link } from "@tanstack/react-router";
import type { CreatorBot } from "../../data/creator";
import { DAYS_SHOWN, useCreatorEvents } from "../../data/creator-days";
import type { CreatorEvent } from "../../data/creator-events";
import { shortAddress } from "../../format/short";
import { formatMoment } from "../../format/time";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Money } from "../../ui/money";
import { saveText } from "../../ui/save";
import { EmptyState } from "../../ui/states";
import { type Column, Table } from "../../ui/table";

const WORDS: Record<CreatorEvent["what"], string> = {
  Settled: "Share settled",
  Claimed: "Claimed",
  VaultClaimed: "Vault claimed",
  Waived: "Waived",
};

interface Row extends CreatorEvent {
  key: string;
}

const COLUMNS: Column<Row>[] = [
  { name: "When", cell: ({ time }) => <span className="whitespace-nowrap">{formatMoment(time)}</span> },
  { name: "What", cell: ({ what }) => WORDS[what] },
  { name: "Bot", cell: ({ bot }) => <span className="font-mono">{shortAddress(bot)}</span> },
  {
    name: "Subscription",
    cell: ({ subscription }) =>
      subscription === null ? (
        "–"
      ) : (
        <Link to="/s/$subscription" params={{ subscription }} className="link font-mono">
          {shortAddress(subscription)}
        </Link>
      ),
  },
  { name: "Amount", isNumber: true, cell: ({ amount }) => <Money exact amount={amount} /> },
  {
    name: "Receipt",
    cell: ({ signature }) => (
      <Link to="/receipt/$signature" params={{ signature }} className="link font-mono">
        {shortAddress(signature)}
      </Link>
    ),
  },
];

/** Everything that moved the creator's money lately, to look at and to take along. */
export function HistoryCard({ bots }: { bots: CreatorBot[] }) {
  const { data } = useCreatorEvents(bots);
  if (data == null) return null;
  const rows = data.events.map((event, index) => ({ ...event, key: `${index} ${event.signature}` }));
  return (
    <Card
      title={`The last ${DAYS_SHOWN} days`}
      aside={
        rows.length > 0 && <Button onClick={() => saveText("earnings.csv", "text/csv", historyCsv(rows))}>CSV</Button>
      }
    >
      {rows.length === 0 ? (
        <EmptyState title="Nothing happened yet" />
      ) : (
        <Table caption="What happened" columns={COLUMNS} rows={rows} keyOf={({ key }) => key} />
      )}
    </Card>
  );
}

/** Amounts as dollars with every digit, times as UTC. */
const historyCsv = (events: readonly CreatorEvent[]): string =>
  toCsv(
    ["time", "what", "bot", "subscription", "dollars", "signature"],
    events.map(({ time, what, bot, subscription, amount, signature }) => [
      { text: new Date(Number(time) * 1_000).toISOString() },
      { text: WORDS[what] },
      { text: bot },
      { text: subscription ?? "" },
      { number: toDollars(amount) },
      { text: signature },
    ]),
  );
