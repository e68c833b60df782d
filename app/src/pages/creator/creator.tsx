/** A creator's money: where it is, what each bot earned, and claiming it. */

import { PublicKey } from "@solana/web3.js";
import { Link, useSearch } from "@tanstack/react-router";
import { addressIn, useChain } from "../../data/chain";
import { type CreatorBot, claimableOf, moneyOf, useCreator } from "../../data/creator";
import { formatExactly } from "../../format/money";
import { shortAddress } from "../../format/short";
import { useBeginBatch } from "../../transactions/batch";
import { Answer } from "../../ui/answer";
import { AtAddress } from "../../ui/at-address";
import { Button, buttonClass } from "../../ui/button";
import { Page } from "../../ui/page";
import { EmptyState } from "../../ui/states";
import { useAccount } from "../../wallet/wallet";
import { BotsCard } from "./bots-card";
import { ClaimTo } from "./claim-to";
import { byMint, claimIntent } from "./claims";
import { EarningsCard } from "./earnings-card";
import { HistoryCard } from "./history-card";
import { MoneyCard } from "./money-card";
import { OfferedCard } from "./offered-card";

export default function CreatorPage() {
  const { wallet: named } = useSearch({ from: "/creator" });
  const account = useAccount();
  const wallet = named ?? account;
  const publish = (
    <Link to="/creator/new" className={buttonClass()}>
      Publish a bot
    </Link>
  );
  if (wallet === null) {
    return (
      <Page title="Creator" lead="What your bots earned, and where that money is." actions={publish}>
        <EmptyState title="Connect the wallet that owns your bots">
          Or look at any creator: open this page with <code className="break-all">?wallet=</code> and an address.
          Everything here is on the chain for everybody to read.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page
      title={`Creator ${shortAddress(wallet)}`}
      lead={
        wallet === account ? (
          "Your bots, and where your money is."
        ) : (
          <>
            The bots of <span className="break-all font-mono text-sm">{wallet}</span>, as the link names it. Only that
            wallet can claim.
          </>
        )
      }
      actions={publish}
    >
      <AtAddress address={wallet}>
        <Of key={wallet} wallet={wallet} isOwn={wallet === account} />
      </AtAddress>
    </Page>
  );
}

const Of = ({ wallet, isOwn }: { wallet: string; isOwn: boolean }) => (
  <>
    <OfferedCard wallet={wallet} isOwn={isOwn} />
    <Answer query={useCreator(wallet)} reading="Reading the bots and their subscriptions.">
      {(bots) =>
        bots.length === 0 ? (
          <EmptyState title="This wallet owns no bot">
            {isOwn
              ? "Publish one, and what it earns stands here."
              : "It may have handed its bots over, or published none."}
          </EmptyState>
        ) : (
          <Shown wallet={wallet} isOwn={isOwn} bots={bots} />
        )
      }
    </Answer>
  </>
);

function Shown({ wallet, isOwn, bots }: { wallet: string; isOwn: boolean; bots: CreatorBot[] }) {
  const money = moneyOf(bots);
  return (
    <>
      <MoneyCard money={money} action={<ClaimAll wallet={wallet} isOwn={isOwn} bots={bots} />} />
      <EarningsCard wallet={wallet} bots={bots} />
      <BotsCard bots={bots} owner={isOwn ? new PublicKey(wallet) : null} />
      <HistoryCard bots={bots} />
      {isOwn && <ClaimTo owner={new PublicKey(wallet)} groups={byMint(bots)} />}
    </>
  );
}

function ClaimAll({ wallet, isOwn, bots }: { wallet: string; isOwn: boolean; bots: CreatorBot[] }) {
  const { client } = useChain();
  const begin = useBeginBatch();
  const owner = addressIn(wallet)!;
  const groups = byMint(bots.filter((bot) => claimableOf(bot) > 0n));
  if (!isOwn || groups.length === 0) return null;
  return groups.map(({ mint, bots: group }) => {
    const amount = moneyOf(group).claimable;
    return (
      <Button
        key={mint.toBase58()}
        kind="primary"
        onClick={() => begin(claimIntent({ client, bots: group, owner, to: null }, amount))}
      >
        {groups.length === 1 ? "Claim all" : `Claim ${formatExactly(amount)}`}
      </Button>
    );
  });
}
