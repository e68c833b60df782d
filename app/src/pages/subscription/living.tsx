import type { Located, Subscription } from "@profit-share/sdk";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
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
import { newestRows, proofOf, provenRows } from "./rows";
import { YourMoney } from "./your-money";

/** A subscription that exists. */
export function LivingSubscription({ subscription }: { subscription: Located<Subscription> }) {
  const address = subscription.address.toBase58();
  const now = useNow();
  const { data: venueUser } = useVenueUser(subscription);
  const { query: history, progress, newestFirst } = useHistory(address);
  const life = history.data;
  const rows = useMemo(() => (life === undefined ? newestRows(newestFirst) : provenRows(life)), [life, newestFirst]);
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
        {(shown) => <CourseCard life={shown} account={subscription} now={now} />}
      </Answer>
      <div className="grid gap-6 lg:grid-cols-2">
        <MoneyCard subscription={subscription} standing={standing} now={now} />
        <YourMoney subscription={subscription} standing={standing} now={now} />
      </div>
      {(life !== undefined || rows.length > 0) && (
        <EventsCard subscription={subscription} rows={rows} proof={proofOf(life)} />
      )}
      <AgreementCard subscription={subscription} />
      <HistoryProgressNote life={life} />
    </>
  );
}

function StateBadge({ state, standing: { ended } }: Pick<Subscription, "state"> & { standing: Standing }) {
  if (ended) return <Badge tone="warn">ended</Badge>;
  return state === "closing" ? <Badge tone="warn">leaving</Badge> : null;
}
