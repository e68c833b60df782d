/** One bot for its owner: its money, its terms, where payouts go, and who owns it. */
import { Link, useParams } from "@tanstack/react-router";
import { type CreatorBot, moneyOf, useCreatorBot } from "../../data/creator";
import { shortAddress } from "../../format/short";
import { feeSentence } from "../../format/words";
import { BotHeading } from "../../pictures/bot-heading";
import { Address } from "../../ui/address";
import { Answer } from "../../ui/answer";
import { AtAddress } from "../../ui/at-address";
import { Badge, SourceBadge } from "../../ui/badge";
import { buttonClass } from "../../ui/button";
import { Page } from "../../ui/page";
import { useAccount } from "../../wallet/wallet";
import { ClaimOf } from "./claim-of";
import { MoneyCard } from "./money-card";
import { OpenCard } from "./open-card";
import { OwnerCard } from "./owner-card";
import { PayoutCard } from "./payout-card";
import { SubscriptionsCard } from "./subscriptions-card";
import { TermsCard } from "./terms-card";

export default function CreatorBotPage() {
  const { bot: address } = useParams({ from: "/creator/$bot" });
  const name = `Bot ${shortAddress(address)}, for its owner`;
  return (
    <Page
      title={name}
      heading={<BotHeading address={address} name={name} />}
      actions={
        <Link to="/bot/$bot" params={{ bot: address }} className={buttonClass()}>
          As visitors see it
        </Link>
      }
    >
      <AtAddress address={address}>
        <Of key={address} address={address} />
      </AtAddress>
    </Page>
  );
}

const Of = ({ address }: { address: string }) => (
  <Answer query={useCreatorBot(address)} reading="Reading the bot from the chain.">
    {(one) => <Shown one={one} />}
  </Answer>
);

function Shown({ one }: { one: CreatorBot }) {
  const { bot, subscriptions } = one;
  const account = useAccount();
  const isOwner = account === bot.owner.toBase58();
  // A form keeps what somebody typed until the terms themselves change.
  const version = `${bot.address.toBase58()} ${bot.terms.version}`;
  return (
    <>
      <div className="-mt-4 flex flex-col gap-2">
        <p className="max-w-2xl text-muted">{feeSentence(bot.terms)}</p>
        <p className="flex flex-wrap items-center gap-2">
          <SourceBadge terms={bot.terms} />
          {!bot.open && <Badge>closed to new subscribers</Badge>}
          <Address value={bot.address.toBase58()} />
        </p>
        {!isOwner && (
          <p className="text-sm">
            Only the owner <Address value={bot.owner.toBase58()} /> can change anything here.
          </p>
        )}
      </div>
      <MoneyCard money={moneyOf([one])} action={isOwner && <ClaimOf one={one} owner={bot.owner} />} />
      <SubscriptionsCard one={one} isOwner={isOwner} />
      <TermsCard key={version} bot={bot} living={subscriptions.length} isOwner={isOwner} />
      <div className="grid gap-6 lg:grid-cols-2">
        <PayoutCard bot={bot} isOwner={isOwner} />
        <div className="flex flex-col gap-6">
          <OpenCard bot={bot} isOwner={isOwner} />
          <OwnerCard bot={bot} account={account} />
        </div>
      </div>
    </>
  );
}
