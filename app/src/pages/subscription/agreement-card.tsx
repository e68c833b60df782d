/** What was agreed, for good. */
import type { Located, Subscription } from "@profit-share/sdk";
import { formatDate } from "../../format/time";
import { feeSentence } from "../../format/words";
import { Address } from "../../ui/address";
import { Card } from "../../ui/card";
import { Fact, Facts } from "../../ui/figures";
import { Money } from "../../ui/money";
import { TermsHash } from "../../ui/terms-hash";

export function AgreementCard({ subscription }: { subscription: Located<Subscription> }) {
  const { terms, subscriber, agent, venueUser, escrow, instance, subscribedAt } = subscription;
  return (
    <Card title="What was agreed">
      <p className="mb-2 text-sm">
        {feeSentence(terms)} Nobody can change this for a live subscription: new terms of the bot touch only new
        subscriptions.
      </p>
      <Facts>
        <Fact name="Since">{formatDate(subscribedAt)}</Fact>
        <Fact name="Subscription of the bot">number {instance.toString()}</Fact>
        <Fact name="Kept in the escrow until the end">
          <Money exact amount={terms.minBalance} />
        </Fact>
        <Fact name="Lowest daily cap">
          <Money exact amount={terms.minDailyCap} />
        </Fact>
        <Fact name="Subscriber">
          <Address value={subscriber.toBase58()} />
        </Fact>
        <Fact name="Agent that trades">
          <Address value={agent.toBase58()} />
        </Fact>
        {venueUser !== null && (
          <Fact name="Account on the venue">
            <Address value={venueUser.toBase58()} />
          </Fact>
        )}
        {terms.keeper !== null && (
          <Fact name="Keeper that states each close">
            <Address value={terms.keeper.toBase58()} />
          </Fact>
        )}
        <Fact name="Escrow">
          <Address value={escrow.toBase58()} />
        </Fact>
        <Fact name={`Text of the terms, version ${terms.version}`}>
          <TermsHash hash={terms.hash} />
        </Fact>
      </Facts>
    </Card>
  );
}
