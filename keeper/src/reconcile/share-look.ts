/** What a look showed of the creator's share, as it is stored. Pure. */
import type { Observed } from "../observe/observed";
import type { ShareLook } from "../store/distributions";

export function shareLookOf({ address, slot, now, subscription, bot }: Observed): ShareLook {
  const { instance, sequence, accrued, credited, waived } = subscription;
  return {
    ...{ instance, sequence, accrued, credited, waived, slot },
    subscription: address.toBase58(),
    bot: subscription.bot.toBase58(),
    creator: bot.creator.toBase58(),
    subscriber: subscription.subscriber.toBase58(),
    agent: subscription.agent.toBase58(),
    profitShareBps: subscription.terms.profitShareBps,
    seenAt: new Date(Number(now) * 1_000),
  };
}
