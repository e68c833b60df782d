/** Where the money in the escrow belongs, and how much a day may cost. */
import { pendingCap, type Subscription } from "@profit-share/sdk";
import type { Standing } from "../../data/standing";
import { formatExactly } from "../../format/money";
import { formatDate } from "../../format/time";
import { Card } from "../../ui/card";
import { Figure, Figures } from "../../ui/figures";
import { Meter } from "../../ui/meter";
import { Money } from "../../ui/money";

interface Props {
  subscription: Subscription;
  standing: Standing;
  now: bigint;
}

export function MoneyCard({ subscription, standing, now }: Props) {
  const { balance, accrued, terms } = subscription;
  const cut = pendingCap(subscription, now);
  return (
    <Card title="The escrow">
      <Figures>
        <Figure name="Balance" note="the subscriber's">
          <Money exact amount={balance} />
        </Figure>
        <Figure
          name="Can be withdrawn now"
          note={standing.ended || terms.minBalance === 0n ? "nothing has to stay" : <Kept amount={terms.minBalance} />}
        >
          <Money exact amount={standing.withdrawable} />
        </Figure>
        <Figure name="Share so far" note="of all charged profit">
          <Money exact amount={accrued} />
        </Figure>
        <Figure name="Owed" note={standing.owed > 0n ? "the next deposit pays it" : "nothing is open"}>
          <Money exact amount={standing.owed} />
        </Figure>
      </Figures>
      {standing.unsettledShare > 0n && (
        <p className="mt-5 rounded-xl bg-accent-soft px-4 py-3 text-sm">
          The venue has more than was settled: the next settlement charges a share of{" "}
          <Money exact amount={standing.unsettledShare} />.
        </p>
      )}
      <div className="mt-6">
        <Meter
          name="Share accrued today"
          words={`${formatExactly(standing.usedToday)} of ${formatExactly(standing.dailyCap)} at most`}
          used={standing.usedToday}
          most={standing.dailyCap}
        />
        {cut !== null && (
          <p className="mt-2 text-muted text-sm">
            From {formatDate(cut.from)} on at most {formatExactly(cut.dailyCap)} a day.
          </p>
        )}
      </div>
    </Card>
  );
}

const Kept = ({ amount }: { amount: bigint }) => (
  <>
    <Money amount={amount} /> are kept until the end
  </>
);
