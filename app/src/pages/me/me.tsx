/** A wallet's subscriptions: how each stands, and what to do next. */
import { Link } from "@tanstack/react-router";
import { type Mine, useMine, useMyClosed } from "../../data/mine";
import { Answer } from "../../ui/answer";
import { Card } from "../../ui/card";
import { Figure, Figures } from "../../ui/figures";
import { Money } from "../../ui/money";
import { Page } from "../../ui/page";
import { EmptyState } from "../../ui/states";
import { useAccount } from "../../wallet/wallet";
import { ClosedCard } from "./closed-card";
import { LivingCard } from "./living-card";

export default function MePage() {
  const account = useAccount();
  return (
    <Page title="My subscriptions" lead="What each bot has of yours, and what to do next.">
      {account === null ? (
        <EmptyState title="Connect the wallet that subscribes">
          Your subscriptions are found by its address. Nothing is signed for looking.
        </EmptyState>
      ) : (
        <Of key={account} wallet={account} />
      )}
    </Page>
  );
}

function Of({ wallet }: { wallet: string }) {
  const mine = useMine(wallet);
  const closed = useMyClosed(wallet, mine.data?.length);
  return (
    <>
      <Answer query={mine} reading="Reading your subscriptions.">
        {(found) => (found.length === 0 ? <None /> : <Living found={found} />)}
      </Answer>
      {mine.data !== undefined && (
        <Answer query={closed} reading="Looking through your wallet's transactions for closed ones.">
          {(ones) => <ClosedCard {...ones} />}
        </Answer>
      )}
    </>
  );
}

const None = () => (
  <EmptyState title="This wallet subscribes to no bot now">
    <Link to="/" className="link">
      See which there are
    </Link>
  </EmptyState>
);

function Living({ found }: { found: Mine[] }) {
  const sum = (amount: (one: Mine) => bigint): bigint => found.reduce((total, one) => total + amount(one), 0n);
  return (
    <>
      <Card>
        <Figures>
          <Figure name="In all escrows" note="yours, until a share is due">
            <Money exact amount={sum(({ subscription }) => subscription.balance)} />
          </Figure>
          <Figure name="Can be withdrawn now">
            <Money exact amount={sum(({ standing }) => standing.withdrawable)} />
          </Figure>
          <Figure name="Owed">
            <Money exact amount={sum(({ standing }) => standing.owed)} />
          </Figure>
          <Figure name="Shares so far" note="of the living subscriptions">
            <Money exact amount={sum(({ subscription }) => subscription.accrued)} />
          </Figure>
        </Figures>
      </Card>
      <LivingCard found={found} />
    </>
  );
}
