import { claimable, type Located, owed, type Subscription } from "@profit-share/sdk";
import { Link } from "@tanstack/react-router";
import { useChain } from "../../data/chain";
import { type CreatorBot, withMoneyFirst } from "../../data/creator";
import { shortAddress } from "../../format/short";
import { useBeginBatch } from "../../transactions/batch";
import { useBegin } from "../../transactions/flow";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Money } from "../../ui/money";
import { EmptyState } from "../../ui/states";
import { type Column, Table } from "../../ui/table";
import { claimIntent } from "./claims";
import { waiveIntent } from "./intents";

type Row = Located<Subscription>;

const COLUMNS: Column<Row>[] = [
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
  { name: "Terms", cell: ({ terms }) => `version ${terms.version}` },
  { name: "Share, ever", isNumber: true, cell: ({ accrued }) => <Money exact amount={accrued} /> },
  { name: "Owed", isNumber: true, cell: (row) => <Money exact amount={owed(row)} /> },
  { name: "Claimable", isNumber: true, cell: (row) => <Money exact amount={claimable(row)} /> },
];

/** Who subscribes, and what each escrow holds for the creator. */
export function SubscriptionsCard({ one, isOwner }: { one: CreatorBot; isOwner: boolean }) {
  const columns = isOwner
    ? [...COLUMNS, { name: "To do", isNumber: true, cell: (row: Row) => <Actions one={one} subscription={row} /> }]
    : COLUMNS;
  return (
    <Card title="Subscriptions">
      {one.subscriptions.length === 0 ? (
        <EmptyState title="Nobody subscribes now">
          {one.vault > 0n ? "What closed subscriptions left lies in the bot's vault, and is claimable." : undefined}
        </EmptyState>
      ) : (
        <Table
          caption="Subscriptions"
          columns={columns}
          rows={withMoneyFirst(one.subscriptions)}
          keyOf={({ address }) => address.toBase58()}
        />
      )}
    </Card>
  );
}

function Actions({ one, subscription }: { one: CreatorBot; subscription: Row }) {
  const { client } = useChain();
  const begin = useBegin();
  const beginBatch = useBeginBatch();
  const { bot } = one;
  const { address } = subscription;
  const wish = { client, bots: [one], subscription: address, owner: bot.owner, to: null };
  const [ready, debt] = [claimable(subscription), owed(subscription)];
  const name = shortAddress(address.toBase58());
  return (
    <span className="flex flex-wrap justify-end gap-2">
      <Button
        disabled={ready === 0n}
        aria-label={`Claim of subscription ${name}`}
        onClick={() => beginBatch(claimIntent(wish, ready))}
      >
        Claim
      </Button>
      {debt > 0n && (
        <Button
          kind="danger"
          aria-label={`Waive what subscription ${name} owes`}
          onClick={() => begin(waiveIntent({ client, bot }, address, debt))}
        >
          Waive
        </Button>
      )}
    </span>
  );
}
