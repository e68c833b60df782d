/** A subscription that exists: its account says everything. */
import { type Bot, claimable, hasEnded, type Located, owed, type Subscription, withdrawable } from "@profit-share/sdk";
import { bothUnits } from "../../text/amounts";
import { moment } from "../../text/moment";
import { type Line, ownersOf, type Standing } from "./agreed";

/** @param now unix seconds of the cluster's clock */
export function living(subscription: Located<Subscription>, bot: Bot, now: bigint): Standing {
  const { venueUser, accountNo } = subscription;
  const at: Line = venueUser === null ? ["account number", String(accountNo)] : ["venue user", venueUser.toBase58()];
  return {
    parties: [
      ["subscription", `${subscription.address.toBase58()}, number ${subscription.instance} of its bot`],
      ["bot", subscription.bot.toBase58()],
      ...ownersOf(bot),
      ["subscriber", subscription.subscriber.toBase58()],
      ["agent", subscription.agent.toBase58()],
      at,
    ],
    dailyCap: subscription.dailyCap,
    ledger: ledger(subscription, now),
    json: {
      ...subscription,
      ended: hasEnded(subscription, now),
      owed: owed(subscription),
      claimable: claimable(subscription),
      withdrawable: withdrawable(subscription, now),
    },
  };
}

function ledger(subscription: Subscription, now: bigint): Line[] {
  const ended = hasEnded(subscription, now);
  return [
    ["state", ended ? "ended" : subscription.state],
    ["subscribed", moment(subscription.subscribedAt)],
    ["settlements", String(subscription.sequence)],
    ["realized PnL", `${bothUnits(subscription.last)}, charged up to ${bothUnits(subscription.mark)}`],
    ["profit charged", bothUnits(subscription.profitTotal)],
    ["creator's share", bothUnits(subscription.accrued)],
    ["  claimed", bothUnits(subscription.claimed)],
    ["  claimable", bothUnits(claimable(subscription))],
    ["  waived", bothUnits(subscription.waived)],
    ["  owed", bothUnits(owed(subscription))],
    ["balance", bothUnits(subscription.balance)],
    ["withdrawable", bothUnits(withdrawable(subscription, now))],
  ];
}
