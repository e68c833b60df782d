import type { ReactNode } from "react";
import type { CreatorMoney } from "../../data/creator";
import { MoneyBar, MoneySwatch, WAY } from "../../pictures/money-bar";
import { Card } from "../../ui/card";
import { Fact, Facts } from "../../ui/figures";
import { Money } from "../../ui/money";

/** Where the creator's money is, from a profit on the venue to its own wallet. */
export function MoneyCard({ money, action }: { money: CreatorMoney; action: ReactNode }) {
  return (
    <Card>
      <div className="mb-5 flex flex-wrap items-end justify-between gap-4">
        <div>
          <p className="text-muted text-sm">Claimable now</p>
          <p className="font-semibold text-2xl" data-figure="claimable">
            <Money exact amount={money.claimable} />
          </p>
        </div>
        <div className="flex flex-wrap gap-2">{action}</div>
      </div>
      <MoneyBar money={money} />
      <div className="@container mt-4">
        <dl className="grid grid-cols-2 gap-x-6 gap-y-4 @2xl:grid-cols-4">
          {WAY.map(({ part, name, note, look }) => (
            <div key={part} className="min-w-0">
              <dt className="text-muted text-sm">
                <MoneySwatch look={look} />
                {name}
              </dt>
              <dd className="mt-0.5 font-semibold text-lg" data-figure={part}>
                <Money exact amount={money[part]} />
              </dd>
              <dd className="text-muted text-xs">{note}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="mt-6 grid gap-x-10 border-line border-t pt-2 sm:grid-cols-2">
        <Facts>
          <Fact name="Profit that was charged, ever">
            <Money exact amount={money.profit} />
          </Fact>
          <Fact name="The creator's share of it">
            <Money exact amount={money.accrued} />
          </Fact>
        </Facts>
        <Facts>
          <Fact name="Waived">
            <Money exact amount={money.waived} />
          </Fact>
          <Fact name="Written off, never paid">
            <Money exact amount={money.writtenOff} />
          </Fact>
        </Facts>
      </div>
      <p className="mt-3 text-muted text-xs">
        Over the life of all bots, closed subscriptions included. Estimated now is what settling this moment would add;
        the daily caps are in it.
      </p>
    </Card>
  );
}
