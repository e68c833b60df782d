import { periodOf } from "@profit-share/sdk/history";
import { useMemo } from "react";
import type { ListedBot } from "../../data/bots";
import { useEarnings } from "../../data/earnings";
import { formatCount, formatMoney } from "../../format/money";
import { Spark } from "../../pictures/spark";
import { Card } from "../../ui/card";
import { Fact, Facts, Figure } from "../../ui/figures";
import { Money } from "../../ui/money";

/** All that was ever charged, closed subscriptions included, and what it came to lately. */
export function LifetimeCard(listed: ListedBot) {
  const { totals } = listed;
  const asked = useMemo(() => [listed], [listed]);
  const { earnings, source } = useEarnings(asked);
  const earned = earnings?.get(listed.bot.address.toBase58());
  return (
    <Card title="Over its life">
      {earned !== undefined && (
        <div className="mb-5 flex flex-wrap items-end justify-between gap-4">
          <dl>
            <Figure name="Estimated creator earnings" note={`settled shares, ${periodOf(earned.estimate.month)}`}>
              <Money exact amount={earned.estimate.month.accrued} />
            </Figure>
          </dl>
          <dl>
            <Figure name="The last week" note={periodOf(earned.estimate.week)}>
              <Money exact amount={earned.estimate.week.accrued} />
            </Figure>
          </dl>
          <Spark days={earned.days} label={`Settled share a day: ${formatMoney(earned.estimate.month.accrued)}`} />
        </div>
      )}
      <Facts>
        <Fact name="Charged profit">
          <Money exact amount={totals.profit} />
        </Fact>
        <Fact name="The creator's share of it">
          <Money exact amount={totals.accrued} />
        </Fact>
        <Fact name="Paid by balances">
          <Money exact amount={totals.credited} />
        </Fact>
        <Fact name="Owed now">
          <Money exact amount={totals.owed} />
        </Fact>
        <Fact name="Given up by the creator">
          <Money exact amount={totals.waived} />
        </Fact>
        <Fact name="Written off">
          <Money exact amount={totals.writtenOff} />
        </Fact>
        <Fact name="Subscriptions">
          {formatCount(totals.living)} living, {formatCount(totals.closed)} closed
        </Fact>
      </Facts>
      <p className="mt-4 text-muted text-xs">
        Sums prove no performance: a creator can be the subscriber of its own bot.
        {source === "index" && " The index of this site tells the estimate; all other sums come from the chain."}
      </p>
    </Card>
  );
}
