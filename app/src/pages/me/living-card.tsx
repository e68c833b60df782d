import { Link } from "@tanstack/react-router";
import type { Mine } from "../../data/mine";
import { nextStep, stateWord } from "../../data/next-step";
import { realizedSinceBegin } from "../../data/standing";
import { shortAddress } from "../../format/short";
import { Badge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { Money } from "../../ui/money";
import { type Column, Table } from "../../ui/table";

const COLUMNS: Column<Mine>[] = [
  {
    name: "Subscription",
    cell: ({ subscription, standing }) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        <Link
          to="/s/$subscription"
          params={{ subscription: subscription.address.toBase58() }}
          className="link font-mono"
        >
          {shortAddress(subscription.address.toBase58())}
        </Link>
        <Badge tone={stateWord(subscription, standing) === "active" ? "accent" : "warn"}>
          {stateWord(subscription, standing)}
        </Badge>
      </span>
    ),
  },
  {
    name: "Bot",
    cell: ({ subscription: { bot } }) => (
      <Link to="/bot/$bot" params={{ bot: bot.toBase58() }} className="link font-mono">
        {shortAddress(bot.toBase58())}
      </Link>
    ),
  },
  {
    name: "Realized",
    isNumber: true,
    cell: ({ subscription }) => <Money exact change amount={realizedSinceBegin(subscription)} />,
  },
  { name: "Share", isNumber: true, cell: ({ subscription }) => <Money exact amount={subscription.accrued} /> },
  { name: "Owed", isNumber: true, cell: ({ standing }) => <Money exact amount={standing.owed} /> },
  { name: "Balance", isNumber: true, cell: ({ subscription }) => <Money exact amount={subscription.balance} /> },
  { name: "Next", isProse: true, cell: (one) => <Next {...one} /> },
];

function Next({ subscription, standing }: Mine) {
  const { words, isUrgent } = nextStep(subscription, standing);
  if (!isUrgent) return <span className="text-muted">{words}</span>;
  return (
    <Link to="/s/$subscription" params={{ subscription: subscription.address.toBase58() }} className="link">
      {words}
    </Link>
  );
}

export const LivingCard = ({ found }: { found: Mine[] }) => (
  <Card title="Living subscriptions">
    <Table
      caption="Living subscriptions"
      columns={COLUMNS}
      rows={found}
      keyOf={({ subscription }) => subscription.address.toBase58()}
    />
  </Card>
);
