import { useMemo } from "react";
import { useConfig } from "../../config/context";
import type { CreatorBot } from "../../data/creator";
import { type CreatorDays, DAYS_SHOWN, daysOf, useCreatorEvents, useIndexedDays } from "../../data/creator-days";
import { faultOf } from "../../data/faults";
import { formatExactly, formatMoney } from "../../format/money";
import { DaysPicture } from "../../pictures/days-picture";
import { Card } from "../../ui/card";
import { EmptyState, Loading } from "../../ui/states";

/** What was settled a day, by bot, and when it was claimed. */
export function EarningsCard({ wallet, bots }: { wallet: string; bots: CreatorBot[] }) {
  const { indexerUrl } = useConfig();
  const read = useCreatorEvents(bots);
  const indexed = useIndexedDays(wallet);
  const days = useMemo(() => indexed.data ?? (read.data ? daysOf(read.data) : null), [indexed.data, read.data]);
  const isReading = days === null && read.data === undefined && read.error === null;
  return (
    <Card title="Settled a day" aside={days !== null && <Sum days={days} />}>
      {isReading && <Loading what={`Reading what was settled in the last ${DAYS_SHOWN} days.`} />}
      {days !== null && <Picture days={days} bots={bots} />}
      {days === null && !isReading && (
        <EmptyState title="The days cannot be shown">
          {read.error === null
            ? "More was settled than a browser can read in time. It takes an index: an address in the configuration of this site."
            : faultOf(read.error).words}
        </EmptyState>
      )}
      <p className="mt-4 max-w-prose text-muted text-xs">{sourceWords(days, indexerUrl !== null, indexed.error)}</p>
    </Card>
  );
}

function sumOf({ days }: CreatorDays): bigint {
  return days.flatMap(({ shares }) => [...shares.values()]).reduce((sum, share) => sum + share, 0n);
}

const Sum = ({ days }: { days: CreatorDays }) => (
  <p className="text-muted text-sm">
    <span className="font-semibold text-ink" data-figure="settled" data-amount={sumOf(days).toString()}>
      {formatExactly(sumOf(days))}
    </span>{" "}
    in {DAYS_SHOWN} days
  </p>
);

function Picture({ days, bots }: { days: CreatorDays; bots: readonly CreatorBot[] }) {
  if (days.days.every(({ shares, claimed }) => shares.size === 0 && claimed === 0n)) {
    return (
      <EmptyState title={`Nothing was settled in the last ${DAYS_SHOWN} days`}>
        The first settlement with a profit shows here within seconds.
      </EmptyState>
    );
  }
  const claims = days.days.filter(({ claimed }) => claimed > 0n).length;
  return (
    <DaysPicture
      days={days.days}
      bots={bots.map(({ bot }) => bot.address.toBase58())}
      label={`Share settled a day, by bot: ${formatMoney(sumOf(days))} in ${DAYS_SHOWN} days. Claims on ${claims} of them.`}
    />
  );
}

function sourceWords(days: CreatorDays | null, isIndexed: boolean, error: Error | null): string {
  const utc = "Days are those of UTC.";
  if (days?.source === "index")
    return `${utc} The picture is as the index of this site tells it; all sums above come from the chain.`;
  const chain = `${utc} Read from the chain's own settlements and claims.`;
  if (!isIndexed) return `${chain} This site has no index, so the picture ends after ${DAYS_SHOWN} days.`;
  return error === null ? chain : `${chain} The index does not answer: ${error.message}.`;
}
