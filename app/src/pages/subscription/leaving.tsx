/** What leaving does, to the last cent, before anybody signs it. */
import { endsAt, type Located, type Subscription, writeOffAt } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { useChain } from "../../data/chain";
import { partingOf, type Standing } from "../../data/standing";
import { formatExactly } from "../../format/money";
import { formatMoment } from "../../format/time";
import { useBegin } from "../../transactions/flow";
import { Button } from "../../ui/button";
import { Stepper } from "../../ui/stepper";
import { closeIntent, leaveIntent } from "./intents";

interface Props {
  subscription: Located<Subscription>;
  standing: Standing;
  /** Unix seconds. */
  now: bigint;
  signer: PublicKey | null;
  isSubscriber: boolean;
}

export function Leaving({ subscription, standing, now, signer, isSubscriber }: Props) {
  const { client } = useChain();
  const begin = useBegin();
  const { state } = subscription;
  const current = standing.ended ? 2 : state === "active" ? 0 : 1;
  const waits = closingWaits(subscription, now);
  const about = signer === null ? null : { client, subscription, signer };
  return (
    <Stepper
      current={current}
      steps={[
        {
          title: "You sign that you leave",
          children: current === 0 && (
            <>
              <p className="mb-3">{untilTheEnd(subscription)}</p>
              <Button kind="danger" disabled={!isSubscriber} onClick={() => about && begin(leaveIntent(about))}>
                Review leaving
              </Button>
              {!isSubscriber && <p className="mt-2 text-muted">Only the subscriber can leave.</p>}
            </>
          ),
        },
        {
          title: "It ends",
          children: current < 2 && <p>{endWords(subscription)}</p>,
        },
        {
          title: "It is closed, and everybody gets what is theirs",
          children: (
            <>
              <PartingWords subscription={subscription} />
              {current === 2 && (
                <>
                  <Button
                    className="mt-3"
                    kind="primary"
                    disabled={about === null || waits !== null}
                    onClick={() => about && begin(closeIntent(about))}
                  >
                    Review closing
                  </Button>
                  <p className="mt-2 text-muted">
                    {waits ?? (about === null ? "Connect a wallet to do this. Anybody can." : "Anybody can do this.")}
                  </p>
                </>
              )}
            </>
          ),
        },
      ]}
    />
  );
}

const untilTheEnd = ({ venueUser }: Subscription): string =>
  venueUser === null
    ? "Closes that the keeper states afterwards still pay their share, for 7 days at most."
    : "If the account on the venue is flat, it ends at once. Otherwise open positions go on, and their close still pays its share, for 30 days at most.";

function endWords(subscription: Subscription): string {
  const end = endsAt(subscription);
  if (end === null) return "After the end nothing is charged any more.";
  return `At ${formatMoment(end)} at the latest. After that nothing is charged any more.`;
}

/** Where each cent goes, as the ledger stands. */
function PartingWords({ subscription }: { subscription: Subscription }) {
  const { toSubscriber, toCreator, debt } = partingOf(subscription);
  return (
    <ul className="list-inside list-disc">
      <li>
        <span data-amount={toSubscriber.toString()}>{formatExactly(toSubscriber)}</span> go to the subscriber.
      </li>
      <li>
        <span data-amount={toCreator.toString()}>{formatExactly(toCreator)}</span> go to the bot's vault, for the
        creator.
      </li>
      {debt > 0n && (
        <li>{formatExactly(debt)} are owed. A deposit pays them; 7 days after the end they are written off.</li>
      )}
      <li>The rent of the accounts goes back to who paid it.</li>
    </ul>
  );
}

/** Why it cannot be closed yet; null if it can. */
function closingWaits(subscription: Subscription, now: bigint): string | null {
  const { debt } = partingOf(subscription);
  const until = writeOffAt(subscription);
  if (debt === 0n || until === null || now >= until) return null;
  return `${formatExactly(debt)} are owed: deposit them, or wait until ${formatMoment(until)}.`;
}
