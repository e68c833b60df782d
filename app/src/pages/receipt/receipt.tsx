/** What one transaction did: a page to share. */
import { useParams } from "@tanstack/react-router";
import { type Receipt, useReceipt } from "../../data/receipt";
import { formatSol } from "../../format/money";
import { shortAddress } from "../../format/short";
import { formatMoment } from "../../format/time";
import { Address } from "../../ui/address";
import { Answer } from "../../ui/answer";
import { Card } from "../../ui/card";
import { Fact, Facts } from "../../ui/figures";
import { Page } from "../../ui/page";
import { EmptyState, ErrorState } from "../../ui/states";
import { EventCard } from "./event-card";

export default function ReceiptPage() {
  const { signature } = useParams({ from: "/receipt/$signature" });
  const isSignature = /^[1-9A-HJ-NP-Za-km-z]{64,88}$/.test(signature);
  return (
    <Page
      title={`Receipt ${shortAddress(signature)}`}
      lead="Read from the chain in your browser. Share this page's address: whoever opens it reads it anew."
    >
      {isSignature ? (
        <Of key={signature} signature={signature} />
      ) : (
        <ErrorState
          title="This is no signature"
          words={`"${signature}" in the link names no transaction. Check the link.`}
        />
      )}
    </Page>
  );
}

function Of({ signature }: { signature: string }) {
  const query = useReceipt(signature);
  return (
    <Answer query={query} reading="Reading the transaction.">
      {(receipt) =>
        receipt === null ? (
          <EmptyState title="The node does not know this transaction">
            It may not have landed yet, or the node no longer keeps it. Try again in a moment, or ask an archive node.
          </EmptyState>
        ) : (
          <Shown signature={signature} receipt={receipt} />
        )
      }
    </Answer>
  );
}

function Shown({ signature, receipt: { slot, time, fee, failed, events } }: { signature: string; receipt: Receipt }) {
  return (
    <>
      {failed && <ErrorState title="The chain refused this transaction" words="Nothing of it happened but the fee." />}
      {events.map(({ index, event }) => (
        <EventCard key={index} event={event} />
      ))}
      {!failed && events.length === 0 && (
        <EmptyState title="Nothing about profit share is in this transaction">It belongs to other programs.</EmptyState>
      )}
      <Card title="The transaction">
        <Facts>
          <Fact name="Signature">
            <Address value={signature} kind="transaction" />
          </Fact>
          {time !== null && <Fact name="When">{formatMoment(time)}</Fact>}
          <Fact name="Slot">{slot}</Fact>
          <Fact name="Network fee">{formatSol(fee)}</Fact>
        </Facts>
      </Card>
    </>
  );
}
