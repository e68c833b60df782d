/** A subscription that is closed: what it came to, from its transactions. */
import { Link } from "@tanstack/react-router";
import { useNow } from "../../data/clock";
import { useHistory } from "../../data/history";
import { formatMoment } from "../../format/time";
import { shortAddress } from "../../format/words";
import { Address } from "../../ui/address";
import { Answer } from "../../ui/answer";
import { Badge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { Figure, Figures } from "../../ui/figures";
import { Money } from "../../ui/money";
import { Page } from "../../ui/page";
import { CourseCard } from "./course-card";
import { EventsCard } from "./events-card";
import { HistoryProgressNote } from "./history-progress";

export function ClosedSubscription({ address }: { address: string }) {
  const { query, progress } = useHistory(address);
  const now = useNow();
  return (
    <Answer
      query={query}
      reading={
        progress === null
          ? "No subscription lives here. Looking for one that was closed."
          : `Looking for one that was closed: ${progress.transactions} transactions.`
      }
    >
      {(life) => (
        <Page
          title={`Subscription ${shortAddress(address)}`}
          above={
            <Link to="/bot/$bot" params={{ bot: life.subscription.bot.toBase58() }} className="link">
              Bot {shortAddress(life.subscription.bot.toBase58())}
            </Link>
          }
          lead={
            <span className="flex flex-wrap items-center gap-2">
              <Badge>closed</Badge>
              <Address value={address} />
            </span>
          }
        >
          {life.closed !== null && (
            <Card title={`Closed${life.closed.time === null ? "" : ` on ${formatMoment(life.closed.time)}`}`}>
              <Figures>
                <Figure name="Charged profit">
                  <Money exact amount={life.closed.profitTotal} />
                </Figure>
                <Figure name="Share of it">
                  <Money exact amount={life.closed.accrued} />
                </Figure>
                <Figure name="Paid from the balance">
                  <Money exact amount={life.closed.credited} />
                </Figure>
                <Figure name="Never paid" note="waived or written off">
                  <Money exact amount={life.closed.accrued - life.closed.credited} />
                </Figure>
              </Figures>
            </Card>
          )}
          <CourseCard life={life} account={null} now={now ?? 0n} />
          <EventsCard life={life} />
          <HistoryProgressNote life={life} />
        </Page>
      )}
    </Answer>
  );
}
