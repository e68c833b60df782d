import type { Bot, Located } from "@profit-share/sdk";
import { formatBps } from "../../format/money";
import { Address } from "../../ui/address";
import { Card } from "../../ui/card";
import { Fact, Facts } from "../../ui/figures";
import { Money } from "../../ui/money";
import { TermsHash } from "../../ui/terms-hash";

const SOURCES = {
  drift: "read on Drift by the program itself",
  velocity: "read on Velocity by the program itself",
  attested: "stated by a keeper, close by close",
};

/** What the next subscriber agrees to. */
export function TermsCard({ bot }: { bot: Located<Bot> }) {
  const { terms, owner, payoutWallet } = bot;
  return (
    <Card title={`Terms, version ${terms.version}`}>
      <Facts>
        <Fact name="Share">{formatBps(terms.profitShareBps)}</Fact>
        <Fact name="Of">
          {terms.feeBasis === "high_water_mark" ? "profit above the high-water mark" : "each profitable close"}
        </Fact>
        <Fact name="Profit is">{SOURCES[terms.source]}</Fact>
        {terms.keeper !== null && (
          <Fact name="Keeper">
            <Address value={terms.keeper.toBase58()} />
          </Fact>
        )}
        <Fact name="Kept in the escrow until the end">
          <Money exact amount={terms.minBalance} />
        </Fact>
        <Fact name="Lowest daily cap">
          <Money exact amount={terms.minDailyCap} />
        </Fact>
        <Fact name="Owner">
          <Address value={owner.toBase58()} />
        </Fact>
        {!payoutWallet.equals(owner) && (
          <Fact name="Payout wallet">
            <Address value={payoutWallet.toBase58()} />
          </Fact>
        )}
        <Fact name="Text of the terms">
          <TermsHash hash={terms.hash} />
        </Fact>
      </Facts>
      <p className="mt-4 text-muted text-xs">
        New terms touch only new subscriptions. Whoever subscribed before keeps the terms of that day.
      </p>
    </Card>
  );
}
