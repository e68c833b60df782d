import { periodOf } from "@profit-share/sdk/history";
import { Link } from "@tanstack/react-router";
import type { ListedBot } from "../../data/bots";
import type { BotEarnings } from "../../data/indexed-bots";
import { formatCount, formatMoney } from "../../format/money";
import { feeSentence } from "../../format/words";
import { Identicon } from "../../pictures/identicon";
import { Spark } from "../../pictures/spark";
import { Badge, SourceBadge } from "../../ui/badge";
import { BotName } from "../../ui/bot-name";
import { Card } from "../../ui/card";
import { Money } from "../../ui/money";
import { type Column, Table } from "../../ui/table";

interface Props {
  listed: readonly ListedBot[];
  /** By bot; undefined while it is being read, null if it cannot be. */
  earnings: ReadonlyMap<string, BotEarnings> | null | undefined;
}

/** Whoever has the most subscribers comes first; of equals, who charged for the most profit. */
const byUse = (a: ListedBot, b: ListedBot): number =>
  b.subscriptions.length - a.subscriptions.length || Number(b.totals.profit > a.totals.profit) - 1;

export function BotTable({ listed, earnings }: Props) {
  const columns: Column<ListedBot>[] = [
    { name: "Bot", cell: ({ bot }) => <BotLink bot={bot} /> },
    { name: "Fee", isProse: true, cell: ({ bot }) => feeSentence(bot.terms) },
    { name: "Profit is", cell: ({ bot }) => <SourceBadge terms={bot.terms} /> },
    {
      name: "Subscriptions",
      isNumber: true,
      cell: ({ totals }) => (
        <>
          {formatCount(totals.living)}
          {totals.closed > 0 && <span className="block text-muted text-xs">{formatCount(totals.closed)} closed</span>}
        </>
      ),
    },
    { name: "Charged profit", isNumber: true, cell: ({ totals }) => <Money amount={totals.profit} /> },
    {
      name: "Estimated creator earnings",
      isNumber: true,
      cell: ({ bot }) => <Earnings of={earnings?.get(bot.address.toBase58())} />,
    },
  ];
  return (
    <Card>
      <Table
        caption="All bots"
        columns={columns}
        rows={listed.toSorted(byUse)}
        keyOf={({ bot }) => bot.address.toBase58()}
      />
    </Card>
  );
}

const BotLink = ({ bot }: Pick<ListedBot, "bot">) => (
  <span className="inline-flex flex-wrap items-center gap-2">
    <Link
      to="/bot/$bot"
      params={{ bot: bot.address.toBase58() }}
      className="link inline-flex items-center gap-2 font-medium"
    >
      <Identicon address={bot.address.toBase58()} />
      <BotName bot={bot} />
    </Link>
    {!bot.open && <Badge>closed to new subscribers</Badge>}
  </span>
);

function Earnings({ of }: { of: BotEarnings | undefined }) {
  if (of === undefined) return <span className="text-muted">…</span>;
  const { month } = of.estimate;
  return (
    <span className="inline-flex flex-col items-end gap-1">
      <Money amount={month.accrued} className="font-medium" />
      <span className="text-muted text-xs">{periodOf(month)}</span>
      <Spark days={of.days} label={`Settled share a day: ${formatMoney(month.accrued)}, ${periodOf(month)}`} />
    </span>
  );
}
