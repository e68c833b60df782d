/** `terms`: what the parties agreed to, whether it is what the history binds, and where the money stands. */

import { createHash } from "node:crypto";
import {
  type Bot,
  claimable,
  encodeTerms,
  type FeeBasis,
  formatPercent,
  hasEnded,
  type Located,
  owed,
  type ProfitShareClient,
  type Source,
  type Subscription,
  type Terms,
  withdrawable,
} from "@profit-share/sdk";
import { readHistory } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import { EXIT } from "../exit-codes";
import { bothUnits } from "../text/amounts";
import { list } from "../text/table";
import type { Outcome } from "./outcome";

const SOURCES: Record<Source, string> = {
  drift: "Drift: read on chain from the agent's own account there",
  velocity: "Velocity: read on chain from the agent's own account there",
  attested: "attested: stated by the keeper",
};

const BASES: Record<FeeBasis, string> = {
  high_water_mark: "of profit above the high-water mark: losses are made up first",
  each_close: "of each profitable close: losses do not count",
};

/** One thing that has to hold for the terms to be what was agreed to. */
interface Check {
  what: string;
  ok: boolean;
  finding: string;
}

/** @param text the legal text, whose sha256 the terms hold */
export async function terms(
  client: ProfitShareClient,
  address: PublicKey,
  { text }: { text?: Uint8Array } = {},
): Promise<Outcome> {
  const subscription = await client.subscription(address);
  const [bot, now, history] = await Promise.all([
    client.bot(subscription.bot),
    client.time(),
    readHistory(client, address),
  ]);
  const { mismatch, verified } = history.report;
  const checks: Check[] = [
    {
      what: "history",
      ok: mismatch === null,
      finding:
        mismatch === null
          ? `its first head binds these terms, ${verified} settlements follow from it`
          : `record ${mismatch.sequence} is wrong: ${mismatch.what}`,
    },
    ...(text === undefined ? [] : [legalText(subscription.terms, text)]),
  ];
  const changes = differences(subscription.terms, bot.terms);
  return {
    text: [
      agreement(subscription, bot),
      ledger(subscription, now),
      list(checks.map(({ what, ok, finding }) => [`${ok ? "ok" : "NOT OK"}`, `${what}: ${finding}`])),
      offer(changes),
    ].join("\n\n"),
    json: {
      ...subscription,
      ended: hasEnded(subscription, now),
      owner: bot.owner,
      payoutWallet: bot.payoutWallet,
      owed: owed(subscription),
      claimable: claimable(subscription),
      withdrawable: withdrawable(subscription, now),
      checks,
      botOffersOtherTerms: changes.length > 0,
      botTerms: bot.terms,
    },
    exitCode: checks.every(({ ok }) => ok) ? EXIT.done : EXIT.refused,
  };
}

function agreement(subscription: Located<Subscription>, bot: Bot): string {
  const { terms: agreed, venueUser, accountNo } = subscription;
  const at: [string, string] =
    venueUser === null ? ["account number", String(accountNo)] : ["venue user", venueUser.toBase58()];
  return list([
    ["subscription", `${subscription.address.toBase58()}, number ${subscription.instance} of its bot`],
    ["bot", subscription.bot.toBase58()],
    ["bot owner", bot.owner.toBase58()],
    ["payout wallet", bot.payoutWallet.toBase58()],
    ["subscriber", subscription.subscriber.toBase58()],
    ["agent", subscription.agent.toBase58()],
    at,
    ["profit share", `${formatPercent(agreed.profitShareBps)} ${BASES[agreed.feeBasis]}`],
    ["realized PnL", SOURCES[agreed.source]],
    ...(agreed.keeper === null ? [] : [["keeper", agreed.keeper.toBase58()] as const]),
    ["mint", agreed.mint.toBase58()],
    ["daily cap", `${bothUnits(subscription.dailyCap)} of share`],
    ["minimum balance", bothUnits(agreed.minBalance)],
    ["terms", `version ${agreed.version}, legal text sha256 ${Buffer.from(agreed.hash).toString("hex")}`],
  ]);
}

function ledger(subscription: Subscription, now: bigint): string {
  const ended = hasEnded(subscription, now);
  return list([
    ["state", ended ? "ended" : subscription.state],
    ["subscribed", new Date(Number(subscription.subscribedAt) * 1_000).toISOString()],
    ["settlements", String(subscription.sequence)],
    ["realized PnL", `${bothUnits(subscription.last)}, charged up to ${bothUnits(subscription.mark)}`],
    ["profit charged", bothUnits(subscription.profitTotal)],
    ["creator's share", bothUnits(subscription.accrued)],
    ["  claimed", bothUnits(subscription.claimed)],
    ["  claimable", bothUnits(claimable(subscription))],
    ["  owed", bothUnits(owed(subscription))],
    ["balance", bothUnits(subscription.balance)],
    ["withdrawable", bothUnits(withdrawable(subscription, now))],
  ]);
}

function legalText({ hash }: Terms, text: Uint8Array): Check {
  const found = createHash("sha256").update(text).digest();
  const ok = found.equals(hash);
  const finding = ok ? "it is the one agreed to" : `its sha256 is ${found.toString("hex")}: it is another text`;
  return { what: "legal text", ok, finding };
}

/** What the bot offers to new subscribers that differs from what was agreed to. */
function differences(agreed: Terms, offered: Terms): string[] {
  if (Buffer.from(encodeTerms(agreed)).equals(encodeTerms(offered))) return [];
  const shown = (value: Terms) => ({
    "profit share": `${formatPercent(value.profitShareBps)} ${BASES[value.feeBasis]}`,
    keeper: value.keeper?.toBase58() ?? "none",
    "minimum balance": bothUnits(value.minBalance),
    "minimum daily cap": bothUnits(value.minDailyCap),
    "legal text": Buffer.from(value.hash).toString("hex"),
    version: String(value.version),
  });
  const before = shown(agreed);
  return Object.entries(shown(offered))
    .filter(([name, value]) => before[name as keyof typeof before] !== value)
    .map(([name, value]) => `${name}: ${value} (here: ${before[name as keyof typeof before]})`);
}

const offer = (changes: readonly string[]): string =>
  changes.length === 0
    ? "The bot offers the same terms to new subscribers."
    : `The bot offers other terms to new subscribers; they do not change this subscription:\n  ${changes.join("\n  ")}`;
