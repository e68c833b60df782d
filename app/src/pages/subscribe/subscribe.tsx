/** Subscribing: what it means, then two signatures, of which the wallet gives the first. */

import type { Bot, Located } from "@profit-share/sdk";
import { useParams } from "@tanstack/react-router";
import { useConfig } from "../../config/context";
import { useBot } from "../../data/bots";
import { shortAddress } from "../../format/short";
import { feeSentence } from "../../format/words";
import { Answer } from "../../ui/answer";
import { AtAddress } from "../../ui/at-address";
import { Page } from "../../ui/page";
import { EmptyState } from "../../ui/states";
import { useAccount } from "../../wallet/wallet";
import { Steps } from "./steps";
import { WhatItMeans } from "./what-it-means";

export default function SubscribePage() {
  const { bot: address } = useParams({ from: "/bot/$bot/subscribe" });
  return (
    <Page title={`Subscribe to bot ${shortAddress(address)}`} lead="What you agree to, before anything is signed.">
      <AtAddress address={address}>
        <Of key={address} address={address} />
      </AtAddress>
    </Page>
  );
}

const Of = ({ address }: { address: string }) => (
  <Answer query={useBot(address)} reading="Reading the bot's terms from the chain.">
    {({ bot }) => (
      <>
        <p className="-mt-4 max-w-2xl text-muted">{feeSentence(bot.terms)}</p>
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <WhatItMeans bot={bot} />
          <Doing bot={bot} />
        </div>
      </>
    )}
  </Answer>
);

function Doing({ bot }: { bot: Located<Bot> }) {
  const { keeperUrl } = useConfig();
  const account = useAccount();
  if (keeperUrl === null) {
    return (
      <EmptyState title="This site cannot subscribe you">
        A subscription needs two signatures: yours, and that of the agent that trades for you. The agent's key is with a
        keeper, and this site knows none. Subscribe where you trade.
      </EmptyState>
    );
  }
  if (!bot.open) {
    return (
      <EmptyState title="This bot takes no new subscribers">
        Its owner closed it. Subscriptions that live go on.
      </EmptyState>
    );
  }
  if (account === null) {
    return (
      <EmptyState title="Connect your wallet">
        It pays the deposit, and it alone can take the money out again.
      </EmptyState>
    );
  }
  return <Steps key={`${account} ${bot.terms.version}`} bot={bot} account={account} />;
}
