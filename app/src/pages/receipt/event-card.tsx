/** One event of a transaction in words and figures. */
import type { ClosedEvent, ProgramEvent, SettledEvent } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import { Link } from "@tanstack/react-router";
import { formatMoment } from "../../format/time";
import { Address } from "../../ui/address";
import { Badge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { Fact, Facts } from "../../ui/figures";
import { Hash } from "../../ui/hash";
import { Money } from "../../ui/money";

export function EventCard({ event }: { event: ProgramEvent }) {
  if (event.name === "Settled") return <Settlement {...event.data} />;
  if (event.name === "Closed") return <End {...event.data} />;
  return <Logged event={event} />;
}

const SubscriptionFact = ({ of }: { of: PublicKey }) => (
  <Fact name="Subscription">
    <Address
      value={of.toBase58()}
      link={(text) => (
        <Link to="/s/$subscription" params={{ subscription: of.toBase58() }} className="link">
          {text}
        </Link>
      )}
    />
  </Fact>
);

const Amount = ({ name, amount, change = false }: { name: string; amount: bigint; change?: boolean }) => (
  <Fact name={name}>
    <Money exact change={change} amount={amount} />
  </Fact>
);

function Settlement({ subscription, record, head }: SettledEvent) {
  const { flags, kind } = record;
  return (
    <Card
      title={`Settlement ${record.sequence}`}
      aside={
        <Badge tone={kind === "verified" ? "accent" : "warn"}>
          {kind === "verified" ? "proven by the venue" : "attested by the keeper"}
        </Badge>
      }
    >
      <Facts>
        <SubscriptionFact of={subscription} />
        <Fact name="When">{formatMoment(record.time)}</Fact>
        <Amount name="Realized since the settlement before" amount={record.realized - record.last} change />
        <Amount name="Realized in all" amount={record.realized} />
        <Amount name="Mark after it" amount={record.mark} />
        <Amount name="Profit that was charged" amount={record.profit} />
        {record.dropped > 0n && <Amount name="Cut off by the daily cap" amount={record.dropped} />}
        <Amount name="Share so far, with this one" amount={record.accrued} />
        <Amount name="Of it paid by the balance" amount={record.credited} />
        {flags.liquidation && <Fact name="Liquidation">what it took is not charged when it is won back</Fact>}
        {flags.ended && <Fact name="Last settlement">the subscription ended with it</Fact>}
        {kind === "attested" && (
          <Fact name="Trade, by the hash of its id">
            <Hash bytes={record.reference} />
          </Fact>
        )}
        <Fact name="Head of the history">
          <Hash bytes={head} />
        </Fact>
      </Facts>
    </Card>
  );
}

const End = ({ subscription, profitTotal, accrued, credited, claimed, waived }: ClosedEvent) => (
  <Card title="A subscription was closed">
    <Facts>
      <SubscriptionFact of={subscription} />
      <Amount name="Profit charged over its life" amount={profitTotal} />
      <Amount name="Share of it" amount={accrued} />
      <Amount name="Paid by the balance" amount={credited} />
      <Amount name="Claimed before" amount={claimed} />
      <Amount name="Given up by the creator" amount={waived} />
      <Amount name="Written off" amount={accrued - credited - waived} />
    </Facts>
  </Card>
);

type LoggedEvent = Exclude<ProgramEvent, { name: "Settled" | "Closed" }>;

const TITLES: Record<LoggedEvent["name"], string> = {
  BotPublished: "A bot was published",
  BotTransferStarted: "A bot is offered to another owner",
  BotTransferred: "A bot has another owner",
  CapSet: "The daily cap was changed",
  Claimed: "The creator was paid",
  Funded: "Money came into the escrow",
  KeeperRegistered: "A keeper was registered",
  KeeperSignerSet: "A keeper has another signing key",
  KeeperTransferStarted: "A keeper is offered to another admin",
  KeeperTransferred: "A keeper has another admin",
  OpenSet: "A bot opened or closed for new subscribers",
  PayoutSet: "Where payouts go was changed",
  Subscribed: "A subscription began",
  TermsUpdated: "A bot offers other terms",
  Unsubscribed: "The subscriber left",
  VaultClaimed: "The creator claimed the bot's vault",
  Waived: "The creator gave up a debt",
  Withdrawn: "The subscriber withdrew",
};

/** Fields that are base units, with their names for people. */
const AMOUNTS: Record<string, string> = {
  amount: "Amount",
  paid: "Of it paid what was owed",
  balance: "Balance after it",
  claimed: "Claimed in all",
  waived: "Given up in all",
  dailyCap: "Daily cap",
  deposit: "First deposit",
  minPayout: "Least payout",
};

function Logged({ event }: { event: LoggedEvent }) {
  const fields = event.data as Record<string, unknown>;
  return (
    <Card title={TITLES[event.name]}>
      <Facts>
        {"subscription" in event.data && <SubscriptionFact of={event.data.subscription} />}
        {Object.entries(AMOUNTS).map(([field, name]) => {
          const amount = fields[field];
          return typeof amount === "bigint" ? <Amount key={field} name={name} amount={amount} /> : null;
        })}
      </Facts>
    </Card>
  );
}
