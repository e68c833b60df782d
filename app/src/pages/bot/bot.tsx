/** One bot: what its subscribers realized, what it takes, and under which terms. */
import { useParams } from "@tanstack/react-router";
import { type ListedBot, useBot } from "../../data/bots";
import { addressIn } from "../../data/chain";
import { feeSentence, keepSentence, shortAddress } from "../../format/words";
import { Identicon } from "../../pictures/identicon";
import { Address } from "../../ui/address";
import { Answer } from "../../ui/answer";
import { Badge, SourceBadge } from "../../ui/badge";
import { Page } from "../../ui/page";
import { ErrorState } from "../../ui/states";
import { LifetimeCard } from "./lifetime-card";
import { SubscribersCard } from "./subscribers-card";
import { SubscriptionsCard } from "./subscriptions-card";
import { TermsCard } from "./terms-card";

export default function BotPage() {
  const { bot: address } = useParams({ from: "/bot/$bot" });
  return addressIn(address) === null ? (
    <ErrorState
      title="This is no address"
      words={`"${address}" in the link is no address on Solana. Check the link.`}
    />
  ) : (
    <AtAddress key={address} address={address} />
  );
}

function AtAddress({ address }: { address: string }) {
  return (
    <Answer query={useBot(address)} reading="Reading the bot from the chain.">
      {(listed) => <Shown {...listed} />}
    </Answer>
  );
}

function Shown(listed: ListedBot) {
  const { bot, subscriptions } = listed;
  const address = bot.address.toBase58();
  return (
    <Page
      title={`Bot ${shortAddress(address)}`}
      heading={
        <span className="flex items-center gap-3">
          <Identicon address={address} size={40} />
          Bot {shortAddress(address)}
        </span>
      }
      lead={
        <>
          <p>
            {feeSentence(bot.terms)} {keepSentence(bot.terms)}
          </p>
          <p className="mt-2 flex flex-wrap items-center gap-2">
            <SourceBadge terms={bot.terms} />
            {!bot.open && <Badge>closed to new subscribers</Badge>}
            <Address value={address} />
          </p>
        </>
      }
    >
      <SubscribersCard {...listed} />
      <div className="grid gap-6 lg:grid-cols-2">
        <LifetimeCard {...listed} />
        <TermsCard bot={bot} />
      </div>
      <SubscriptionsCard subscriptions={subscriptions} />
    </Page>
  );
}
