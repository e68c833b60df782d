import type { Bot, Located } from "@profit-share/sdk";
import { formatBps, formatMoney } from "../../format/money";
import { keepSentence } from "../../format/words";
import { SourceBadge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { Fact, Facts } from "../../ui/figures";
import { Money } from "../../ui/money";
import { TermsHash } from "../../ui/terms-hash";

/** The terms, and what they come to: cost, cap, leaving. */
export function WhatItMeans({ bot: { terms } }: { bot: Located<Bot> }) {
  const isVerified = terms.source !== "attested";
  return (
    <Card title={`What you agree to: terms, version ${terms.version}`}>
      <p className="mb-4">
        <SourceBadge terms={terms} />
      </p>
      <Facts>
        <Fact name="The creator's share">{formatBps(terms.profitShareBps)}</Fact>
        <Fact name="Kept in the escrow until the end">
          <Money exact amount={terms.minBalance} />
        </Fact>
        <Fact name="Lowest daily cap">
          <Money exact amount={terms.minDailyCap} />
        </Fact>
        <Fact name="Text of the terms">
          <TermsHash hash={terms.hash} />
        </Fact>
      </Facts>
      <dl className="mt-4 flex flex-col gap-3 text-sm">
        <Thought title="What it costs">
          {keepSentence(terms)}{" "}
          {terms.feeBasis === "high_water_mark"
            ? "A loss has to be won back first, so nothing is shared twice."
            : "A loss does not lower the share of the next profit."}
        </Thought>
        <Thought title="The deposit stays yours">
          It lies in an escrow of its own. Only shares of settled profits go out of it to the creator; the rest only you
          can take.
        </Thought>
        <Thought title="The daily cap">
          {`At most that much share accrues in a UTC day. With a cap of $5.00, a day with ${formatMoney(1_000_000_000n)} of profit costs $5.00 at most.`}
        </Thought>
        <Thought title="How to leave">
          {isVerified
            ? "You sign once. If the account on the venue is flat, it ends at once; else open positions still pay when they close, for 30 days at most. Then everything left comes back to you."
            : "You sign once. Closes that the keeper states in the next 7 days still pay. Then everything left comes back to you."}
        </Thought>
        <Thought title="Nobody can change it">
          New terms of the bot do not touch your subscription. This program is not audited: do not use it with value.
        </Thought>
      </dl>
    </Card>
  );
}

const Thought = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <div>
    <dt className="font-medium">{title}</dt>
    <dd className="text-muted">{children}</dd>
  </div>
);
