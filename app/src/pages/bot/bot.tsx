/** One bot: what its subscribers realized, what it takes, and under which terms. */
import { Link, useParams } from "@tanstack/react-router";
import { type ListedBot, useBot } from "../../data/bots";
import { shortAddress } from "../../format/short";
import { feeSentence, keepSentence } from "../../format/words";
import { BotHeading } from "../../pictures/bot-heading";
import { Address } from "../../ui/address";
import { Answer } from "../../ui/answer";
import { AtAddress } from "../../ui/at-address";
import { Badge, SourceBadge } from "../../ui/badge";
import { BotProfile } from "../../ui/bot-name";
import { buttonClass } from "../../ui/button";
import { Page } from "../../ui/page";
import { LifetimeCard } from "./lifetime-card";
import { SubscribersCard } from "./subscribers-card";
import { SubscriptionsCard } from "./subscriptions-card";
import { TermsCard } from "./terms-card";

export default function BotPage() {
  const { bot: address } = useParams({ from: "/bot/$bot" });
  const name = `Bot ${shortAddress(address)}`;
  return (
    <Page
      title={name}
      heading={<BotHeading address={address} name={name} />}
      actions={
        <Link to="/bot/$bot/subscribe" params={{ bot: address }} className={buttonClass("primary")}>
          Subscribe
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
  <Answer query={useBot(address)} reading="Reading the bot from the chain.">
    {(listed) => <Shown {...listed} />}
  </Answer>
);

function Shown(listed: ListedBot) {
  const { bot, subscriptions } = listed;
  return (
    <>
      <div className="-mt-4 flex flex-col gap-2">
        <BotProfile bot={bot} />
        <p className="max-w-2xl text-muted">
          {feeSentence(bot.terms)} {keepSentence(bot.terms)}
        </p>
        <p className="flex flex-wrap items-center gap-2">
          <SourceBadge terms={bot.terms} />
          {!bot.open && <Badge>closed to new subscribers</Badge>}
          <Address value={bot.address.toBase58()} />
        </p>
      </div>
      <SubscribersCard {...listed} />
      <div className="grid gap-6 lg:grid-cols-2">
        <LifetimeCard {...listed} />
        <TermsCard bot={bot} />
      </div>
      <SubscriptionsCard subscriptions={subscriptions} />
    </>
  );
}
