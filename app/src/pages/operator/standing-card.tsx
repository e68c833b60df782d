import type { KeeperStatus } from "../../data/keeper";
import { formatCount, formatExactly, formatSol } from "../../format/money";
import { formatAge } from "../../format/time";
import { Address } from "../../ui/address";
import { Card } from "../../ui/card";
import { Fact, Facts, Figure, Figures } from "../../ui/figures";

/** Less pays for some 10,000 transactions: the keeper itself says that it is low from here on. */
const LOW_LAMPORTS = 50_000_000n;
/** The loop comes round every second or so. */
const HANGS_MS = 30_000;

export function StandingCard({ status }: { status: KeeperStatus }) {
  const { lag, loopMs, signer, closes, debts, inFlight } = status;
  const lamports = status.lamports === null ? null : BigInt(status.lamports);
  const sentences = concerns(status, lamports);
  return (
    <Card title={sentences.length === 0 ? "The keeper does its work" : "Something waits for a person"}>
      {sentences.length > 0 && (
        <ul className="mb-6 rounded-xl bg-warn-soft px-4 py-3 text-sm text-warn">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <Figures>
        <Figure name="Subscriptions" note={`${formatCount(lag.neverLookedAt)} never looked at`}>
          {formatCount(lag.subscriptions)}
        </Figure>
        <Figure name="Oldest look" note="at the one that waits the longest">
          {formatAge(lag.oldestMs)}
        </Figure>
        <Figure name="Loop came round" note={loopMs === null ? "the keeper does not run by itself" : undefined}>
          {loopMs === null ? "–" : `${formatAge(loopMs)} ago`}
        </Figure>
        <Figure name="Set aside" note="tried again ever more seldom">
          {formatCount(status.setAside.count)}
        </Figure>
      </Figures>
      <div className="mt-6">
        <Facts>
          <Fact name="Pays all fees">
            <Address value={signer} />
          </Fact>
          <Fact name="It has">{lamports === null ? "no node says" : formatSol(lamports)}</Fact>
          <Fact name="Closes that wait to be settled">{counted(closes.waiting, closes.oldestMs)}</Fact>
          <Fact name="Transactions whose end is not known">{counted(inFlight.count, inFlight.oldestMs)}</Fact>
          <Fact name="Owed to creators">
            {formatExactly(BigInt(debts.owed))}
            {debts.subscriptions > 0 && `, by ${formatCount(debts.subscriptions)} subscriptions`}
          </Fact>
        </Facts>
      </div>
    </Card>
  );
}

const counted = (count: number, oldestMs: number | null): string =>
  oldestMs === null ? formatCount(count) : `${formatCount(count)}, the oldest for ${formatAge(oldestMs)}`;

function concerns({ lag, loopMs, setAside, feed }: KeeperStatus, lamports: bigint | null): string[] {
  const found: string[] = [];
  if (loopMs === null || loopMs > HANGS_MS) found.push("The loop does not come round: restart the keeper.");
  if (lamports === null) found.push("No node says what the fee payer has: check the keeper's rpcUrl.");
  else if (lamports < LOW_LAMPORTS) found.push(`The fee payer has ${formatSol(lamports)} left: send it more SOL.`);
  if (lag.neverLookedAt > 0) found.push(`${formatCount(lag.neverLookedAt)} subscriptions were not looked at yet.`);
  if (setAside.count > 0) found.push(`Something failed with ${formatCount(setAside.count)} subscriptions: see below.`);
  if (feed !== null && !feed.connected) found.push("Notifications do not come: changes are found by polls only.");
  return found;
}
