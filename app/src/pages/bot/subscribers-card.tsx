import { useMemo } from "react";
import type { ListedBot } from "../../data/bots";
import { realizedSinceBegin, toWinBack } from "../../data/standing";
import { figuresOf } from "../../data/subscribers";
import { formatCount, formatMoney } from "../../format/money";
import { SubscribersPicture } from "../../pictures/subscribers-picture";
import { Card } from "../../ui/card";
import { Figure, Figures } from "../../ui/figures";
import { Money } from "../../ui/money";
import { EmptyState } from "../../ui/states";

/** How the subscribers fare. Losses are always in it. */
export function SubscribersCard({ subscriptions, totals }: ListedBot) {
  const figures = useMemo(() => figuresOf(subscriptions), [subscriptions]);
  const bars = useMemo(
    () =>
      subscriptions
        .map((one) => ({ realized: realizedSinceBegin(one), toWinBack: toWinBack(one) }))
        .sort((a, b) => Number(b.realized > a.realized) - Number(b.realized < a.realized)),
    [subscriptions],
  );
  if (figures === null) {
    return (
      <Card title="What subscribers realized">
        <EmptyState title="Nobody subscribes to this bot now">
          {totals.closed > 0 && `${formatCount(totals.closed)} subscriptions were closed: their sums are below.`}
        </EmptyState>
      </Card>
    );
  }
  const { realized, median, belowMark, deepest } = figures;
  const count = realized.length;
  return (
    <Card title="What subscribers realized">
      <Figures>
        {count === 1 ? (
          <Figure name="Realized" note="by the only living subscription">
            <Money amount={median} change />
          </Figure>
        ) : (
          <>
            <Figure name="Median" note={`of ${formatCount(count)} living subscriptions`}>
              <Money amount={median} change />
            </Figure>
            <Figure name="Best">
              <Money amount={realized[0]!} change />
            </Figure>
            <Figure name="Worst">
              <Money amount={realized.at(-1)!} change />
            </Figure>
          </>
        )}
        <Figure name="Below their mark" note={deepest > 0n ? `the deepest by ${formatMoney(deepest)}` : undefined}>
          {formatCount(belowMark)} of {formatCount(count)}
        </Figure>
      </Figures>
      <div className="mt-6">
        <SubscribersPicture
          bars={bars}
          label={`Realized since they began, best first: from ${formatMoney(realized[0]!)} to ${formatMoney(realized.at(-1)!)}, the median is ${formatMoney(median)}`}
        />
      </div>
      <p className="mt-4 max-w-prose text-muted text-xs">
        Realized profit and loss alone, net of fees of the venue and before the creator's share. Positions that are open
        are not in it. Subscriptions that were closed are not in the picture; their sums are in the lifetime.
      </p>
    </Card>
  );
}
