/** `explain`: what a keeper sees of one subscription, would do now, would not do and why, in words. Sends and stores nothing. */
import { claimable, formatDollars, hasEnded, owed, type Subscription } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { KeeperSettings } from "../config/config";
import type { Action, Plan } from "../decide/actions";
import { nextDue } from "../decide/next-due";
import { policyOf } from "../decide/policy";
import type { Observed } from "../observe/observed";
import { createDryRun } from "../process/dry-run";
import type { KeeperOptions } from "../process/keeper";
import { utcText } from "../text/moment";

/** @throws Error what the RPC says, or that the database is in use */
export async function explain(options: KeeperOptions, address: PublicKey): Promise<string> {
  const worker = await createDryRun(options);
  try {
    const { observed, plan, refusal } = await worker.consider(address);
    return inWords(observed, plan, options.settings, refusal);
  } finally {
    await worker.stop();
  }
}

/** @param refusal why the first action would fail now; null if it would not */
function inWords(
  observed: Observed,
  { actions, skips }: Plan,
  settings: KeeperSettings,
  refusal: string | null,
): string {
  const due = nextDue(observed, settings);
  return [
    ...stateOf(observed),
    `The policy is ${policyInWords(observed, settings)}.`,
    "",
    actions.length === 0 ? "Nothing is to be done now." : "It would do now:",
    ...actions.map((action, index) => `  ${index + 1}. ${action.kind}: ${action.reason}${amountOf(action)}`),
    ...(refusal === null ? [] : [`  The first of them would fail: ${refusal}`]),
    ...(skips.length === 0 ? [] : ["It would not do:", ...skips.map(({ kind, reason }) => `  - ${kind}: ${reason}`)]),
    due === null
      ? "Unless an account changes, nothing is to be done later."
      : `Without a change it looks again at ${utc(due)}.`,
  ].join("\n");
}

function stateOf({ address, subscription, bot, venue, now, closes, closesWait, escrowAmount }: Observed): string[] {
  const { terms, subscriber, agent, sequence, settledAt, balance } = subscription;
  const source = terms.source === "attested" ? "attested by a keeper" : `verified on ${terms.source}`;
  const share = `${terms.profitShareBps / 100} % of profit`;
  const settled =
    sequence === 0n ? "Nothing was settled yet." : `${sequence} settlements, the last at ${utc(settledAt)}.`;
  const dollars = (amount: bigint) => formatDollars(amount);
  return [
    `Subscription ${address.toBase58()}, ${hasEnded(subscription, now) ? "ended" : subscription.state}, ${source}, ${share}.`,
    `Bot ${subscription.bot.toBase58()}, subscriber ${subscriber.toBase58()}, agent ${agent.toBase58()}.`,
    settled,
    `The creator has earned ${dollars(subscription.accrued)}: ${dollars(subscription.claimed)} received, ${dollars(claimable(subscription))} claimable, ${dollars(owed(subscription))} owed.`,
    `The balance is ${dollars(balance)}${escrowAmount === null ? "; the escrow cannot be read" : ""}. The bot pays out from ${dollars(bot.minPayout)} on.`,
    ...(venue.kind === "read" ? [venueInWords(subscription, venue.user.realizedPnl, venue.user.flat)] : []),
    ...(venue.kind === "gone" ? ["The venue account does not exist any more."] : []),
    ...(closes.length === 0 ? [] : [`${closes.length} closes are stored and not settled.`]),
    ...(closesWait === null ? [] : [`Closes wait: ${closesWait}.`]),
  ];
}

const venueInWords = ({ last }: Subscription, realized: bigint, flat: boolean): string =>
  `The venue says ${formatDollars(realized)} of realized PnL, ${formatDollars(last)} are settled; its positions are ${flat ? "closed" : "open"}.`;

function policyInWords(observed: Observed, settings: KeeperSettings): string {
  const policy = policyOf(observed, settings);
  switch (policy.kind) {
    case "immediate":
      return "immediate: money moves with the settlement";
    case "periodic":
      return `periodic: money moves at "${policy.cron}" (${policy.timeZone})`;
    case "threshold":
      return `threshold: money moves from ${formatDollars(policy.amount)} on`;
  }
}

function amountOf(action: Action): string {
  switch (action.kind) {
    case "payout":
      return ` (${formatDollars(action.payout.amount)})`;
    case "sync":
    case "fund_from_agent":
    case "fund_from_venue":
      return ` (${formatDollars(action.amount)})`;
    default:
      return "";
  }
}

const utc = (seconds: bigint): string => utcText(new Date(Number(seconds) * 1_000));
