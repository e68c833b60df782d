/** One subscription: why something was charged, what it takes until the next share, and the subscriber's money. */
import type { Located, Subscription } from "@profit-share/sdk";
import { Link, useParams } from "@tanstack/react-router";
import { addressIn } from "../../data/chain";
import { useNow } from "../../data/clock";
import { useHistory } from "../../data/history";
import { standingOf } from "../../data/standing";
import { useSubscription } from "../../data/subscription";
import { useVenueUser } from "../../data/venue";
import { shortAddress } from "../../format/words";
import { Address } from "../../ui/address";
import { Answer } from "../../ui/answer";
import { Badge, SourceBadge } from "../../ui/badge";
import { Page } from "../../ui/page";
import { ErrorState, Loading } from "../../ui/states";
import { AgreementCard } from "./agreement-card";
import { ClosedSubscription } from "./closed";
import { CourseCard } from "./course-card";
import { EventsCard } from "./events-card";
import { HistoryProgressNote } from "./history-progress";
import { MoneyCard } from "./money-card";
import { YourMoney } from "./your-money";

export default function SubscriptionPage() {
  const { subscription: address } = useParams({ from: "/s/$subscription" });
  return addressIn(address) === null ? (
    <ErrorState
      title="This is no address"
      words={`"${address}" in the link is no address on Solana. Check the link.`}
    />
  ) : (
    <AtAddress key={address} address={address} />
  );
}

function AtAddress({ address }: { address: string }) {
  const query = useSubscription(address);
  return (
    <Answer query={query} reading="Reading the subscription from the chain.">
      {(subscription) =>
        subscription === null ? (
          <ClosedSubscription address={address} />
        ) : (
          <Living key={`${subscription.bot} ${subscription.instance}`} subscription={subscription} />
        )
      }
    </Answer>
  );
}

const STATES = { active: null, closing: "leaving", ended: "ended" } as const;

function Living({ subscription }: { subscription: Located<Subscription> }) {
  const address = subscription.address.toBase58();
  const bot = subscription.bot.toBase58();
  const now = useNow();
  const { data: venueUser } = useVenueUser(subscription);
  const { query: history, progress } = useHistory(address);
  if (now === undefined) return <Loading what="Asking the chain for the time." />;
  const standing = standingOf(subscription, venueUser, now);
  const state = standing.ended ? "ended" : STATES[subscription.state];
  return (
    <Page
      title={`Subscription ${shortAddress(address)}`}
      above={
        <Link to="/bot/$bot" params={{ bot }} className="link">
          Bot {shortAddress(bot)}
        </Link>
      }
      lead={
        <span className="flex flex-wrap items-center gap-2">
          <Link to="/verify/$address" params={{ address }}>
            <SourceBadge terms={subscription.terms} />
          </Link>
          {state !== null && <Badge tone="warn">{state}</Badge>}
          <Address value={address} />
        </span>
      }
    >
      <Answer
        query={history}
        reading={
          progress === null ? "Reading what happened." : `Reading what happened: ${progress.transactions} transactions.`
        }
      >
        {(life) => <CourseCard life={life} account={subscription} now={now} />}
      </Answer>
      <div className="grid gap-6 lg:grid-cols-2">
        <MoneyCard subscription={subscription} standing={standing} now={now} />
        <YourMoney subscription={subscription} standing={standing} now={now} />
      </div>
      {history.data !== undefined && <EventsCard life={history.data} />}
      <AgreementCard subscription={subscription} />
      <HistoryProgressNote life={history.data} />
    </Page>
  );
}
