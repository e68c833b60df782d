import type { Located, Subscription } from "@profit-share/sdk";
import { Link } from "@tanstack/react-router";
import { useNow } from "../../data/clock";
import { useHistory } from "../../data/history";
import { type Standing, standingOf } from "../../data/standing";
import { useVenueUser } from "../../data/venue";
import { Answer } from "../../ui/answer";
import { Badge, SourceBadge } from "../../ui/badge";
import { Loading } from "../../ui/states";
import { AgreementCard } from "./agreement-card";
import { CourseCard } from "./course-card";
import { EventsCard } from "./events-card";
import { HistoryProgressNote, readingWords } from "./history-progress";
import { Lead } from "./lead";
import { MoneyCard } from "./money-card";
import { YourMoney } from "./your-money";

/** A subscription that exists. */
export function LivingSubscription({ subscription }: { subscription: Located<Subscription> }) {
  const address = subscription.address.toBase58();
  const now = useNow();
  const { data: venueUser } = useVenueUser(subscription);
  const { query: history, progress } = useHistory(address);
  if (now === undefined) return <Loading what="Asking the chain for the time." />;
  const standing = standingOf(subscription, venueUser, now);
  const { terms, bot } = subscription;
  return (
    <>
      <Lead address={address} bot={bot.toBase58()}>
        <Link to="/verify/$address" params={{ address }}>
          <SourceBadge terms={terms} />
        </Link>
        <StateBadge state={subscription.state} standing={standing} />
      </Lead>
      <Answer query={history} reading={readingWords("Reading what happened", progress)}>
        {(life) => <CourseCard life={life} account={subscription} now={now} />}
      </Answer>
      <div className="grid gap-6 lg:grid-cols-2">
        <MoneyCard subscription={subscription} standing={standing} now={now} />
        <YourMoney subscription={subscription} standing={standing} now={now} />
      </div>
      {history.data !== undefined && <EventsCard life={history.data} />}
      <AgreementCard subscription={subscription} />
      <HistoryProgressNote life={history.data} />
    </>
  );
}

function StateBadge({ state, standing: { ended } }: Pick<Subscription, "state"> & { standing: Standing }) {
  if (ended) return <Badge tone="warn">ended</Badge>;
  return state === "closing" ? <Badge tone="warn">leaving</Badge> : null;
}
