/** A subscription that is closed: what it came to, from its transactions. */
import { useNow } from "../../data/clock";
import { type Life, useHistory } from "../../data/history";
import { formatMoment } from "../../format/time";
import { Answer } from "../../ui/answer";
import { Badge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { Figure, Figures } from "../../ui/figures";
import { Money } from "../../ui/money";
import { CourseCard } from "./course-card";
import { EventsCard } from "./events-card";
import { HistoryProgressNote, readingWords } from "./history-progress";
import { Lead } from "./lead";
import { proofOf, provenRows } from "./rows";

export function ClosedSubscription({ address }: { address: string }) {
  const { query, progress } = useHistory(address);
  const now = useNow();
  return (
    <Answer
      query={query}
      reading={readingWords("No subscription lives here. Looking for one that was closed", progress)}
    >
      {(life) => (
        <>
          <Lead address={address} bot={life.subscription.bot.toBase58()}>
            <Badge>closed</Badge>
          </Lead>
          {life.closed !== null && <EndCard closed={life.closed} />}
          <CourseCard life={life} account={null} now={now ?? 0n} />
          <EventsCard subscription={life.subscription} rows={provenRows(life)} proof={proofOf(life)} />
          <HistoryProgressNote life={life} />
        </>
      )}
    </Answer>
  );
}

const EndCard = ({ closed }: { closed: NonNullable<Life["closed"]> }) => (
  <Card title={`Closed${closed.time === null ? "" : ` on ${formatMoment(closed.time)}`}`}>
    <Figures>
      <Figure name="Charged profit">
        <Money exact amount={closed.profitTotal} />
      </Figure>
      <Figure name="Share of it">
        <Money exact amount={closed.accrued} />
      </Figure>
      <Figure name="Paid from the balance">
        <Money exact amount={closed.credited} />
      </Figure>
      <Figure name="Never paid" note="given up or written off">
        <Money exact amount={closed.accrued - closed.credited} />
      </Figure>
    </Figures>
  </Card>
);
