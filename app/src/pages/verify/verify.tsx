/** The checklist of one subscription. */
import { Link, useParams } from "@tanstack/react-router";
import { type Check, useVerdict, type Verdict } from "../../data/checks";
import { shortAddress } from "../../format/short";
import { Address } from "../../ui/address";
import { Answer } from "../../ui/answer";
import { AtAddress } from "../../ui/at-address";
import { Badge, SourceBadge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { CheckIcon, CrossIcon } from "../../ui/icons";
import { Page } from "../../ui/page";
import { TermsHash } from "../../ui/terms-hash";

export default function Verify() {
  const { address } = useParams({ from: "/verify/$address" });
  return (
    <Page
      title={`Verify ${shortAddress(address)}`}
      lead="All of it is read from the node again and recomputed in this browser. Nothing that was kept is used."
    >
      <AtAddress address={address}>
        <Of key={address} address={address} />
      </AtAddress>
    </Page>
  );
}

function Of({ address }: { address: string }) {
  const { query, progress } = useVerdict(address);
  const reading =
    progress === null
      ? "Reading the subscription."
      : `Read ${progress.transactions} transactions, found ${progress.records}${progress.of === null ? "" : ` of ${progress.of}`} settlements.`;
  return (
    <Answer query={query} reading={reading}>
      {(verdict) => <Checklist address={address} verdict={verdict} />}
    </Answer>
  );
}

function Checklist({ address, verdict: { life, checks } }: { address: string; verdict: Verdict }) {
  const allRight = checks.every(({ ok }) => ok);
  const { terms } = life.subscription;
  return (
    <>
      <Card
        title={allRight ? "Everything adds up" : "Something does not add up"}
        aside={
          <Badge tone={allRight ? "accent" : "danger"}>
            {checks.filter(({ ok }) => ok).length} of {checks.length}
          </Badge>
        }
      >
        <ul className="divide-y divide-line">
          {checks.map((check) => (
            <CheckLine key={check.name} {...check} />
          ))}
        </ul>
      </Card>
      <Card title="What this rests on">
        <div className="flex flex-col gap-4 text-sm">
          <p className="flex flex-wrap items-center gap-2">
            <SourceBadge terms={terms} />
            <Link to="/s/$subscription" params={{ subscription: address }} className="link">
              The subscription
            </Link>
            <Address value={address} />
          </p>
          <p className="max-w-prose">
            {terms.source === "attested"
              ? "The keeper in the terms states the result of each close. What is recomputed is everything that follows from it: mark, profit, share and sums. That the closes happened like this, the keeper vouches for."
              : "The program read each realized profit in the venue's own account, in the same instruction. Nobody stated it. Where the subscription began comes from a log of the node."}
          </p>
          <p className="max-w-prose">
            Not proven by a history: the daily cap, and what was given up. Deposits, claims and withdrawals are held
            against the totals.
          </p>
          <div>
            <p className="text-muted">The text of the terms</p>
            <TermsHash hash={terms.hash} />
          </div>
        </div>
      </Card>
    </>
  );
}

const CheckLine = ({ name, words, ok }: Check) => (
  <li className="flex gap-3 py-3" data-ok={ok}>
    <span className={`mt-0.5 ${ok ? "text-accent" : "text-danger"}`}>{ok ? <CheckIcon /> : <CrossIcon />}</span>
    <div className="min-w-0 text-sm">
      <p className="font-medium">
        {name}
        <span className="sr-only">{ok ? ": right" : ": wrong"}</span>
      </p>
      <p className="break-words text-muted">{words}</p>
    </div>
  </li>
);
