/** One subscription: why something was charged, what it takes until the next share, and the subscriber's money. */
import { useParams } from "@tanstack/react-router";
import { useSubscription } from "../../data/subscription";
import { shortAddress } from "../../format/short";
import { Answer } from "../../ui/answer";
import { AtAddress } from "../../ui/at-address";
import { Page } from "../../ui/page";
import { ClosedSubscription } from "./closed";
import { LivingSubscription } from "./living";

export default function SubscriptionPage() {
  const { subscription: address } = useParams({ from: "/s/$subscription" });
  return (
    <Page title={`Subscription ${shortAddress(address)}`}>
      <AtAddress address={address}>
        <Of key={address} address={address} />
      </AtAddress>
    </Page>
  );
}

const Of = ({ address }: { address: string }) => (
  <Answer query={useSubscription(address)} reading="Reading the subscription from the chain.">
    {(subscription) =>
      subscription === null ? (
        <ClosedSubscription address={address} />
      ) : (
        <LivingSubscription key={`${subscription.bot} ${subscription.instance}`} subscription={subscription} />
      )
    }
  </Answer>
);
